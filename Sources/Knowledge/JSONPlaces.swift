/// The positions of the values in a JSON text, so that an error message can name a line.
public struct JSONPlaces: Sendable {
  private let bytes: [UInt8]
  private let offsets: [String: Int]

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
    offsets = bytes.withUnsafeBufferPointer { bytes in
      var parser = JSONParser(bytes: bytes, offsets: [:])
      _ = try? parser.document()
      return parser.offsets ?? [:]
    }
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
}
