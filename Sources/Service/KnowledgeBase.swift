public import CasebookIngest
public import CasebookKnowledge
import CasebookSignatures
import CasebookTranslations
public import CasebookStorage

/// A knowledge base: what the articles, the runs and the incidents know, and the questions that it answers.
///
/// Everything that the command line does is a method of this type. One knowledge base belongs to one thread.
public final class KnowledgeBase {
  /// The file behind it.
  public let store: Store
  /// Made when it is first needed: reading its rules takes longer than a search.
  private(set) lazy var signer = Signer()
  /// The locale in which its reader prefers answers.
  public let preferred: LocaleTag

  /// A knowledge base on a store.
  public init(_ store: Store, preferred: LocaleTag = .english) {
    self.store = store
    self.preferred = preferred
  }

  /// Reads files and folders into it.
  ///
  /// - Parameter watch: that of `superviseIngest`, where another process supervises this one.
  /// - Throws: `StoreError` when the store fails; what is wrong with a file is in the report.
  public func ingest(
    _ paths: [String], runs: RunOptions = RunOptions(), watch: IngestWatch? = nil,
    progress: Ingest.Progress = { _, _ in }
  ) throws -> IngestReport {
    var ingest = Ingest(into: store, signer: signer, runs: runs, watch: watch)
    return try ingest.run(paths, progress: progress)
  }

  /// The resolution of a known error in the preferred locale, or in the best other one: English first, then the newest.
  public func resolution(of id: KnownErrorID) throws -> Answer? { try answer(to: id, withLosses: true) }

  /// The same; where many are listed, what their texts lost is not looked into.
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
