import CasebookKnowledge
import CasebookText

/// Decodes text that is not UTF-8 where that takes little guessing.
enum SourceEncoding {
  /// Decodes UTF-16 with a byte-order mark; `nil` without a mark. Throws if the text is truncated or damaged.
  static func utf8(fromUTF16 bytes: [UInt8]) throws(ArticleError) -> [UInt8]? {
    guard let (text, isDamaged) = UTF16Decoder.utf8(bytes) else { return nil }
    if isDamaged { throw .notText(line: 1, reason: "invalid UTF-16") }
    return text
  }

  /// Decodes Windows-1252 if the bytes look like Western text in it: letters next to letters, few in a row,
  /// and no sign of broken UTF-8 or of another code page; `nil` otherwise.
  static func utf8(fromWindows1252 bytes: [UInt8]) -> [UInt8]? {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count + bytes.count / 8)
    var high = 0
    for (index, byte) in bytes.enumerated() {
      if byte < 0x80 {
        if byte < 0x20, byte != 0x09, byte != 0x0A, byte != 0x0D, byte != 0x0C { return nil }
        text.append(byte)
        continue
      }
      high += 1
      let before = index > 0 ? bytes[index - 1] : 0x20
      let after = index + 1 < bytes.count ? bytes[index + 1] : 0x20
      guard let scalar = scalar(byte), isPlausible(byte, before: before, after: after) else { return nil }
      if before >= 0x80, index >= 2, bytes[index - 2] >= 0x80 { return nil }
      text.append(contentsOf: Array(String(Character(scalar)).utf8))
    }
    return high * 5 <= bytes.count ? text : nil
  }

  private static func isLetter(_ byte: UInt8) -> Bool { byte >= 0xC0 && byte != 0xD7 && byte != 0xF7 }

  private static func isPlausible(_ byte: UInt8, before: UInt8, after: UInt8) -> Bool {
    guard isLetter(byte) else { return true }
    switch byte {
    // Icelandic letters, and the bytes of UTF-16 marks.
    case 0xD0, 0xDE, 0xF0, 0xFE, 0xFF: return false
    // Letters that are words on their own: à, è, ó.
    case 0xC0, 0xC8, 0xD3, 0xE0, 0xE8, 0xF3: return true
    default:
      // A lead byte with its trail bytes is UTF-8 that broke elsewhere.
      if (0xC2...0xF4).contains(byte), (0x80...0xBF).contains(after) { return false }
      return before.isLetter || after.isLetter || isLetter(before) || isLetter(after)
    }
  }

  /// 0x80…0x9F of Windows-1252 (unicode.org, CP1252.TXT); `nil` for the five unassigned bytes.
  private static func scalar(_ byte: UInt8) -> Unicode.Scalar? {
    guard (0x80...0x9F).contains(byte) else { return Unicode.Scalar(UInt32(byte)) }
    let table: [UInt32] = [
      0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,
      0x017D, 0, 0,
      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,
      0x017E, 0x0178,
    ]
    let value = table[Int(byte - 0x80)]
    return value == 0 ? nil : Unicode.Scalar(value)
  }
}
