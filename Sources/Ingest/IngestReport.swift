import CasebookStorage

/// The result of an ingest, file by file.
public struct IngestReport: Equatable, Sendable {
  /// Counts of files of one kind.
  public struct Counts: Hashable, Sendable {
    /// All zero.
    public init() {}

    /// Files that were new.
    public internal(set) var added = 0
    /// Files that replaced an earlier version.
    public internal(set) var changed = 0
    /// Files that were already stored.
    public internal(set) var unchanged = 0
    /// Files that are gone from an ingested folder.
    public internal(set) var removed = 0

    mutating func count(_ change: Change) {
      switch change {
      case .added: added += 1
      case .changed: changed += 1
      case .unchanged: unchanged += 1
      }
    }
  }

  /// A remark about a file, or a part of it, that was not ingested as it is.
  public struct Remark: Hashable, Sendable {
    /// The path, with the line if known: `a.md:12`.
    public let place: String
    /// The problem, and what to do.
    public let reason: String
    /// Whether the system failed to read an existing file.
    public var isReadFailure = false
  }

  /// Articles.
  public internal(set) var articles = Counts()
  /// Run logs.
  public internal(set) var runs = Counts()
  /// The number of lines read from run logs.
  public internal(set) var lines = 0
  /// The number of stored events.
  public internal(set) var events = 0
  /// Files that are not articles of their own, because other articles include their text.
  public internal(set) var included = 0
  /// Files of other kinds in the folders, which were skipped.
  public internal(set) var ignored = 0
  /// Refused input: nothing of it was stored.
  public internal(set) var refused: [Remark] = []
  /// Paths that do not exist or cannot be read.
  public internal(set) var unreadable: [Remark] = []
  /// Input that needs a library that is not installed.
  public internal(set) var unavailable: [Remark] = []
  /// Input that was stored, although part of it cannot be represented.
  public internal(set) var warnings: [Remark] = []

  /// How many files were stored, now or before.
  public var taken: Int {
    [articles, runs].map { $0.added + $0.changed + $0.unchanged }.reduce(0, +)
  }
}
