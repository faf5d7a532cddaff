/// Keeps the lines of private keys that are printed between the events of a log, with their numbers.
///
/// A key is often printed line by line, and not each of its lines is an event. The redactor of the events needs the
/// others to know that a key is open. Belongs to one thread.
public final class KeyLines {
  private var lines: [(number: Int, text: String)] = []
  private let redactor = Redactor()
  private var state = RedactorState()
  /// The redacted text, which nobody reads.
  private var output: [UInt8] = []

  /// The maximum number of bytes of a line that are kept.
  private static let lineLimit = 4096

  /// With nothing kept.
  public init() {}

  /// Takes a line that belongs to no event; returns whether it belongs to a key.
  @discardableResult
  public func pass(_ number: Int, _ line: UnsafeBufferPointer<UInt8>) -> Bool {
    guard isKey(line) else { return false }
    if lines.count == 2 * RedactionScan.keyLines { lines.removeFirst(RedactionScan.keyLines) }
    lines.append((number, String(decoding: line.prefix(Self.lineLimit), as: UTF8.self)))
    return true
  }

  /// Takes an event, and returns the lines of keys before it.
  public func take(before line: Int, _ message: String) -> [String] {
    var message = message
    _ = message.withUTF8(isKey)
    if lines.isEmpty { return [] }
    // The last line of an event is passed before the event itself.
    let count = lines.firstIndex { $0.number >= line } ?? lines.count
    defer { lines.removeFirst(count) }
    return lines[..<count].map(\.text)
  }

  /// Ends the log.
  public func end() { (lines, state) = ([], RedactorState()) }

  /// Whether a text begins a key, goes on with one, or ends one.
  private func isKey(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let wasOpen = state.isInPrivateKey
    guard wasOpen || Redactor.mayBeginKey(text) else { return false }
    output.removeAll(keepingCapacity: true)
    _ = redactor.redact(text, into: &output, state: &state)
    return wasOpen || state.isInPrivateKey
  }
}
