public import CasebookKnowledge
import CasebookText

extension Signer {
  /// The signature of a message in an article, with placeholders for any text: `<name>`, `{name}`, `${name}`,
  /// `$(name)`, `$NAME`, `%s`, `%1`, `XXX`, and `...` or `…` between words. Each becomes the mask `<*>`.
  ///
  /// Use `signature(of:)` for log text, which leaves such text unchanged.
  public func signature(ofTemplate message: String) -> Signature {
    signature(of: Placeholders.masked(message))
  }

  /// The template of an article's message alone, using memory that is reused.
  package func template(ofTemplate message: String, using scan: inout SignatureScan) -> Template {
    template(of: Placeholders.masked(message), using: &scan)
  }
}

/// Finds the placeholders in an article's message.
enum Placeholders {
  /// The message with each placeholder written as `<*>`.
  static func masked(_ message: String) -> String {
    let bytes = Array(message.utf8)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      if let end = end(bytes, index) {
        // Two adjacent placeholders are one, because their texts cannot be told apart.
        if !result.suffix(3).elementsEqual("<*>".utf8) { result.append(contentsOf: "<*>".utf8) }
        index = end
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The end of the placeholder that starts at `start`.
  private static func end(_ bytes: [UInt8], _ start: Int) -> Int? {
    let next = start + 1 < bytes.count ? bytes[start + 1] : 0
    switch bytes[start] {
    case UInt8(ascii: "<"):
      guard next.isLetter else { return nil }
      guard let end = named(bytes, start + 1, closing: UInt8(ascii: ">"), spaces: true) else { return nil }
      // A mask is more precise than a placeholder.
      let name = String(decoding: bytes[(start + 1)..<(end - 1)], as: UTF8.self)
      return Mask(rawValue: name) == nil ? end : nil
    case UInt8(ascii: "{"):
      return next.isWord ? named(bytes, start + 1, closing: UInt8(ascii: "}"), spaces: true) : nil
    case UInt8(ascii: "$"):
      if next == UInt8(ascii: "{") {
        return named(bytes, start + 2, closing: UInt8(ascii: "}"), spaces: false)
      }
      if next == UInt8(ascii: "(") {
        return named(bytes, start + 2, closing: UInt8(ascii: ")"), spaces: false)
      }
      return variable(bytes, start)
    case UInt8(ascii: "%"): return format(bytes, start)
    case UInt8(ascii: "X"), UInt8(ascii: "x"): return crosses(bytes, start)
    case UInt8(ascii: "."), 0xE2: return ellipsis(bytes, start)
    default: return nil
    }
  }

  /// The end of a short name, past its closing byte.
  private static func named(_ bytes: [UInt8], _ start: Int, closing: UInt8, spaces: Bool) -> Int? {
    var end = start
    while end < bytes.count, end - start <= 48, bytes[end] != closing {
      let byte = bytes[end]
      guard
        byte.isWord || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") && !spaces
          || byte == 0x20 && spaces
      else { return nil }
      end += 1
    }
    return end > start && end < bytes.count && bytes[end] == closing ? end + 1 : nil
  }

  /// `$NAME`, as a shell writes it.
  private static func variable(_ bytes: [UInt8], _ start: Int) -> Int? {
    if start > 0, bytes[start - 1].isWord { return nil }
    var end = start + 1
    while end < bytes.count, end - start <= 48, bytes[end].isWord { end += 1 }
    return end > start + 1 && bytes[start + 1].isLetter ? end : nil
  }

  /// `%s`, `%d`, `%5.2f`, `%ld`, `%1`, `%1!s!`.
  private static func format(_ bytes: [UInt8], _ start: Int) -> Int? {
    if start > 0, bytes[start - 1].isWord { return nil }
    var end = start + 1
    while end < bytes.count, end - start < 8, bytes[end].isDigit || bytes[end] == UInt8(ascii: ".") {
      end += 1
    }
    let digits = end - start - 1
    while end < bytes.count, end - start < 10,
      bytes[end] == UInt8(ascii: "l") || bytes[end] == UInt8(ascii: "h")
    {
      end += 1
    }
    if end < bytes.count, "sdiuxXfgcpqvw@".utf8.contains(bytes[end]),
      end + 1 == bytes.count || !bytes[end + 1].isWord
    {
      return end + 1
    }
    guard digits > 0, end == start + 1 + digits else { return nil }
    if end + 2 < bytes.count, bytes[end] == UInt8(ascii: "!"), bytes[end + 2] == UInt8(ascii: "!") {
      return end + 3
    }
    return end == bytes.count || !bytes[end].isWord ? end : nil
  }

  /// `XXX` or more, in either case, as a separate word or after a mark.
  private static func crosses(_ bytes: [UInt8], _ start: Int) -> Int? {
    if start > 0, bytes[start - 1].isLetter || bytes[start - 1].isDigit { return nil }
    var end = start
    while end < bytes.count, bytes[end] == bytes[start] { end += 1 }
    return end - start >= 3 && (end == bytes.count || !bytes[end].isWord) ? end : nil
  }

  /// Three dots between words. At the end of a message they are only punctuation.
  private static func ellipsis(_ bytes: [UInt8], _ start: Int) -> Int? {
    // One character, or three dots.
    let isOne = bytes[start...].starts(with: [0xE2, 0x80, 0xA6])
    guard start + 3 <= bytes.count,
      isOne
        || (bytes[start] == UInt8(ascii: ".") && bytes[start + 1] == bytes[start]
          && bytes[start + 2] == bytes[start]),
      start == 0 || bytes[start - 1] != bytes[start]
    else { return nil }
    let end = start + 3
    guard end < bytes.count, bytes[end] != bytes[start] else { return nil }
    return bytes[end...].contains { $0.isWord } && (start == 0 || bytes[start - 1] <= 0x20) ? end : nil
  }
}
