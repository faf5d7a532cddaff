import Glibc

/// A connection to one server, for one thread. It never waits longer than its patience.
public final class PostgresConnection {
  /// The values of a row as text; `nil` for `NULL`.
  public typealias Values = [String?]

  private let libpq: Libpq
  private let handle: OpaquePointer
  /// How long the next statement may take.
  public var patience: Patience

  /// Connects. Settings that the place leaves out come from the environment and the files of libpq.
  ///
  /// - Throws: `PostgresError`.
  public init(_ place: PostgresPlace, _ patience: Patience) throws(PostgresError) {
    libpq = try Libpq.load()
    self.patience = patience
    let settings = [
      ("dbname", place.text), ("client_encoding", "UTF8"), ("fallback_application_name", "casebook"),
    ]
    let libpq = libpq
    let started = withWords(settings.map(\.0)) { keywords in
      withWords(settings.map(\.1)) { values in libpq.start(keywords, values, 1) }
    }
    guard let started else { throw PostgresError(.unreachable, "out of memory") }
    handle = started
    _ = libpq.setNoticeProcessor(handle, { _, _ in }, nil)
    try connect()
    _ = libpq.setNonBlocking(handle, 1)
  }

  deinit { libpq.finish(handle) }

  private func connect() throws(PostgresError) {
    var patience = patience
    let given = libpq.named(libpq.settings(handle)).first { $0.name == "connect_timeout" }
    // As in libpq, the shortest is two seconds, and zero means no limit.
    if let seconds = given.flatMap({ Int64($0.value) }), 1...86_400 ~= seconds {
      patience = patience.limited(to: max(2, seconds) * 1000)
    }
    var next = Self.isWriting
    while libpq.status(handle) != Self.isBad {
      do throws(PostgresError) {
        try patience.wait(libpq.socket(handle), for: next == Self.isReading ? POLLIN : POLLOUT)
      } catch {
        throw error.fault == .slow ? PostgresError(.slow, "no connection: \(error.message)") : error
      }
      next = libpq.pollConnection(handle)
      if next == Self.isConnected { return }
      if next == Self.hasFailed { break }
    }
    throw PostgresError(.unreachable, words)
  }

  // MARK: Statements

  /// Runs several statements without values, separated by semicolons, in one round trip. Returns the rows of each.
  public func run(script: String) throws(PostgresError) -> [[Values]] {
    try send { libpq.sendScript(handle, script) }
    var tables: [[Values]] = []
    try forEachResult { result in tables.append(rows(of: result)) }
    return tables
  }

  /// Runs a statement with values for `$1`, `$2` and so on. `body` gets each row, and says whether it wants more.
  public func run(
    _ sql: String, _ values: Values = [], _ body: (Values) -> Bool = { _ in true }
  ) throws(PostgresError) {
    let libpq = libpq
    try send {
      withWords(values) { words in
        libpq.sendQuery(handle, sql, Int32(values.count), nil, words, nil, nil, 0)
      }
    }
    // Rows come one at a time, so that memory does not grow with their number.
    _ = libpq.setSingleRows(handle)
    var wantsMore = true
    try forEachResult { result in
      for row in rows(of: result) where wantsMore { wantsMore = body(row) }
    }
  }

  private func send(_ send: () -> Int32) throws(PostgresError) {
    guard send() == 1 else { throw PostgresError(.broken, words) }
    while case let left = libpq.flush(handle), left != 0 {
      guard left > 0 else { throw PostgresError(.broken, words) }
      try patience.wait(libpq.socket(handle), for: POLLIN | POLLOUT)
      guard libpq.consumeInput(handle) == 1 else { throw PostgresError(.broken, words) }
    }
  }

  private func forEachResult(_ body: (OpaquePointer) -> Void) throws(PostgresError) {
    var failure: PostgresError?
    while true {
      while libpq.isBusy(handle) == 1 {
        try patience.wait(libpq.socket(handle), for: POLLIN)
        guard libpq.consumeInput(handle) == 1 else { throw failure ?? PostgresError(.broken, words) }
      }
      guard let result = libpq.nextResult(handle) else { break }
      defer { libpq.clear(result) }
      switch libpq.resultStatus(result) {
      case Self.isDone, Self.hasRows, Self.hasRow: body(result)
      default: if failure == nil { failure = error(of: result) }
      }
    }
    if let failure { throw failure }
    // A server that went away in the middle of an answer leaves no result.
    if libpq.status(handle) == Self.isBad { throw PostgresError(.broken, words) }
  }

  private func rows(of result: OpaquePointer) -> [Values] {
    (0..<libpq.rowCount(result)).map { row in
      (0..<libpq.columnCount(result)).map { column in
        guard libpq.isNull(result, row, column) == 0, let start = libpq.value(result, row, column) else {
          return nil
        }
        let bytes = UnsafeRawBufferPointer(
          start: start, count: Int(libpq.length(result, row, column)))
        return String(decoding: bytes, as: UTF8.self)
      }
    }
  }

  private func error(of result: OpaquePointer) -> PostgresError {
    func field(_ code: Character) -> String? {
      libpq.resultField(result, Int32(code.asciiValue ?? 0)).map { String(cString: $0) }
    }
    let isBroken = libpq.status(handle) == Self.isBad
    // PG_DIAG_SQLSTATE and PG_DIAG_MESSAGE_PRIMARY
    return PostgresError(isBroken ? .broken : .refused, field("M") ?? words, state: field("C") ?? "")
  }

  /// The last error of the connection.
  private var words: String {
    libpq.errorMessage(handle).map { String(cString: $0) } ?? "unknown error"
  }

  // The values of `PostgresPollingStatusType`, `ConnStatusType` and `ExecStatusType`.
  private static let (hasFailed, isReading, isWriting, isConnected): (Int32, Int32, Int32, Int32) = (
    0, 1, 2, 3
  )
  private static let isBad: Int32 = 1
  private static let (isDone, hasRows, hasRow): (Int32, Int32, Int32) = (1, 2, 9)
}

/// Calls `body` with C strings for texts, and a null pointer for each `nil` and at the end.
private func withWords<Result>(
  _ texts: [String?], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result
) -> Result {
  var bytes: [CChar] = []
  bytes.reserveCapacity(texts.reduce(0) { $0 + ($1?.utf8.count ?? 0) + 1 })
  let starts = texts.map { text -> Int? in
    guard let text else { return nil }
    defer {
      bytes.append(contentsOf: text.utf8.lazy.map(CChar.init(bitPattern:)))
      bytes.append(0)
    }
    return bytes.count
  }
  return bytes.withUnsafeBufferPointer { bytes in
    let words = starts.map { $0.flatMap { start in bytes.baseAddress.map { $0 + start } } } + [nil]
    return words.withUnsafeBufferPointer { body($0.baseAddress) }
  }
}
