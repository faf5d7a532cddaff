import Glibc

/// The program that shows long output page by page.
final class Pager {
  private let command: ShellCommand
  /// The lines of the screen.
  let rows: Int
  private var child: pid_t?
  private var descriptor: Int32?
  /// The text for the pager, to print it if the pager cannot show it.
  private var given: [UInt8] = []
  private var oldHandler: (@convention(c) (Int32) -> Void)?

  /// How much is kept for that.
  private static let keptBytes = 8 << 20

  /// The pager that the environment names, else `less` if it is installed; `nil` for none.
  init?(environment: [String: String], rows: Int) {
    guard rows > 0 else { return nil }
    let chosen = ["CASEBOOK_PAGER", "PAGER"].lazy.compactMap { environment[$0] }.first
    let line = chosen ?? "less -FRX"
    if line.allSatisfy({ $0 == " " }) || line == "cat" { return nil }
    if chosen == nil, !Self.isInstalled("less", environment) { return nil }
    // As git does: colours pass, and the text stays on the screen.
    command = ShellCommand(
      line, environment: environment.merging(["LESS": "FRX", "LV": "-c"]) { own, _ in own })
    self.rows = rows
  }

  /// Whether it was started.
  var isRunning: Bool { child != nil }

  /// Starts it; `false` if that fails.
  func start() -> Bool {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { return false }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    // Ctrl-C is for the pager, as soon as it runs; a program that ended first would leave it without its terminal.
    oldHandler = signal(SIGINT, SIG_IGN)
    child = command.start(input: ends[0])
    close(ends[0])
    guard child != nil else {
      signal(SIGINT, oldHandler)
      close(ends[1])
      return false
    }
    descriptor = ends[1]
    return true
  }

  /// Passes bytes on; `false` when the pager takes no more.
  func write(_ bytes: [UInt8]) -> Bool {
    guard let descriptor else { return false }
    if given.count < Self.keptBytes { given += bytes }
    return writeAll(bytes, to: descriptor) == 0
  }

  /// Waits until the person leaves the pager. If it failed, returns why, and the text, because nobody knows how much of it
  /// was shown; after an interrupt nobody wants the text.
  func finish() -> (reason: String, text: [UInt8])? {
    guard let child, let descriptor else { return nil }
    close(descriptor)
    let end = ShellCommand.end(of: child)
    signal(SIGINT, oldHandler)
    (self.child, self.descriptor) = (nil, nil)
    if end == .exited(0) { return nil }
    return ("the pager '\(command.line)' failed (\(end.description))", end == .killed(SIGINT) ? [] : given)
  }

  private static func isInstalled(_ name: String, _ environment: [String: String]) -> Bool {
    (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").contains {
      access("\($0)/\(name)", X_OK) == 0
    }
  }
}

/// Counts the lines that text takes on a screen.
struct ScreenRows {
  private(set) var count = 0
  private let width: Int
  private var column = 0
  private var isEscape = false

  init(width: Int) { self.width = max(1, width) }

  mutating func add(_ text: some Sequence<UInt8>) {
    for byte in text {
      switch byte {
      case 0x0A:
        count += 1
        column = 0
      case 0x1B: isEscape = true
      case _ where isEscape: if byte == UInt8(ascii: "m") || byte == UInt8(ascii: "K") { isEscape = false }
      // Not the rest of a character. Those that take three bytes from here on are mostly wide.
      case _ where byte & 0xC0 != 0x80:
        column += byte >= 0xE3 && byte < 0xEE || byte >= 0xF0 ? 2 : 1
        if column > width {
          count += 1
          column = 1
        }
      default: break
      }
    }
  }
}
