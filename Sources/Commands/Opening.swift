import CasebookCommandKit
import CasebookKnowledge
public import CasebookService

extension Surroundings {
  /// The knowledge base that an invocation names. If there is none, makes one with the bundled articles of the given areas,
  /// by default of all.
  func open(
    _ invocation: Invocation, _ access: FileAccess, areas: Set<String>? = nil
  ) throws -> KnowledgeBase {
    if access == .read { try checkExists(invocation) }
    let path = try invocation.databasePath(self)
    return try KnowledgeBase(
      path: path, access: access, preferred: invocation.language(self), now: now, bundled: bundled,
      areas: areas
    ) { news in
      guard !invocation.isQuiet else { return }
      switch news {
      case .made(let articles?, let reason?):
        say("\(reason); answering from \(counted(articles, "bundled article")) in memory, nothing is stored")
      case .made(0, nil): break
      case .made(let articles?, nil):
        say("no knowledge base yet; made one of \(counted(articles, "bundled article")), \(path)")
      // An ingest is about to fill it.
      case .made(nil, _) where access == .create: break
      case .made(nil, _):
        say("no knowledge base yet; made an empty one, \(path); fill it with: casebook ingest PATH…")
      case .refreshed(let articles):
        say("brought \(counted(articles, "bundled article")) up to date, \(path)")
      }
    }
  }

  /// The knowledge base that an invocation names, for reading; `nil` if there is none. Does not make one.
  func openIfThere(_ invocation: Invocation) throws -> KnowledgeBase? {
    // A user without a home has no default knowledge base.
    guard let path = try? invocation.databasePath(self), try KnowledgeBase.isThere(path) else { return nil }
    return try KnowledgeBase(path: path, access: .read, preferred: invocation.language(self), now: now)
  }

  /// Only a verb that writes makes a file that `--db` names.
  func checkExists(_ invocation: Invocation) throws {
    guard invocation.isGiven(GlobalOptions.database) else { return }
    let path = try invocation.databasePath(self)
    if path != ":memory:", !isFile(path) { throw KnowledgeBaseError.missing(path) }
  }
}

/// The bundled articles: those in the program, or in the folder that `CASEBOOK_DATA` names.
public func bundledArticles(environment: [String: String]) -> BundledSource {
  guard let folder = environment["CASEBOOK_DATA"], !folder.isEmpty else { return .program }
  return .folder(folder + "/articles")
}
