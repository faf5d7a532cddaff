import CasebookIngest
public import CasebookKnowledge
import CasebookSignatures
import CasebookStorage
import CasebookTranslations

/// A knowledge base: the knowledge of articles, runs and incidents, and queries on it.
///
/// Each command of the program is a method of this type. A knowledge base belongs to one thread.
public final class KnowledgeBase {
  let store: Store
  /// Created on first use, because reading its rules takes longer than a search.
  private(set) lazy var signer = Signer()
  /// The preferred locale for answers.
  public let preferred: LocaleTag

  init(_ store: Store, preferred: LocaleTag = .english) {
    self.store = store
    self.preferred = preferred
  }

  /// Ingests files and folders.
  ///
  /// - Parameter supervision: The one of the process that supervises this one, if there is one.
  /// - Throws: An error that `KnowledgeBaseError` explains, if the file of the knowledge base fails. Problems with the
  ///   given files are in the report.
  public func ingest(
    _ paths: [String], runs: RunOptions = RunOptions(), supervision: IngestSupervision? = nil,
    progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) throws -> IngestReport {
    var ingest = Ingest(into: store, signer: signer, runs: runs, watch: supervision?.watch)
    return try ingest.run(paths, progress: progress)
  }

  /// Runs `body`, and takes back all that it stores here. Others cannot write meanwhile.
  public func rehearse<Result>(_ body: () throws -> Result) throws -> Result { try store.rehearse(body) }

  /// The resolution of a known error in the preferred locale, or in the best other locale: English first,
  /// then the newest.
  public func resolution(of id: KnownErrorID) throws -> Answer? { try answer(to: id, withLosses: true) }

  /// The same; lists omit the losses of each text.
  func answer(to id: KnownErrorID, withLosses: Bool) throws -> Answer? {
    let resolutions = try resolutions(of: id)
    let newest = resolutions.max { ($0.updated ?? "", $1.locale) < ($1.updated ?? "", $0.locale) }
    let best =
      resolutions.first { $0.locale == preferred } ?? resolutions.first { $0.locale == .english } ?? newest
    guard let best else { return nil }
    return Answer(
      resolution: best, preferred: preferred, newest: newest,
      losses: withLosses ? LiteralLoss.losses(of: best, beside: resolutions) : [])
  }
}

/// Runs an ingest in a child process, so that a crash costs only the file that caused it.
public struct IngestSupervision {
  let watch: IngestWatch?
  /// How the ingest ended; `nil` in the process that is to ingest.
  public let end: SupervisionEnd?

  /// Returns in the child at once, and in the calling process when the ingest has ended.
  ///
  /// No other thread may run yet, and no knowledge base may be open. `afterCrash` is called before another child starts.
  public init(afterCrash: () -> Void) { (watch, end) = superviseIngest(afterCrash: afterCrash) }
}
