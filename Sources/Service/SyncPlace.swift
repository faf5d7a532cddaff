import CasebookIngest
public import CasebookKnowledge
public import CasebookPostgres
import CasebookStorage

/// Where a team exchanges its journal.
public enum SyncPlace: Sendable {
  /// A folder, which a team shares through git.
  case folder(String)
  /// A hub: PostgreSQL, or what speaks its protocol.
  case hub(PostgresPlace)

  /// Reads a place as a person gives it; `locate` turns a path into one that the process can open.
  ///
  /// - Throws: An error that `KnowledgeBaseError` explains.
  public init(_ text: String, locate: (String) -> String = { $0 }) throws {
    guard PostgresPlace.isMeant(by: text) else {
      // `https://…`, and `git@HOST:REPOSITORY` as git has it.
      let host = text.prefix { $0 != ":" }
      guard !text.dropFirst(host.count).hasPrefix("://"), host.count == text.count || !host.contains("@")
      else {
        throw KnowledgeBaseError(
          .usage, "\(text): neither a folder nor a database",
          hint: "Of a repository, give the folder of your clone: casebook sync FOLDER")
      }
      self = .folder(locate(text))
      return
    }
    do throws(PostgresError) {
      self = .hub(try PostgresPlace(text))
    } catch {
      // The text may hold a password.
      let error = HubError.postgres(error, place: "the hub")
      throw KnowledgeBaseError(error) ?? error
    }
  }

  /// Whether it is a hub.
  public var isHub: Bool {
    if case .hub = self { true } else { false }
  }

  /// The place without a password: for messages, and to be kept.
  public var shown: String {
    switch self {
    case .folder(let path): path
    case .hub(let place): place.shown
    }
  }
}

/// How an exchange runs.
public struct SyncOptions: Sendable {
  /// Who changed the articles of a folder.
  public var author: String
  /// Whether others may make this file forget more than ten entries.
  public var acceptsForgets = false
  /// Whether to make a folder that does not exist. A mistyped one would take the entries away from everybody.
  public var makesFolder = false
  /// How long a hub may leave one step without an answer, in milliseconds.
  public var limit: Int64 = 30_000
  /// How many days of the counts of others to take; 0 for none.
  public var days = 30

  /// The usual exchange.
  public init(author: String) { self.author = author }
}

extension KnowledgeBase {
  /// Exchanges the journal, and in a folder the local articles. Running it again changes nothing.
  ///
  /// - Throws: An error that `KnowledgeBaseError` explains.
  public func sync(_ place: SyncPlace, _ options: SyncOptions) throws -> SyncReport {
    var report: SyncReport
    let before = try store.lessons().filter { $0.overruledBy != nil }
    switch place {
    case .folder(let path):
      if !options.makesFolder { try JournalFolder(path: path).requireFolder() }
      report = try sync(path, author: options.author, acceptingForgets: options.acceptsForgets)
    case .hub(let place):
      var sync = HubSync(Hub(place, limit: options.limit), store, options) { self.signer }
      try sync.run()
      try store.followLocalResolutions(signer: signer)
      report = sync.report
      try scrub(noting: &report)
    }
    try store.keepSyncPlace(place.kept)
    if report.taken > 0 {
      let lessons = try store.lessons()
      for lesson in lessons where lesson.overruledBy != nil && !before.contains(lesson) {
        guard let later = lessons.last(where: { $0.number == lesson.overruledBy }) else { continue }
        report.contradictions.append(Contradiction(lesson: lesson, later: later))
      }
    }
    return report
  }

  /// Counts the entries that an exchange would take and send. Changes nothing.
  ///
  /// - Throws: An error that `KnowledgeBaseError` explains.
  public func syncDifferences(_ place: SyncPlace, _ options: SyncOptions) throws -> [SyncDifference] {
    switch place {
    case .folder(let path):
      try JournalFolder(path: path).requireFolder()
      return try differences(from: JournalFolder(path: path))
    case .hub(let place):
      var sync = HubSync(Hub(place, limit: options.limit), store, options) { self.signer }
      return try sync.differences()
    }
  }

