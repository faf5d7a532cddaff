/// The escapes of JSON and of Python's string literals.
package enum Escape {
  /// Appends the text of a string with its escapes resolved.
  package static func append(_ string: Bytes, to text: inout [UInt8], known: Set<UInt8>? = nil) {
    var p = 0
    while let escape = string.index(of: ascii("\\"), from: p), escape + 1 < string.count {
      text.append(contentsOf: string.at(p..<escape))
      p = escape + 1
      if known?.contains(string[p]) ?? true {
        read(string, &p, into: &text)
      } else {
        text.append(ascii("\\"))
      }
    }
    text.append(contentsOf: string.from(p))
  }

  /// The string with its escapes resolved. With `known`, only those whose byte after the backslash is in it.
  package static func unescaped(_ string: Bytes, known: Set<UInt8>? = nil) -> [UInt8] {
    var text: [UInt8] = []
    append(string, to: &text, known: known)
    return text
  }

  /// Reads the escape after a backslash, which is not the last byte.
  package static func read(_ string: Bytes, _ position: inout Int, into text: inout [UInt8]) {
    let byte = string[position]
    position += 1
    switch byte {
    case ascii("n"): text.append(0x0A)
    case ascii("t"): text.append(0x09)
    case ascii("r"): text.append(0x0D)
    case ascii("b"), ascii("f"): text.append(0x20)
    case ascii("u"):
      let scalar = scalar(string, &position) ?? "\u{FFFD}"
      text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    case ascii("x"):
      if let code = hexadecimal(string, &position, count: 2) { text.append(UInt8(code)) }
    default: text.append(byte)
    }
  }

  /// The character after `\u`, which two escapes write together if it needs a surrogate pair. Half of a pair is
  /// U+FFFD. `nil` if four hexadecimal digits are missing.
  ///
  /// The escape after half a pair is read next if `keepsNext`, else it is dropped. Logs drop it, because the
  /// fingerprints of stored messages do.
  package static func scalar(
    _ string: Bytes, _ position: inout Int, keepsNext: Bool = false
  ) -> Unicode.Scalar? {
    guard let code = hexadecimal(string, &position, count: 4) else { return nil }
    guard (0xD800..<0xDC00).contains(code), string.has("\\u", at: position) else {
      return Unicode.Scalar(code) ?? "\u{FFFD}"
    }
    var next = position + 2
    let low = hexadecimal(string, &next, count: 4) ?? 0
    let isPair = (0xDC00..<0xE000).contains(low)
    if isPair || !keepsNext { position = next }
    return isPair ? Unicode.Scalar(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)) : "\u{FFFD}"
  }

  private static func hexadecimal(_ string: Bytes, _ position: inout Int, count: Int) -> UInt32? {
    guard position + count <= string.count else { return nil }
    let digits = string.at(position..<(position + count))
    guard digits.allSatisfy(\.isHex) else { return nil }
    position += count
    return UInt32(digits.text, radix: 16)
  }
}

extension [UInt8] {
  /// The text, with invalid UTF-8 replaced.
  package var text: String { String(decoding: self, as: UTF8.self) }
}
