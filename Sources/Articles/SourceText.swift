/// The text of a file with its lines: valid UTF-8, without a byte-order mark, every line ended by one LF.
struct SourceText {
  /// The largest file that is read as an article.
  static let limit = 32 << 20

  let bytes: [UInt8]
  /// The start of each line, and as one more entry the end of the text. (A text is below 4 GiB, and a line
  /// may be a single byte.)
  let lineStarts: [UInt32]

  /// How the file was decoded, if it is not UTF-8.
  let encodingRemark: String?

  /// How the rules read its words, if it is not English.
  var gloss: Gloss?

  /// Checks that the bytes are text.
  init(_ source: [UInt8]) throws(ArticleError) {
    if source.count > Self.limit { throw .tooLarge(bytes: source.count, limit: Self.limit) }
    var text = source
    var remark: String?
    if let decoded = try SourceEncoding.utf8(fromUTF16: source) {
      text = decoded
      remark = "the file is UTF-16, not UTF-8; read as such"
    }
    if let (offset, reason) = text.withUnsafeBufferPointer({ Self.firstFault($0) }) {
      guard text[offset] != 0, let decoded = SourceEncoding.utf8(fromWindows1252: text) else {
        throw .notText(line: Self.line(of: offset, in: text), reason: reason)
      }
      text = decoded
      remark = "the file is not UTF-8; read as Windows-1252"
    }
    encodingRemark = remark
    bytes = Self.normalised(text)
    var starts: [UInt32] = [0]
    starts.reserveCapacity(bytes.count / 40)
    bytes.withUnsafeBufferPointer { bytes in
      for index in bytes.indices where bytes[index] == 0x0A { starts.append(UInt32(index + 1)) }
    }
    if starts.last != UInt32(bytes.count) { starts.append(UInt32(bytes.count)) }
    lineStarts = starts
  }

  /// Creates a text that was assembled from checked texts.
  init(lines: [UInt8], starts: [UInt32]) {
    bytes = lines
    lineStarts = starts
    encodingRemark = nil
  }

  /// The number of lines; a last line without an end counts.
  var lineCount: Int { lineStarts.count - 1 }

  /// The bytes of a line, counted from 1, without its end.
  func line(_ number: Int) -> Range<Int> {
    guard number >= 1, number <= lineCount else { return bytes.count..<bytes.count }
    let start = Int(lineStarts[number - 1])
    let end = Int(lineStarts[number])
    return start..<(end > start && bytes[end - 1] == 0x0A ? end - 1 : end)
  }

  /// The bytes of several lines, without the end of the last.
  func lines(_ numbers: ClosedRange<Int>) -> Range<Int> {
    line(numbers.lowerBound).lowerBound..<line(numbers.upperBound).upperBound
  }

  /// Whether a line holds only white space.
  func isBlank(_ number: Int) -> Bool { bytes[line(number)].allSatisfy { $0 == 0x20 || $0 == 0x09 } }

  /// The words of a text of this file as the rules read them.
  func reading(_ text: String) -> String { gloss.reading(text) }

  /// The words of a heading, but for its code, as the rules read them.
  func reading(_ title: String, _ literals: [Literal]) -> String {
    gloss?.english(title, besides: literals.filter { $0.kind == .codeSpan }.map(\.text)) ?? title
  }

  func string(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  private static func line(of offset: Int, in source: [UInt8]) -> Int {
    var line = 1
    for index in 0..<offset {
      let byte = source[index]
      if byte == 0x0A || (byte == 0x0D && !(index + 1 < source.count && source[index + 1] == 0x0A)) {
        line += 1
      }
    }
    return line
  }

  private static func normalised(_ source: [UInt8]) -> [UInt8] {
    let hasMark = source.starts(with: [0xEF, 0xBB, 0xBF])
    if !hasMark && !source.contains(0x0D) { return source }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(source.count)
    var index = hasMark ? 3 : 0
    while index < source.count {
      let byte = source[index]
      index += 1
      if byte != 0x0D {
        bytes.append(byte)
        continue
      }
      bytes.append(0x0A)
      if index < source.count, source[index] == 0x0A { index += 1 }
    }
    return bytes
  }

  /// The first byte that is not well-formed UTF-8 (Unicode 15, table 3-7) or is NUL, which text does not
  /// contain.
  private static func firstFault(_ bytes: UnsafeBufferPointer<UInt8>) -> (offset: Int, reason: String)? {
    var index = 0
    let count = bytes.count
    while index < count {
      let byte = bytes[index]
      if byte < 0x80 {
        if byte == 0 { return (index, "a NUL byte") }
        index += 1
        continue
      }
      let length: Int
      var low: UInt8 = 0x80
      var high: UInt8 = 0xBF
      switch byte {
      case 0xC2...0xDF: length = 2
      case 0xE0: (length, low) = (3, 0xA0)
      case 0xED: (length, high) = (3, 0x9F)
      case 0xE1...0xEF: length = 3
      case 0xF0: (length, low) = (4, 0x90)
      case 0xF1...0xF3: length = 4
      case 0xF4: (length, high) = (4, 0x8F)
      default: return (index, "invalid UTF-8")
      }
      guard index + length <= count, bytes[index + 1] >= low, bytes[index + 1] <= high else {
        return (index, "invalid UTF-8")
      }
      for next in (index + 2)..<max(index + 2, index + length) where bytes[next] & 0xC0 != 0x80 {
        return (index, "invalid UTF-8")
      }
      index += length
    }
    return nil
  }
}
