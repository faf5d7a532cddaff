import Glibc

/// An output stream: a file descriptor, or memory in tests.
///
/// Writing never throws. The stream remembers the first failure, drops everything after it, and `finish`
/// throws it. A reader that closes the pipe (`casebook search … | head`) is not a failure. On a terminal all
/// text is sanitized, so that text from a log or an article cannot control it. Deliberately not `Sendable`:
/// one place writes.
public final class Output {
  /// Whether a person is looking.
  public let isTerminal: Bool
  /// The columns of the layout; 80 if unknown.
  public let width: Int
  /// Whether styles become escape codes.
  public private(set) var isStyled: Bool
  /// Whether lines can be redrawn: the stream is a terminal that understands escape codes.
  let canRedraw: Bool
  /// Whether anyone still reads. A command that prints a lot can stop early when this is false.
  public var isOpen: Bool { problem == nil && !readerIsGone }
  /// Whether the reader closed the pipe.
  public private(set) var readerIsGone = false

  private let descriptor: Int32?
  private let name: String
  private let isBuffered: Bool
  private var buffer: [UInt8] = []
  private var problem: Failure?
  private var transientIsShown = false
  /// Shows what is longer than the screen; until that is known, text is held back.
  private var pager: Pager?
  /// Whether a person left the pager, until `stopPaging`.
  private var didLeavePager = false
  /// Why the pager failed, until `stopPaging` says so.
  private var pagerProblem: String?
  private var rows = ScreenRows(width: 80)
  /// The stream on the same screen that this one's text joins while that is paged.
  private var paged: Output?
  private static let capacity = 1 << 16

  /// A file descriptor; failures call it `name`. The environment decides about colour.
  ///
  /// Without a buffer each call writes at once, as messages should. Styles need a terminal and a `TERM` that is not `dumb`,
  /// or `CLICOLOR_FORCE`, and no `NO_COLOR` (unless it is empty, see no-color.org and bixense.com/clicolors).
  public init(
    descriptor: Int32, name: String, environment: [String: String], isBuffered: Bool = true
  ) {
    self.descriptor = descriptor
    self.name = name
    isTerminal = isatty(descriptor) == 1
    isForPerson = isTerminal
    self.isBuffered = isBuffered && !isTerminal
    width = isTerminal ? Self.terminalWidth(descriptor, environment) : 80
    canRedraw = isTerminal && !["dumb", ""].contains(environment["TERM"] ?? "")
    let isForced = !["", "0"].contains(environment["CLICOLOR_FORCE"] ?? "")
    isStyled = (canRedraw || isForced) && (environment["NO_COLOR"] ?? "").isEmpty
  }

  private init(isTerminal: Bool, width: Int, isStyled: Bool) {
    descriptor = nil
    name = "memory"
    isBuffered = true
    self.isTerminal = isTerminal
    isForPerson = isTerminal
    self.width = width
    self.isStyled = isStyled
    canRedraw = isTerminal
  }

  /// The standard output of the process.
  public static func standardOutput(environment: [String: String]) -> Output {
    Output(descriptor: STDOUT_FILENO, name: "standard output", environment: environment)
  }

  /// The standard error of the process.
  public static func standardError(environment: [String: String]) -> Output {
    Output(descriptor: STDERR_FILENO, name: "standard error", environment: environment, isBuffered: false)
  }

  /// A stream in memory; `isTerminal` makes it behave like a terminal.
  public static func inMemory(isTerminal: Bool = false, width: Int = 80, isStyled: Bool = false) -> Output {
    Output(isTerminal: isTerminal, width: width, isStyled: isStyled)
  }

  /// For memory, everything written; for a descriptor, whatever was not flushed yet.
  public var bytes: [UInt8] { buffer }
  /// `bytes` as text.
  public var text: String { String(decoding: buffer, as: UTF8.self) }

  /// The columns that tables are cut to; `nil` unless this is a terminal.
  public var tableWidth: Int? { isTerminal ? width : nil }

  /// Whether a person reads the output: on a terminal, or behind a pipe to a pager with `--color always`.
  public private(set) var isForPerson: Bool

  /// Turns styles on or off as an option says.
  public func use(_ choice: ColorChoice) {
    if choice != .auto { isStyled = choice == .always }
    if choice == .always { isForPerson = true }
  }

  /// Shows text that is longer than the screen in a pager, and the text of `errors` with it, until `finish`. Does nothing
  /// unless this is a terminal on which a pager can work.
  func startPaging(_ environment: [String: String], with errors: Output) {
    guard let descriptor, canRedraw, pager == nil else { return }
    pager = Pager(environment: environment, rows: Self.size(of: descriptor).map { Int($0.ws_row) } ?? 0)
    rows = ScreenRows(width: width)
    if pager != nil, errors.isTerminal { errors.paged = self }
  }

  /// Prints what is held back, waits until a person left the pager, and writes directly from here on.
  public func stopPaging() {
    flush()
    endPager()
    if didLeavePager { (readerIsGone, didLeavePager) = (false, false) }
    flush()
    if let pagerProblem { writeLine("casebook: \(pagerProblem)") }
    pagerProblem = nil
  }

