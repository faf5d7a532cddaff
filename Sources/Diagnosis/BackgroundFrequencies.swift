import CasebookDiagnosisData
import CasebookText
import Glibc

/// How rare words are in the documentation and the messages of programs at large.
///
/// In a knowledge base of forty sections nearly every word is rare. `script/train background` counts the index
/// terms of a large corpus; the table keeps those that are not rare.
package struct BackgroundFrequencies: Sendable {
  private let levels: [UInt64: UInt8]

  /// The table of this program.
  package static let standard = BackgroundFrequencies(decompressed(DiagnosisData.packedBackground))

  /// Reads lines of a level, a hexadecimal digit, and the terms of that level.
  init(_ data: [UInt8]) {
    var levels: [UInt64: UInt8] = [:]
    for line in data.split(separator: UInt8(ascii: "\n")) {
      guard let digit = line.first, let level = UInt8(String(decoding: [digit], as: UTF8.self), radix: 16)
      else {
        continue
      }
      for term in line.dropFirst().split(separator: UInt8(ascii: " ")) { levels[stableHash(term)] = level }
    }
    self.levels = levels
  }

  /// The rarity of a term from 0, everywhere, to 1, hardly anywhere; `nil` if the table does not have it.
  package func rarity(of key: UInt64) -> Double? { levels[key].map { max(0.03, Double($0) / 16) } }
}

/// Blends the rarity of a word at large with its rarity in some sections. The fewer sections, the less theirs says: in
/// an article on ferries every section has the word.
package struct RarityBlend: Sendable {
  private let share: Double

  /// How many sections say as much as the usage at large.
  private static let evenSections = 20.0

  package init(sections: Int) {
    share = 0.5 * Double(sections) / (Double(sections) + Self.evenSections)
  }

  /// A geometric mean, weighted.
  package func rarity(_ outside: Double, _ own: Double) -> Double {
    pow(outside, 1 - share) * pow(own, share)
  }
}
