import CasebookKnowledge
import CasebookText

/// One way to write an identifier: words and placeholders.
///
/// A pattern is split like a message. A word matches itself. `<num:1-255>` matches a number in that range,
/// `<int>` any integer, `<digits:5>` or `<digits:4-6>` that number of digits, `<hex:8>` `0x` and that number
/// of hexadecimal digits, `<hresult>` eight of them that begin with 8 or C (a failure), `<word>` any word,
/// `<camel>` a word with an inner capital, `<name>` a word of capitals and `_`. `LNK<digits:4>` is one word.
/// Between two words of a pattern, a message may have quotes, `:`, `=`, `(`, `[` or `#`.
struct Pattern {
  enum Step: Equatable {
    case word([UInt8], exact: Bool)
    /// A number exactly as written: `1.1`.
    case literal([UInt8])
    case number(ClosedRange<Int>)
    case digits(ClosedRange<Int>)
    case prefixed([UInt8], digits: ClosedRange<Int>, exact: Bool)
    case hexadecimal(ClosedRange<Int>)
    case hresult, anyWord, camel, capitals
  }

  var steps: [Step]

  /// Reads a pattern. Throws the reason if it is malformed.
  init(_ text: String, exact: Bool) throws(RuleProblem) {
    steps = []
    var bytes = Array(text.utf8)[...]
    while let byte = bytes.first {
      if byte == 0x20 {
        bytes.removeFirst()
      } else if byte == UInt8(ascii: "<"), let end = bytes.firstIndex(of: UInt8(ascii: ">")) {
        steps.append(try Self.placeholder(bytes[(bytes.startIndex + 1)..<end], in: text))
        bytes = bytes[(end + 1)...]
      } else if byte.isDigit, let number = Self.number(bytes) {
        steps.append(.literal(Array(number)))
        bytes = bytes.dropFirst(number.count)
      } else if byte.isWord {
        let word = Array(bytes.prefix { $0.isWord })
        bytes = bytes.dropFirst(word.count)
        if bytes.starts(with: "<digits:".utf8) || bytes.starts(with: "<num:".utf8),
          let end = bytes.firstIndex(of: UInt8(ascii: ">"))
        {
          let step = try Self.placeholder(bytes[(bytes.startIndex + 1)..<end], in: text)
          guard case .digits(let counts) = step else {
            throw RuleProblem("the pattern “\(text)” may join only <digits:…> to a word")
          }
          steps.append(.prefixed(word, digits: counts, exact: exact))
          bytes = bytes[(end + 1)...]
        } else {
          steps.append(.word(word, exact: exact))
        }
      } else {
        let isQuote = byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "`")
        steps.append(.word([isQuote ? UInt8(ascii: "'") : byte], exact: false))
        bytes.removeFirst()
      }
    }
    guard !steps.isEmpty, steps.count <= Self.longest else {
      throw RuleProblem("the pattern “\(text)” has no step or more than \(Self.longest)")
    }
  }

  /// Digits and dots that are not followed by a letter.
  private static func number(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    var number = bytes.prefix { $0.isDigit || $0 == UInt8(ascii: ".") }
    while number.last == UInt8(ascii: ".") { number.removeLast() }
    if let next = bytes.dropFirst(number.count).first, next.isWord { return nil }
    return number
  }

  /// The most steps in a pattern. Patterns are matched by recursion, one level per step.
  static let longest = 16

  private static func placeholder(_ bytes: ArraySlice<UInt8>, in text: String) throws(RuleProblem)
    -> Step
  {
    let parts = String(decoding: bytes, as: UTF8.self).split(separator: ":", maxSplits: 1)
    let bounds = parts.count > 1 ? parts[1].split(separator: "-") : []
    let numbers = bounds.compactMap { Int($0) }
    let range = numbers.first.map { $0...max($0, numbers.last ?? $0) }
    switch (parts.first, range) {
    case ("num", let range?): return .number(range)
    case ("int", nil): return .number(Int.min...Int.max)
    case ("digits", let range?): return .digits(range)
    case ("hex", let range?): return .hexadecimal(range)
    case ("hresult", nil): return .hresult
    case ("word", nil): return .anyWord
    case ("camel", nil): return .camel
    case ("name", nil): return .capitals
    default:
      throw RuleProblem(
        "the pattern “\(text)” has an unknown placeholder <\(String(decoding: bytes, as: UTF8.self))>")
    }
  }
}
