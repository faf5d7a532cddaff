import CasebookCommandKit
import CasebookKnowledge
import CasebookService
import CasebookStorage

extension KnowledgeBase {
  /// The one known error that a word names; a failure that says what to type instead where there is none or several.
  func knownError(named name: String) throws -> KnownErrorID {
    let found = try store.knownErrors(named: name)
    if let only = found.first, found.count == 1 { return only }
    if found.count > 1 {
      let names = found.prefix(5).map(\.description).joined(separator: ", ")
      throw Failure(
        .notFound, "'\(name)' is the name of \(found.count) known errors: \(names)",
        hint: "Give the whole id.")
    }
    let all = try store.knownErrors()
    let near =
      nearest(to: name, in: all.map(\.slug) + all.compactMap(\.row))
      ?? nearest(to: name, in: all.map(\.description))
    throw Failure(
      .notFound, "no known error is named '\(name)'" + (near.map { "; did you mean '\($0)'?" } ?? ""),
      hint: "Find one with: casebook search WORDS…")
  }
}