  /// Waits until a person left the pager. If it failed, the text that it was given is written directly, and so is what
  /// follows; otherwise the person has read enough.
  private func endPager() {
    guard let pager else { return }
    let failure = pager.finish()
    self.pager = nil
    guard let failure else {
      (readerIsGone, didLeavePager) = (true, true)
      return
    }
    pagerProblem = failure.reason
    if let descriptor { _ = writeAll(failure.text, to: descriptor) }
  }

  /// Writes text.
  public func write(_ text: String) {
    clearTransient()
    append(isTerminal ? sanitized(text) : text)
  }

  /// Writes text, with styles if they are on.
  public func write(_ text: StyledText) {
    guard isStyled else { return write(text.plain) }
    clearTransient()
    append(text.rendered(styled: true))
  }

  /// Writes text and a line end.
  public func writeLine(_ text: String = "") { write(text + "\n") }

  /// Writes styled text and a line end.
  public func writeLine(_ text: StyledText) { write("\(text)\n" as StyledText) }

  /// Writes a text behind a margin: in lines of a terminal's width, or else on one line, which a program reads.
  public func write(_ text: StyledText, indent: Int) {
    let margin = String(repeating: " ", count: indent)
    let room = max(20, width - indent)
    for line in isTerminal && text.displayWidth > room ? text.wrapped(to: room) : [text] {
      writeLine("\(margin)\(line)" as StyledText)
    }
  }

  /// Writes a table, cut to the width of a terminal.
  public func write(_ table: TextTable) {
    for line in table.lines(width: tableWidth) { writeLine(line) }
  }

  /// Writes bytes unchanged; to a terminal, as sanitized text.
  public func write(bytes: [UInt8]) {
    if isTerminal { return write(String(decoding: bytes, as: UTF8.self)) }
    guard isOpen else { return }
    buffer += bytes
    flushIfDue()
  }

  /// Shows a line that the next one replaces; does nothing unless the terminal can redraw.
  func showTransient(_ text: String) {
    guard canRedraw else { return }
    appendHere("\r" + sanitized(singleLine(text).truncated(to: width - 1)) + "\u{1B}[K")
    transientIsShown = true
  }

  /// Removes that line.
  func clearTransient() {
    if transientIsShown { eraseLine() }
  }

  /// Erases the cursor's line; does nothing unless the terminal can redraw.
  func eraseLine() {
    transientIsShown = false
    if canRedraw { appendHere("\r\u{1B}[K") }
  }

  /// Writes the buffer.
  public func flush() {
    guard let descriptor, !buffer.isEmpty else { return }
    if let pager, pager.isRunning {
      let isRead = pager.write(buffer)
      buffer.removeAll(keepingCapacity: true)
      if !isRead { endPager() }
      return
    }
    defer { buffer.removeAll(keepingCapacity: true) }
    guard isOpen else { return }
    let error = writeAll(buffer, to: descriptor)
    if error == EPIPE {
      readerIsGone = true
    } else if error != 0 {
      problem = Failure(.io, "cannot write \(name): \(String(cString: strerror(error)))")
    }
  }

  /// Writes the buffer; throws if any write failed.
  public func finish() throws(Failure) {
    clearTransient()
    stopPaging()
    flush()
    if let problem { throw problem }
  }

  /// Makes a closed pipe and a file over the size limit (`ulimit -f`) errors of `write`, instead of signals
  /// that end the process. For `main`.
  public static func ignoreWriteSignals() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
  }

  private func append(_ text: String) {
    if let paged, paged.hasText { return paged.append(text) }
    appendHere(text)
  }

  private func appendHere(_ text: String) {
    guard isOpen else { return }
    buffer.append(contentsOf: text.utf8)
    if pager != nil { rows.add(text.utf8) }
    flushIfDue()
  }

  /// Whether text is held back for a pager, or in it.
  private var hasText: Bool { pager.map { $0.isRunning || !buffer.isEmpty } ?? false }

  private func flushIfDue() {
    if let pager, !pager.isRunning {
      // The last line is for the shell's prompt.
      guard rows.count >= pager.rows else { return }
      if !pager.start() { self.pager = nil }
    }
    if !isBuffered || buffer.count >= Self.capacity { flush() }
  }

  private static func size(of descriptor: Int32) -> winsize? {
    var size = winsize()
    return ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 ? size : nil
  }

  private static func terminalWidth(_ descriptor: Int32, _ environment: [String: String]) -> Int {
    if let size = size(of: descriptor), size.ws_col > 0 { return Int(size.ws_col) }
    return environment["COLUMNS"].flatMap { Int($0) }.flatMap { (1...10_000).contains($0) ? $0 : nil } ?? 80
  }
}

/// Writes all bytes, in as many calls as it takes; returns 0 or the error number.
func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
  bytes.withUnsafeBytes { all -> Int32 in
    var rest = all[...]
    while !rest.isEmpty {
      let count = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        // Another process made the descriptor non-blocking; wait until it takes more.
        var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        if poll(&request, 1, -1) < 0, errno != EINTR { return errno }
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }
}
