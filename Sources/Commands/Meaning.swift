import CasebookCommandKit
import CasebookService

/// A mistyped word, and the word that was probably meant.
struct Meant {
  let typed: String
  let meant: String
}

extension Surroundings {
  /// Suggests the words that were probably meant.
  func suggest(_ words: [Meant]) {
    for word in words { say("'\(word.typed)' is not known here; the nearest is '\(word.meant)'") }
  }
}

extension KnowledgeBase {
  /// The intended word for the first mistyped name in a text: `CrashLoopBackof` → `CrashLoopBackOff`. Empty
  /// if no word looks like a name, or none is close to a known name.
  func meantName(in text: String) throws -> [Meant] {
    let words = text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
    for word in words.prefix(60) where word.looksLikeName {
      let names = try names(startingWith: String(word.prefix(3)))
      if names.contains(where: { $0.lowercased() == word.lowercased() }) { continue }
      // A name that only starts with the typed text is not a correction of it.
      if let near = nearest(to: word, in: names), near.count <= word.count + 3 {
        return [Meant(typed: word, meant: near)]
      }
    }
    return []
  }

  /// Corrections of misspelt words that occur in no article: `insufficent` → `insufficient`.
  func meantWords(among unknown: [String]) throws -> [Meant] {
    try unknown.prefix(8).filter { $0.count >= 4 && $0.allSatisfy(\.isLetter) }.compactMap(meantWord)
  }

  /// A correction starts with the same letter, occurs in articles more than once, and is one edit away, or up
  /// to two for words of eight letters and more. The index contains stems, so the stems are compared with the
  /// beginning of the word first, and then their spellings in articles.
  private func meantWord(_ word: String) throws -> Meant? {
    let typed = word.lowercased()
    let limit = typed.count < 8 ? 1 : 2
    let known = try terms(startingWith: String(typed.prefix(1))).filter { $0.count > 1 }
    let near = known.compactMap { term, count in
      stemDistance(term, typed, atMost: limit).map { (term: term, count: count, edits: $0) }
    }
    let best = near.sorted { ($0.edits, -$0.count) < ($1.edits, -$1.count) }
    let spelt = try best.prefix(8).flatMap { try spellings(of: $0.term).sorted() }
    guard let meant = nearest(to: typed, in: spelt, within: limit), meant.count <= typed.count + limit
    else { return nil }
    return Meant(typed: word, meant: meant)
  }

  /// The number of edits between a stem and the beginning of a word; `nil` above the limit.
  private func stemDistance(_ stem: String, _ word: String, atMost limit: Int) -> Int? {
    let length = stem.utf8.count
    guard length > 2, word.utf8.count - length <= 5, length - word.utf8.count <= limit else { return nil }
    return (length - limit...length + limit).compactMap {
      editDistance(stem, String(word.prefix($0)), atMost: limit)
    }.min()
  }
}

extension String {
  /// Whether a word is composed like a name in a program: `get_model_path`, `OOMKilled`, `E1002x`.
  fileprivate var looksLikeName: Bool {
    count >= 6 && (contains("_") || dropFirst().contains(where: \.isUppercase))
      && contains(where: \.isLowercase)
  }
}
