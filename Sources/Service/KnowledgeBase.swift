public import CasebookIngest
public import CasebookKnowledge
import CasebookSignatures
import CasebookTranslations
public import CasebookStorage

/// A knowledge base: the knowledge of articles, runs and incidents, and queries on it.
///
/// Each command of the program is a method of this type. A knowledge base belongs to one thread.
public final class KnowledgeBase {
  /// The store of the file.
  public let store: Store
  /// Created on first use, because reading its rules takes longer than a search.
  private(set) lazy var signer = Signer()
  /// The preferred locale for answers.
  public let preferred: LocaleTag

  /// A knowledge base on a store.
  public init(_ store: Store, preferred: LocaleTag = .english) {
    self.store = store
    self.preferred = preferred
  }

  /// Opens the knowledge base in a file; makes an empty one if there is none and `access` allows that.
  ///
  /// - Throws: An error that `KnowledgeBaseError` explains.
  public convenience init(
    path: String, access: FileAccess = .create, preferred: LocaleTag = .english,
    now: @escaping () -> Timestamp = Timestamp.now
  ) throws {
    self.init(try Store(path: path, access: access.ofStore, now: now), preferred: preferred)
  }

  /// The permissions on the file of a knowledge base.
  public enum FileAccess: Sendable {
    /// Read and write; make the file if there is none.
    case create
    /// Read and write a file that exists.
    case write
    /// Only read.
    case read

    fileprivate var ofStore: Store.Access {
      switch self {
      case .create: .create
      case .write: .write
      case .read: .read
      }
    }
  }

  /// Ingests the articles that come with the program, under names that do not depend on where it is installed.
  public func ingestBundled(_ folder: String) throws -> IngestReport {
    var ingest = Ingest(into: store, signer: signer, renaming: folder, to: "bundled:")
    return try ingest.run([folder])
  }

  /// Ingests files and folders.
  ///
  /// - Parameter watch: the one from `superviseIngest`, if another process supervises this one.
  /// - Throws: `StoreError` if the store fails. Problems with a file are in the report.
  public func ingest(
    _ paths: [String], runs: RunOptions = RunOptions(), watch: IngestWatch? = nil,
    progress: Ingest.Progress = { _, _ in }
  ) throws -> IngestReport {
    var ingest = Ingest(into: store, signer: signer, runs: runs, watch: watch)
    return try ingest.run(paths, progress: progress)
  }

  /// The resolution of a known error in the preferred locale, or in the best other locale: English first,
  /// then the newest.
  public func resolution(of id: KnownErrorID) throws -> Answer? { try answer(to: id, withLosses: true) }

  /// The same; lists omit the losses of each text.
  func answer(to id: KnownErrorID, withLosses: Bool) throws -> Answer? {
    let resolutions = try store.resolutions(of: id)
    let newest = resolutions.max { ($0.updated ?? "", $1.locale) < ($1.updated ?? "", $0.locale) }
    let best =
      resolutions.first { $0.locale == preferred } ?? resolutions.first { $0.locale == .english } ?? newest
    guard let best else { return nil }
    return Answer(
      resolution: best, preferred: preferred, newest: newest,
      losses: withLosses ? LiteralLoss.losses(of: best, beside: resolutions) : [])
  }
}
