private import CStemmer
import CasebookKnowledge
import CasebookText
import CasebookText

/// A Snowball stemmer (https://snowballstem.org): `deployments` and `deployment` become one term.
final class Stemmer {
  private let handle: OpaquePointer

  /// The stemmer of a language; `nil` if Snowball has none.
  init?(_ locale: LocaleTag) {
    // Snowball knows a language by its code, but the two Norwegians by one.
    let code = ["nb", "nn"].contains(locale.language) ? "no" : locale.language
    guard Self.languages.contains(locale.language), let handle = sb_stemmer_new(code, "UTF_8") else {
      return nil
    }
    self.handle = handle
  }

  deinit { sb_stemmer_delete(handle) }

  /// The stem of a case-folded word.
  func stem(_ word: [UInt8]) -> [UInt8] {
    guard let stem = sb_stemmer_stem(handle, word, Int32(word.count)) else { return word }
    return Array(UnsafeBufferPointer(start: stem, count: Int(sb_stemmer_length(handle))))
  }

  /// The languages whose stems are in use: a newer Snowball knows more, and would change the index.
  private static let languages = WordList("names", "stemmed-language")
}
