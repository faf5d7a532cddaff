import CasebookIngest
import CasebookKnowledge
import CasebookSignatures
import CasebookStorage
import Glibc

/// Where the articles are that come with the program.
public enum BundledSource: Sendable {
  /// In the program itself.
  case program
  /// In a folder, for people who write them. A missing folder has none.
  case folder(String)

  func articles() throws -> BundledArticles? {
    switch self {
    case .program: try .embedded()
    case .folder(let path): access(path, R_OK) == 0 ? try .folder(path) : nil
    }
  }

  /// Fills a new knowledge base. Returns the number of articles; `nil` if there are none to choose from.
  func fill(_ store: Store, _ areas: Set<String>?) throws -> Int? {
    guard let articles = try articles() else { return nil }
    if areas?.isEmpty ?? false { return 0 }
    try articles.fill(store, areas: areas, signer: Signer())
    return articles.count(in: areas)
  }

  /// Brings the bundled articles of a knowledge base to this version. Returns their number; `nil` if nothing was to do.
  func refresh(_ base: KnowledgeBase) throws -> Int? {
    guard let state = try base.store.bundledState() else { return nil }
    if case .program = self, state.version == BundledArticles.embeddedVersion { return nil }
    guard let articles = try articles(), state.version != articles.version else { return nil }
    let areas = state.areas.map { $0.intersection(articles.areas) }
    try articles.refresh(base.store, areas: areas, signer: base.signer)
    return articles.count(in: areas)
  }
}

/// What opening a knowledge base did with the bundled articles.
public enum BundledNews: Sendable {
  /// A new knowledge base begins with this number of articles; `nil` without a folder of them. It is in memory if the
  /// file could not be made, for the given reason.
  case made(articles: Int?, insteadOf: String?)
  /// The knowledge base has this number of articles in another version.
  case refreshed(articles: Int)
}

/// The areas of the bundled articles that a knowledge base has, and those that it could have.
public struct BundledAreas: Hashable, Sendable {
  /// Those that are on, in alphabetical order.
  public let on: [String]
  /// The others.
  public let off: [String]
}

extension KnowledgeBase {
  /// Checks the names of areas.
  ///
  /// - Throws: `KnowledgeBaseError` for a name that no area has.
  public static func checkAreas(_ areas: Set<String>, of bundled: BundledSource) throws {
    let known = try bundled.articles()?.areas ?? []
    if let unknown = areas.sorted().first(where: { !known.contains($0) }) {
      throw KnowledgeBaseError(
        .usage, "the bundled articles have no area '\(unknown)'",
        hint: "Give one or more of: \(known.joined(separator: ",")); or all.")
    }
  }

  /// Switches areas of the bundled articles on and all others off. The records of people stay.
  ///
  /// - Parameter areas: The areas; `nil` for all.
  public func setBundled(_ areas: Set<String>?, from bundled: BundledSource) throws {
    guard let articles = try bundled.articles() else { return }
    let now = try store.bundledState()
    if now == nil, areas?.isEmpty ?? false { return }
    if now?.areas == areas, now?.version == articles.version { return }
    try articles.refresh(store, areas: areas, signer: signer)
  }

  /// The areas that are on and off.
  public func bundledAreas(of bundled: BundledSource) throws -> BundledAreas {
    let known = try bundled.articles()?.areas ?? []
    let state = try store.bundledState()
    let on = known.filter { area in state.map { $0.areas?.contains(area) ?? true } ?? false }
    return BundledAreas(on: on, off: known.filter { !on.contains($0) })
  }
}
