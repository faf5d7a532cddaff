import CasebookStorage

/// What an ingest did, file by file.
public struct IngestReport: Equatable, Sendable {
  /// How many files of one sort were what.
  public struct Counts: Hashable, Sendable {
    /// Nothing counted yet.
    public init() {}

    /// Files that were new.
    public internal(set) var added = 0
    /// Files that replaced what was stored of them.
    public internal(set) var changed = 0
    /// Files that are stored already.
    public internal(set) var unchanged = 0
    /// Files that are gone from a folder that was ingested.
    public internal(set) var removed = 0

    mutating func count(_ change: Change) {
      switch change {
      case .added: added += 1
      case .changed: changed += 1
      case .unchanged: unchanged += 1
      }
    }
  }

  /// A file or a part of it that was not taken as it is.
  public struct Remark: Hashable, Sendable {
    /// The path, with the line where there is one: `a.md:12`.
    public let place: String
    /// What is wrong, and what to do.
    public let reason: String
    /// Whether the system failed to read what is there.
    public var isReadFailure = false
  }

  /// Articles.
  public internal(set) var articles = Counts()
  /// Run logs.
  public internal(set) var runs = Counts()
  /// Lines of the run logs that were read.
  public internal(set) var lines = 0
  /// Events that were stored.
  public internal(set) var events = 0
  /// Files that are no articles of their own, because their text stands in those that include them.
  public internal(set) var included = 0
  /// Files of other sorts in the folders; they were passed over.
  public internal(set) var ignored = 0
  /// What was refused: nothing of it was stored.
  public internal(set) var refused: [Remark] = []
  /// Paths that do not exist or cannot be read.
  public internal(set) var unreadable: [Remark] = []
  /// What would need a library that is not installed.
  public internal(set) var unavailable: [Remark] = []
  /// What was stored, although something in it could not be represented.
  public internal(set) var warnings: [Remark] = []

  /// How many files were stored or already were.
  public var taken: Int {
    [articles, runs].map { $0.added + $0.changed + $0.unchanged }.reduce(0, +)
  }
}
