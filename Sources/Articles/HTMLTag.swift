import CasebookText

/// An HTML tag or comment.
struct HTMLTag {
  /// In lower case; empty for a comment.
  var name: [UInt8]
  var isEnd: Bool
  var range: Range<Int>
  private let bytes: ArraySlice<UInt8>

  /// Longer ones are text.
  private static let maxBytes = 2_000

  /// Reads the tag whose `<` is at `start`; `nil` if there is none.
  init?(in text: ArraySlice<UInt8>, at start: Int) {
    var index = start + 1
    isEnd = index < text.endIndex && text[index] == UInt8(ascii: "/")
    if isEnd { index += 1 }
    name = text[index...].prefix(32).prefix { $0.isLetterOrDigit }.folded
    index += name.count
    // A name that continues is a placeholder, not a tag: `<subscription-id>`.
    guard let first = name.first, first.isLetter, index < text.endIndex,
      text[index] <= 0x20 || text[index] == UInt8(ascii: ">") || text[index] == UInt8(ascii: "/")
    else { return nil }
    let attributes = index
    var quote: UInt8?
    while index < text.endIndex, index - start < Self.maxBytes {
      let byte = text[index]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: ">") {
        bytes = text[attributes..<index]
        range = start..<(index + 1)
        return
      }
      index += 1
    }
    return nil
  }

  /// The value of an attribute; `nil` if the tag does not have it.
  func attribute(_ name: String) -> String? {
    var index = bytes.startIndex
    while index < bytes.endIndex {
      while index < bytes.endIndex, !bytes[index].isLetter { index += 1 }
      let key = bytes[index...].prefix { $0.isLetterOrDigit || $0 == UInt8(ascii: "-") }
      index = key.endIndex
      while index < bytes.endIndex, bytes[index] <= 0x20 { index += 1 }
      guard index < bytes.endIndex, bytes[index] == UInt8(ascii: "=") else { continue }
      index += 1
      while index < bytes.endIndex, bytes[index] <= 0x20 { index += 1 }
      guard index < bytes.endIndex else { return nil }
      let value: ArraySlice<UInt8>
      if bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "'") {
        value = bytes[(index + 1)...].prefix { $0 != bytes[index] }
        index = min(value.endIndex + 1, bytes.endIndex)
      } else {
        value = bytes[index...].prefix { $0 > 0x20 }
        index = value.endIndex
      }
      if key.folded.elementsEqual(name.utf8) { return String(decoding: value, as: UTF8.self) }
    }
    return nil
  }
}
