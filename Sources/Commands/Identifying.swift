import CasebookCommandKit
import CasebookKnowledge
import CasebookService

extension KnowledgeBase {
  /// The shortest name of a known error, for a person to read and type.
  func name(of id: KnownErrorID) -> String { (try? shortName(of: id)) ?? id.description }

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
    // People often type the name of the file as the family.
    let typed = KnownErrorID.normal(name)
    let rest = typed.firstIndex(of: "#").map { String(typed[typed.index(after: $0)...]) }
    let same = rest.map { rest in all.filter { $0.shortName.lowercased() == rest } } ?? []
    let count = Dictionary(all.map { ($0.shortName, 1) }, uniquingKeysWith: +)
    let short = { (id: KnownErrorID) in count[id.shortName] == 1 ? id.shortName : id.description }
    let near =
      same.isEmpty ? nearestNames(to: rest ?? typed, in: all.map(short)) : same.prefix(3).map(short)
    let number = Int(name) ?? KnownErrorID(typed)?.incidentNumber
    throw Failure(
      .notFound,
      "no known error is named '\(singleLine(name).truncated(to: 80))'"
        + (near.isEmpty ? "" : "; the nearest: \(near.joined(separator: ", "))"),
      hint: number.map { "If it is an incident: casebook incidents \($0)" }
        ?? "Find one with: casebook search WORDS…")
  }

  /// The same; also accepts the full id of a section that is not a known error, and offers it for its slug.
  func section(named name: String) throws -> KnownErrorID {
    guard try knownErrors(named: name).isEmpty else { return try knownError(named: name) }
    for name in [name, KnownErrorID.normal(name)] {
      if let id = KnownErrorID(name), try !resolutions(of: id).isEmpty { return id }
    }
    let slug = KnownErrorID.normal(name)
    let sections = try sections(withSlug: slug)
    guard let first = sections.first else { return try knownError(named: name) }
    let some = sections.prefix(3).map(\.description).joined(separator: ", ")
    let others = sections.count > 3 ? ", …" : ""
    throw Failure(
      .notFound,
      "no known error is named '\(singleLine(name).truncated(to: 80))'; "
        + (sections.count == 1 ? "a section is: " : "sections are: ") + some + others,
      hint: "Read it: casebook show \(first)")
  }

  /// A failure that lists the families.
  func unknownFamily(_ family: String) throws -> Failure {
    let families = try families()
    let names = nearestNames(to: family, in: families)
    let near = names.isEmpty ? "" : "; the nearest: \(names.joined(separator: ", "))"
    let some = families.prefix(5).joined(separator: ", ") + (families.count > 5 ? ", …" : "")
    return Failure(
      .notFound, "no family is named '\(family)'\(near)",
      hint: families.isEmpty ? "There are none yet." : "Families: \(some)")
  }
}
