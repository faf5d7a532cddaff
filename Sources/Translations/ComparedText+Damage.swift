import CasebookKnowledge
import CasebookText

/// The same passage in another language.
final class Witness {
  let locale: LocaleTag
  /// Created on first use.
  private(set) lazy var passage = make()
  private let make: () -> ComparedText

  init(locale: LocaleTag, passage: @escaping () -> ComparedText) {
    self.locale = locale
    make = passage
  }
}

/// A literal that a translation lost or damaged.
struct Damage {
  /// The correct literal.
  let intact: String
  /// Where the correct literal is.
  let place: Int
  let fate: LiteralFate
}

extension ComparedText {
  /// The literals that the same passage in another language does not keep intact.
  ///
  /// A translation may leave out a name in prose for style. Without witnesses, such a name counts as lost;
  /// with witnesses, only if one of them keeps it too. With `onlyVisible`, nothing counts as lost: the other
  /// text is older and may say more.
  /// say more.
  func damage(besides reference: Witness, witnesses: [Witness], onlyVisible: Bool) -> [Damage] {
    let other = reference.passage
    var found: [Damage] = []
    for literal in other.literals {
      let fate = fate(of: literal)
      if fate == .intact { continue }
      if onlyVisible, case .altered(let text, _) = fate, text.lowercased() == literal.text.lowercased() {
        continue
      }
      if fate == .lost {
        if onlyVisible { continue }
        let bytes = Array(literal.text.utf8)
        let isKept =
          literal.kind == .span || witnesses.isEmpty
          || witnesses.contains { $0.passage.contains(bytes, ignoringCase: true) }
        if !isKept { continue }
      }
      found.append(Damage(intact: literal.text, place: literal.place, fate: fate))
    }
    if onlyVisible || !hasForeignWords { return found }
    // A plain word is a name if it is unchanged in a language that would spell or capitalise its own words
    // differently.
    let words = other.plainWords
    for (word, place) in words {
      guard let spelling = respelling(of: word) else { continue }
      let bytes = Array(word.utf8)
      let isName =
        reference.locale.keepsNames
        || witnesses.contains { $0.locale.keepsNames && $0.passage.contains(bytes) }
      if isName {
        found.append(
          Damage(intact: word, place: place, fate: .altered(found: spelling.text, place: spelling.place)))
      }
    }
    return found
  }

  /// Whether a word has letters that are not Latin.
  private var hasForeignWords: Bool { text.contains { (0xCD...0xD1).contains($0) || $0 >= 0xE3 } }
}

extension LocaleTag {
  /// Whether a lower-case Latin word inside a text in this language is a foreign word.
  fileprivate var keepsNames: Bool {
    ["de", "ja", "ko", "zh", "el", "he", "ar", "th", "hi"].contains(language)
  }
}
