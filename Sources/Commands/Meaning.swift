import CasebookCommandKit
import CasebookService
import CasebookStorage

extension KnowledgeBase {
  /// What a mistyped name in a text was meant to be: `CrashLoopBackof` → `CrashLoopBackOff`; `nil` where no word looks
  /// like a name or none is near to one that is known.
  func meant(in text: String) throws -> (typed: String, meant: String)? {
    let words = text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
    for word in words.prefix(60) where word.looksLikeName {
      let names = try store.names(startingWith: String(word.prefix(3)))
      if names.contains(where: { $0.lowercased() == word.lowercased() }) { continue }
      // A name that merely begins with what was typed is no correction of it.
      if let near = nearest(to: word, in: names), near.count <= word.count + 3 { return (word, near) }
    }
    return nil
  }
}

extension String {
  /// Whether a word was put together, as names in programs are: `get_model_path`, `OOMKilled`, `E1002x`.
  fileprivate var looksLikeName: Bool {
    count >= 6 && (contains("_") || dropFirst().contains(where: \.isUppercase))
      && contains(where: \.isLowercase)
  }
}
