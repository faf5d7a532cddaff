import CasebookText

/// The scalars of TOML front matter (`+++`), as pairs of path and value. Only strings, numbers, lists and tables: what
/// front matter has.
struct FrontMatterTOML {
  private let bytes: [UInt8]
  private var index = 0
  private var table = ""
  private(set) var scalars: [(key: String, value: String)] = []
  /// The first line that could not be read, from 1.
  private(set) var badLine: Int?

  private static let maxScalars = 1_000
  private static let maxDepth = 16

  init(_ text: ArraySlice<UInt8>) {
    bytes = Array(text)
    while index < bytes.count, scalars.count < Self.maxScalars { readLine() }
  }

  private mutating func readLine() {
    skip { $0 == 0x20 || $0 == 0x09 }
    let start = index
    if index < bytes.count, bytes[index] == UInt8(ascii: "[") {
      skip { $0 == UInt8(ascii: "[") || $0 == 0x20 }
      let name = index
      skip { $0 != UInt8(ascii: "]") && $0 != 0x0A }
      table = key(bytes[name..<index]) + "."
    } else if index < bytes.count, bytes[index] != 0x0A, bytes[index] != UInt8(ascii: "#") {
      let name = index
      skip { $0 != UInt8(ascii: "=") && $0 != 0x0A }
      if index < bytes.count, bytes[index] == UInt8(ascii: "=") {
        let path = table + key(bytes[name..<index])
        index += 1
        if !readValue(path, depth: 0) { note(start) }
      } else {
        note(start)
      }
    }
    skip { $0 != 0x0A }
    index += 1
  }

  private mutating func note(_ offset: Int) {
    if badLine == nil { badLine = bytes[..<offset].count { $0 == 0x0A } + 1 }
  }

  private mutating func skip(_ condition: (UInt8) -> Bool) {
    while index < bytes.count, condition(bytes[index]) { index += 1 }
  }

  private func key(_ name: ArraySlice<UInt8>) -> String {
    String(
      decoding: name.filter { $0 != UInt8(ascii: "\"") && $0 != 0x27 && $0 != 0x20 && $0 != 0x09 },
      as: UTF8.self)
  }

  /// Reads a value behind `=`; `false` if it is none.
  private mutating func readValue(_ path: String, depth: Int) -> Bool {
    skip { $0 == 0x20 || $0 == 0x09 }
    guard index < bytes.count, depth < Self.maxDepth else { return false }
    switch bytes[index] {
    case UInt8(ascii: "\""), 0x27:
      guard let text = string() else { return false }
      scalars.append((path, text))
      return true
    case UInt8(ascii: "["): return readList(path, depth: depth)
    case UInt8(ascii: "{"): return readTable(path, depth: depth)
    default:
      let start = index
      skip { $0 != 0x0A && $0 != UInt8(ascii: "#") && !",]}".utf8.contains($0) }
      let text = String(decoding: bytes[start..<index], as: UTF8.self).trimmed
      guard !text.isEmpty else { return false }
      scalars.append((path, text))
      return true
    }
  }

  private mutating func readList(_ path: String, depth: Int) -> Bool {
    index += 1
    while index < bytes.count, scalars.count < Self.maxScalars {
      skip { $0 <= 0x20 || $0 == UInt8(ascii: ",") }
      guard index < bytes.count else { return false }
      if bytes[index] == UInt8(ascii: "]") {
        index += 1
        return true
      }
      if bytes[index] == UInt8(ascii: "#") {
        skip { $0 != 0x0A }
      } else if !readValue(path, depth: depth + 1) {
        return false
      }
    }
    return false
  }

  private mutating func readTable(_ path: String, depth: Int) -> Bool {
    index += 1
    while index < bytes.count, scalars.count < Self.maxScalars {
      skip { $0 <= 0x20 || $0 == UInt8(ascii: ",") }
      guard index < bytes.count else { return false }
      if bytes[index] == UInt8(ascii: "}") {
        index += 1
        return true
      }
      let name = index
      skip { $0 != UInt8(ascii: "=") && $0 != 0x0A }
      guard index < bytes.count, bytes[index] == UInt8(ascii: "=") else { return false }
      let inner = path + "." + key(bytes[name..<index])
      index += 1
      guard readValue(inner, depth: depth + 1) else { return false }
    }
    return false
  }

  /// Reads a string in one or three quotation marks; only double ones have escapes.
  private mutating func string() -> String? {
    let quote = bytes[index]
    let isLong = bytes[index...].starts(with: [quote, quote, quote])
    index += isLong ? 3 : 1
    if isLong, index < bytes.count, bytes[index] == 0x0A { index += 1 }
    var text: [UInt8] = []
    while index < bytes.count {
      let byte = bytes[index]
      if byte == quote, !isLong || bytes[index...].starts(with: [quote, quote, quote]) {
        index += isLong ? 3 : 1
        return String(decoding: text, as: UTF8.self)
      }
      if byte == 0x0A, !isLong { return nil }
      index += 1
      guard byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\""), index < bytes.count else {
        text.append(byte)
        continue
      }
      let escape = bytes[index]
      index += 1
      switch escape {
      case UInt8(ascii: "n"): text.append(0x0A)
      case UInt8(ascii: "t"): text.append(0x09)
      case UInt8(ascii: "u"), UInt8(ascii: "U"):
        let digits = bytes[index...].prefix(escape == UInt8(ascii: "u") ? 4 : 8)
        if let code = UInt32(String(decoding: digits, as: UTF8.self), radix: 16),
          let scalar = Unicode.Scalar(code)
        {
          text += Array(String(Character(scalar)).utf8)
        }
        index += digits.count
      default: text.append(escape)
      }
    }
    return nil
  }
}
