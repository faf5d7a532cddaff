import CasebookCommandKit
import CasebookKnowledge
import CasebookService

extension KnowledgeBase {
  /// The one known error with this name. If there is none or several, throws a failure that suggests what to
  /// type.
  func knownError(named name: String) throws -> KnownErrorID {
    let found = try knownErrors(named: name)
    if let only = found.first, found.count == 1 { return only }
    if found.count > 1 {
      let names = found.prefix(5).map(\.description).joined(separator: ", ")
      throw Failure(
        .notFound, "'\(name)' is the name of \(found.count) known errors", hint: "Give one of: \(names)")
    }
    let all = try knownErrors()
    if let mark = name.firstIndex(of: "#") {
      // People often type the name of the file as the family.
      let rest = name[name.index(after: mark)...]
      let same = all.filter { $0.description.hasSuffix("#" + rest) }
      if !rest.isEmpty, !same.isEmpty {
        let names = same.prefix(5).map { "'\($0)'" }.joined(separator: " or ")
        throw Failure(.notFound, "no known error is named '\(name)'; did you mean \(names)?")
      }
    }
    // A 502 is not a typo for 401.
    let digits = name.filter(\.isNumber)
    let mayBeMeant = { (other: String) in
      let others = other.filter(\.isNumber)
      return digits.isEmpty || others.isEmpty || others.hasPrefix(digits)
    }
    let near =
      nearest(to: name, in: (all.map(\.slug) + all.compactMap(\.row)).filter(mayBeMeant))
      ?? nearest(to: name, in: all.map(\.description).filter(mayBeMeant))
      ?? all.first { id in "\(id.slug)-\(id.row ?? "")".split(separator: "-").contains(name[...]) }?
      .description
    throw Failure(
      .notFound, "no known error is named '\(name)'" + (near.map { "; did you mean '\($0)'?" } ?? ""),
      hint: "Find one with: casebook search WORDS…")
  }

  /// The same; also accepts the full id of a section that is not a known error.
  func section(named name: String) throws -> KnownErrorID {
    if let id = KnownErrorID(name), try knownErrors(named: name).isEmpty, try !resolutions(of: id).isEmpty {
      return id
    }
    return try knownError(named: name)
  }

  /// A failure that lists the families.
  func unknownFamily(_ family: String) throws -> Failure {
    let families = try families()
    let near = nearest(to: family, in: families).map { "; did you mean '\($0)'?" } ?? ""
    let some = families.prefix(5).joined(separator: ", ") + (families.count > 5 ? ", …" : "")
    return Failure(
      .notFound, "no family is named '\(family)'\(near)",
      hint: families.isEmpty ? "There are none yet." : "Families: \(some)")
  }
}
