/// Keeps the lines between the events of a log that may be parts of a private key, with their numbers.
///
/// A key is often printed line by line, and not each of them need be an event: what redacts the events has to know the
/// others. It belongs to one thread.
public final class KeyLines {
  private var lines: [(number: Int, text: String)] = []
  /// How many more lines may belong to a key that began.
  private var open = 0

  /// So many bytes of a line are looked at.
  private static let lineLimit = 4096

  /// With nothing to keep.
  public init() {}

  /// Takes a line that belongs to no event.
  public func pass(_ number: Int, _ line: UnsafeBufferPointer<UInt8>) {
    if Redactor.mayBeginKey(line) { open = RedactionScan.keyLines }
    guard open > 0 else { return }
    open -= 1
    if lines.count == 2 * RedactionScan.keyLines { lines.removeFirst(RedactionScan.keyLines) }
    lines.append((number, String(decoding: line.prefix(Self.lineLimit), as: UTF8.self)))
  }

  /// Takes an event, and returns the lines before it.
  public func take(before line: Int, _ message: String) -> [String] {
    var message = message
    if message.withUTF8(Redactor.mayBeginKey) { open = RedactionScan.keyLines }
    if lines.isEmpty { return [] }
    // The line that ends an event is passed before the event is.
    let count = lines.firstIndex { $0.number >= line } ?? lines.count
    defer { lines.removeFirst(count) }
    return lines[..<count].map(\.text)
  }

  /// Ends the log.
  public func end() { (lines, open) = ([], 0) }
}
