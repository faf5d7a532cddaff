import CasebookText

/// Where the values of a JSON text stand, so that a complaint about one can name its line.
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

  /// The places in a text that parses as JSON; of any other, those up to where it does not.
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var p = 0
    scan(&p, "", depth: 0)
  }

  /// The place of the value with this pointer (RFC 6901, names as they are written), or of the closest one around it.
  public func place(of pointer: String) -> Place {
    var pointer = pointer[...]
    while offsets[String(pointer)] == nil, let slash = pointer.lastIndex(of: "/") {
      pointer = pointer[..<slash]
    }
    return place(ofByte: offsets[String(pointer)] ?? 0)
  }

  /// The place of a byte.
  public func place(ofByte offset: Int) -> Place {
    let before = bytes.prefix(offset)
    let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let column = before[start...].count { $0 & 0xC0 != 0x80 } + 1
    return Place(line: before.count { $0 == 0x0A } + 1, column: column)
  }

  /// Nobody complains about a value with a longer pointer; keeping one for each value would fill memory.
  private static let longestPointer = 512

  /// Without a pointer, the values are passed over.
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

  /// The string at `p`, which moves behind it.
  private func string(_ p: inout Int) -> String {
    let start = p + 1
    p += 1
    while p < bytes.count, bytes[p] != UInt8(ascii: "\"") { p += bytes[p] == UInt8(ascii: "\\") ? 2 : 1 }
    p = min(p, bytes.count)
    defer { p += 1 }
    return String(decoding: bytes[min(start, p)..<p], as: UTF8.self)
  }
}