  /// Removes the bytes of what others forgot. While another process uses the file, the next exchange does it.
  func scrub(noting report: inout SyncReport) throws {
    guard try store.isUnscrubbed() else { return }
    do {
      try store.scrub()
    } catch {
      guard KnowledgeBaseError(error)?.cause == .busy else { throw error }
      report.notes.append(
        "the file is in use, so it still has the bytes of what was forgotten; run sync again")
    }
  }

  /// The place of the last exchange, without a password; `nil` before the first.
  public func lastSyncPlace() throws -> String? { try store.syncPlace() }
}

extension SyncPlace {
  /// The place as a later call in another folder understands it.
  fileprivate var kept: String {
    switch self {
    case .folder(let path): canonicalPath(path)
    case .hub(let place): place.shown
    }
  }
}

/// How a place differs from a knowledge base in the entries of one origin.
public struct SyncDifference: Hashable, Sendable {
  /// The file that they come from.
  public let origin: String
  /// How many entries the place has that are not here.
  public var toTake = 0
  /// How many entries are here that the place lacks.
  public var toSend = 0
  /// How many entries lost their text on one side only.
  public var toForget = 0
  /// Whether both sides have another entry under one name.
  public var isForked = false
  /// Whether the place has counts of it that are not here.
  public var hasCounts = false

  init(origin: String) { self.origin = origin }

  var isEmpty: Bool { toTake + toSend + toForget == 0 && !isForked && !hasCounts }
}

extension KnowledgeBase {
  /// A knowledge base in memory that only counts the events of logs, to send the counts to a hub.
  ///
  /// - Throws: An error that `KnowledgeBaseError` explains.
  public static func counting(now: @escaping () -> Timestamp = Timestamp.now) throws -> KnowledgeBase {
    let base = try KnowledgeBase(path: ":memory:", now: now)
    base.store.isCounting = true
    return base
  }

  /// Sends the counts of events that a hub lacks, and nothing else. Returns how many there were.
  ///
  /// - Parameter limit: How long a hub may leave one step without an answer, in milliseconds.
  /// - Throws: An error that `KnowledgeBaseError` explains.
  public func sendCounts(to place: SyncPlace, limit: Int64) throws -> Int {
    guard case .hub(let place) = place else {
      throw KnowledgeBaseError(
        .usage, "counts go to a database",
        hint: "Give a place such as postgresql://HOST/DATABASE; a folder takes no counts.")
    }
    let signals = HeldSignals()
    let sent = try TallyExchange(hub: Hub(place, limit: limit), store: store)
      .send(nil, as: store.isCounting ? machineOrigin : nil)
    _ = consume signals
    return sent
  }
}

/// Makes a hub: the schema, the tables and the roles in a database. Returns whether there was none before.
///
/// - Throws: An error that `KnowledgeBaseError` explains; then nothing was changed.
public func setUpHub(_ place: SyncPlace, limit: Int64) throws -> Bool {
  guard case .hub(let place) = place else {
    throw KnowledgeBaseError(
      .usage, "--init needs a database",
      hint: "A folder needs none. Give a place such as postgresql://HOST/DATABASE.")
  }
  do throws(HubError) {
    return try Hub(place, limit: limit).setUp()
  } catch {
    guard error.isRefusal, let error = KnowledgeBaseError(error) else {
      throw KnowledgeBaseError(error) ?? error
    }
    throw KnowledgeBaseError(
      error.cause, error.message, hint: "An administrator can run the SQL of: casebook sync --init --dry-run")
  }
}

/// The SQL that makes a hub.
public var hubScript: String { Hub.setUpScript }

extension Hub {
  /// A hub that a signal which asks to end interrupts.
  fileprivate convenience init(_ place: PostgresPlace, limit: Int64) {
    self.init(place, limit: limit) { HeldSignals.isPending }
  }
}
