/// The result of an ingest, file by file.
public struct IngestReport: Equatable, Sendable {
  /// Counts of files of one kind.
  public struct Counts: Hashable, Sendable {
    /// All zero.
    public init() {}

    /// Files that were new.
    public package(set) var added = 0
    /// Files that replaced an earlier version.
    public package(set) var changed = 0
    /// Files that were already stored.
    public package(set) var unchanged = 0
    /// Files that are gone from an ingested folder.
    public package(set) var removed = 0
  }

  /// A remark about a file, or a part of it, that was not ingested as it is.
  public struct Remark: Hashable, Sendable {
    /// The path, with the line if known: `a.md:12`.
    public let place: String
    /// The problem, and what to do.
    public let reason: String
    /// Whether the system failed to read an existing file.
    public let isReadFailure: Bool

    package init(place: String, reason: String, isReadFailure: Bool = false) {
      self.place = place
      self.reason = reason
      self.isReadFailure = isReadFailure
    }
  }

  /// Articles.
  public package(set) var articles = Counts()
  /// Run logs.
  public package(set) var runs = Counts()
  /// The number of lines read from run logs.
  public package(set) var lines = 0
  /// The number of stored events.
  public package(set) var events = 0
  /// Files that are not articles of their own, because other articles include their text.
  public package(set) var included = 0
  /// Files of other kinds in the folders, which were skipped.
  public package(set) var ignored = 0
  /// The files that are gone from an ingested folder, or that became a part of another article.
  public package(set) var removed: [String] = []
  /// Refused input: nothing of it was stored.
  public package(set) var refused: [Remark] = []
  /// Paths that do not exist or cannot be read.
  public package(set) var unreadable: [Remark] = []
  /// Input that needs a library that is not installed.
  public package(set) var unavailable: [Remark] = []
  /// Input that was stored, although part of it cannot be represented.
  public package(set) var warnings: [Remark] = []

  package init() {}
}
