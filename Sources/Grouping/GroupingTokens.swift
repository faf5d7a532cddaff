import CasebookKnowledge
import CasebookText

/// The words of templates in the form in which they are compared. Every slot is one byte, 0, which no template
/// contains.
enum GroupingTokens {
  static let variable: UInt8 = 0

  /// The text of a token with `<*>` for each variable.
  static func text(_ token: [UInt8]) -> String { Template(token, slot: variable).text }

  /// Splits at white space.
  static func split(_ template: [UInt8]) -> [ArraySlice<UInt8>] {
    template.split { $0 == 0x20 || 0x09...0x0D ~= $0 }
  }

  /// Whether the byte separates a label from its value in a token: `key=value`, `[value]`, `a:b`.
  static func isStructural(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "="), UInt8(ascii: ":"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "("),
      UInt8(ascii: ")"), UInt8(ascii: "["), UInt8(ascii: "]"), UInt8(ascii: "{"), UInt8(ascii: "}"),
      UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "#"),
      UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "@"), UInt8(ascii: "/"), UInt8(ascii: "\\"),
      UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: "&"), UInt8(ascii: "$"), UInt8(ascii: "*"):
      true
    default: false
    }
  }

  /// The tokens of a template as they are compared: `a=1,b=2` makes two.
  static func normalised(_ template: Template) -> [[UInt8]] {
    var tokens: [[UInt8]] = []
    for token in split(template.bytes { _ in variable }).flatMap(parts) {
      var token = normalised(token: Array(token))
      if isStars(token), tokens.last == [variable] { token = [variable] }
      if let last = tokens.last, let joined = joinedList(last, token) {
        tokens[tokens.count - 1] = joined
      } else {
        tokens.append(token)
      }
    }
    return withValues(withoutRepeats(tokens))
  }

  /// Splits after a comma or a semicolon before a letter.
  private static func parts(_ token: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    var parts: [ArraySlice<UInt8>] = []
    var start = token.startIndex
    for index in token.indices.dropLast() where token[index + 1].isLetter {
      if token[index] == UInt8(ascii: ",") || token[index] == UInt8(ascii: ";") {
        parts.append(token[start...index])
        start = index + 1
      }
    }
    return parts + [token[start...]]
  }

  /// Whether the token is a number too wide for its column, printed as stars.
  private static func isStars(_ token: [UInt8]) -> Bool {
    token.count > 2 && token.allSatisfy { $0 == UInt8(ascii: "*") }
  }

  /// `node<*> is <*> node<*> is <*>`: collapses a list, whose parts are up to four tokens long, to one part.
  private static func withoutRepeats(_ tokens: [[UInt8]]) -> [[UInt8]] {
    var result: [[UInt8]] = []
    for token in tokens {
      result.append(token)
      guard token.contains(variable) || result.count > 1 else { continue }
      for period in 2...4 where result.count >= 2 * period {
        let part = result.suffix(period)
        guard part.contains(where: { $0.contains(variable) }),
          part.elementsEqual(result.dropLast(period).suffix(period))
        else { continue }
        result.removeLast(period)
        break
      }
    }
    return result
  }

  /// A token with its digits replaced by variables.
  static func normalised(token: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var index = 0
    while index < token.count {
      if isMark(token, index) {
        result.append(token[index])
        index += 1
        continue
      }
      var end = index
      while end < token.count, !isMark(token, end) { end += 1 }
      appendName(token[index..<end], to: &result)
      index = end
    }
    return withoutLists(result)
  }

  /// True for a structural byte, and for leader dots (`size......4`).
  private static func isMark(_ token: [UInt8], _ index: Int) -> Bool {
    let dot = UInt8(ascii: ".")
    guard token[index] == dot else { return isStructural(token[index]) }
    return index + 1 < token.count && token[index + 1] == dot || index > 0 && token[index - 1] == dot
  }

  /// Appends a name, as one variable from its first digit or mask to its last: `attempt_<*>`, `node<*>`.
  private static func appendName(_ name: ArraySlice<UInt8>, to result: inout [UInt8]) {
    func varies(_ byte: UInt8) -> Bool { byte == variable || byte.isDigit }
    guard let first = name.firstIndex(where: varies), let last = name.lastIndex(where: varies) else {
      result += name
      return
    }
    // A short hash, which the signer cannot tell from a word.
    if name.count >= 6, name.allSatisfy({ $0.isHex || $0 == variable }) { return result.append(variable) }
    result += name[..<first]
    result.append(variable)
    result += name[(last + 1)...]
  }

  /// `<*>,<*>,<*>` and `<*>##<*>` are `<*>`.
  private static func withoutLists(_ token: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var index = 0
    while index < token.count {
      result.append(token[index])
      index += 1
      guard result.last == variable else { continue }
      while index < token.count, isSeparator(token[index]) {
        var end = index
        while end < token.count, end < index + 2, isSeparator(token[end]) { end += 1 }
        guard end < token.count, token[end] == variable else { break }
        index = end + 1
      }
    }
    return result
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: ";") || byte == UInt8(ascii: "|")
      || byte == UInt8(ascii: "#")
  }

  private static func isOpening(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "[") || byte == UInt8(ascii: "(") || byte == UInt8(ascii: "{")
      || byte == UInt8(ascii: "=") || byte == UInt8(ascii: ":")
  }

  private static func isClosing(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "]") || byte == UInt8(ascii: ")") || byte == UInt8(ascii: "}") || isSeparator(byte)
      || byte == UInt8(ascii: ".")
  }

  /// Joins `blk_<*> blk_<*>` and `[<*>, <*>]` to one token, if both parts are one list of variables.
  private static func joinedList(_ one: [UInt8], _ two: [UInt8]) -> [UInt8]? {
    guard two.contains(variable), one.contains(variable) else { return nil }
    var end = one.count
    if isSeparator(one[end - 1]) { end -= 1 }
    var coreEnd = two.count
    while coreEnd > 0, isClosing(two[coreEnd - 1]) { coreEnd -= 1 }
    let core = two[..<coreEnd]
    guard !core.isEmpty, one[..<end].suffix(core.count).elementsEqual(core) else { return nil }
    let start = end - core.count
    // The text before the first value must end where a value begins.
    guard start == 0 || isOpening(one[start - 1]) else { return nil }
    return one[..<start] + two
  }
}
