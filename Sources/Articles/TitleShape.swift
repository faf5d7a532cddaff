import CasebookText
import Glibc

/// The words of a title as the judge of candidates counts them.
struct TitleShape {
  let count: Int
  /// How many of them are words for a failure.
  let failures: Int
  /// The first word, in lower case.
  let first: String
  /// Whether the title is one name without a space.
  let isName: Bool

  init(_ title: String) {
    let parts = FailureWords.hyphenated(title).split(separator: 0x2D)
    count = parts.count
    failures = parts.count { FailureWords.words.contains($0) }
    first = parts.first.map { String(decoding: $0, as: UTF8.self) } ?? ""
    isName = !title.contains(" ")
  }

  /// The logarithm of the number of words.
  var words: Double { Self.logarithm(max(1, count)) }

  static func logarithm(_ number: Int) -> Double { log(Double(number)) }

  /// The logarithm of the odds of a probability.
  static func logit(_ probability: Double) -> Double { log(probability / (1 - probability)) }
}
