import CasebookText

/// The positions of the values in a JSON text, so that an error message can name a line.
public struct JSONPlaces: Sendable {
  private let bytes: [UInt8]
  private var offsets: [String: Int] = [:]

  /// A line and a column, both counted from 1; the column in characters.
  public struct Place: Hashable, Sendable {
    /// The line.
    public let line: Int
    /// The column.
    public let column: Int
  }

  /// The positions in valid JSON, or in the valid part of other text.
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var p = 0
    scan(&p, "", depth: 0)
  }

  /// The position of the value at this pointer (RFC 6901, with names as written), or of the closest value
  /// around it.
  public func place(of pointer: String) -> Place {
    var pointer = pointer[...]
    while offsets[String(pointer)] == nil, let slash = pointer.lastIndex(of: "/") {
      pointer = pointer[..<slash]
    }
    return place(ofByte: offsets[String(pointer)] ?? 0)
  }

  /// The position of a byte.
  public func place(ofByte offset: Int) -> Place {
    let before = bytes.prefix(offset)
    let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let column = before[start...].count { $0 & 0xC0 != 0x80 } + 1
    return Place(line: before.count { $0 == 0x0A } + 1, column: column)
  }

  /// No error message needs a longer pointer, and keeping one for each value would fill the memory.
  private static let longestPointer = 512

  /// Skips the values if `pointer` is `nil`.
  private mutating func scan(_ p: inout Int, _ pointer: String?, depth: Int) {
    skipSpace(&p)
    if let pointer { offsets[pointer] = p }
    guard p < bytes.count, depth < 64 else { return }
    switch bytes[p] {
    case UInt8(ascii: "\""): _ = string(&p)
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      let isObject = bytes[p] == UInt8(ascii: "{")
      var index = 0
      p += 1
      while p < bytes.count {
        skipSpace(&p)
        if p >= bytes.count || bytes[p] == UInt8(ascii: "}") || bytes[p] == UInt8(ascii: "]") { break }
        let before = p
        var name = String(index)
        if isObject {
          name = string(&p)
          skipSpace(&p)
          p += 1
        }
        let length = (pointer?.utf8.count ?? 0) + name.utf8.count
        let inner = length < Self.longestPointer ? pointer.map { "\($0)/\(name)" } : nil
        scan(&p, inner, depth: depth + 1)
        skipSpace(&p)
        if p < bytes.count, bytes[p] == UInt8(ascii: ",") { p += 1 }
        index += 1
        if p <= before { return }
      }
      p += 1
    default:
      while p < bytes.count, !",]} \n\r\t".utf8.contains(bytes[p]) { p += 1 }
    }
  }

  private func skipSpace(_ p: inout Int) {
    while p < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[p]) { p += 1 }
  }

  /// The string at `p`; advances `p` past it.
  private func string(_ p: inout Int) -> String {
    let start = p + 1
    p += 1
    while p < bytes.count, bytes[p] != UInt8(ascii: "\"") { p += bytes[p] == UInt8(ascii: "\\") ? 2 : 1 }
    p = min(p, bytes.count)
    defer { p += 1 }
    return String(decoding: bytes[min(start, p)..<p], as: UTF8.self)
  }
}
