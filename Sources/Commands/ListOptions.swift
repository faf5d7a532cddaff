import CasebookCommandKit
import CasebookKnowledge

/// How the entries of a list are printed for another program.
enum ListOptions {
  static let isLines = Option(flag: "jsonl", help: "print one JSON object a line")
  static let format = Option(
    "format",
    ArgumentKind("TEMPLATE", expected: "a text with fields such as '{{title}}'") { ListTemplate($0) },
    help: "print this for each entry; {{NAME}} is a member of its JSON, \\t and \\n are a tab and a line end")
  static let isNull = Option(
    flag: "null", short: "0", help: "with --format: end each entry with a NUL, for xargs -0")

  static let all: [any OptionDeclaration] = [isLines, format, isNull]

  /// Throws a failure if an option for lists is given for something else.
  static func refuse(_ invocation: Invocation, _ what: String) throws {
    guard !invocation[isLines], invocation[format] == nil, !invocation[isNull] else {
      throw Failure(
        .usage, "--jsonl, --format and --null are for lists, not for \(what)", hint: "Its JSON: --json")
    }
  }
}

extension Surroundings {
  /// Prints entries as --jsonl or --format says; returns `false` without either.
  func printList(_ entries: @autoclosure () throws -> [JSON], _ invocation: Invocation) throws -> Bool {
    let template = invocation[ListOptions.format]
    if invocation[ListOptions.isLines] {
      guard template == nil else { throw Failure(.usage, "--jsonl and --format exclude each other") }
      for entry in try entries() {
        let members = entry.members ?? []
        standardOutput.writeLine(JSON.object([.init("version", 1)] + members).description)
      }
      return true
    }
    guard let template else {
      guard !invocation[ListOptions.isNull] else {
        throw Failure(.usage, "--null belongs to --format", hint: "Such as --null --format '{{id}}'.")
      }
      return false
    }
    for entry in try entries() {
      let text = try template.filled(from: entry)
      standardOutput.write(text + (invocation[ListOptions.isNull] ? "\0" : "\n"))
    }
    return true
  }
}

/// A text with the names of fields between double braces.
struct ListTemplate: Sendable {
  private enum TemplatePart: Sendable {
    case text(String)
    case field(String)
  }

  private var parts: [TemplatePart] = []

  /// `nil` if a field has no name or no end.
  init?(_ template: String) {
    guard !template.isEmpty else { return nil }
    var text = ""
    var rest = template[...]
    while let character = rest.popFirst() {
      switch character {
      case "{" where rest.first == "{":
        rest.removeFirst()
        guard let end = rest.firstIndex(of: "}"), rest[end...].hasPrefix("}}") else { return nil }
        let name = rest[..<end].split(separator: " ").joined(separator: " ")
        guard !name.isEmpty else { return nil }
        parts += [.text(text), .field(name)]
        text = ""
        rest = rest[end...].dropFirst(2)
      case "\\" where rest.first == "t" || rest.first == "n" || rest.first == "\\":
        let code = rest.removeFirst()
        text.append(code == "t" ? "\t" : code == "n" ? "\n" : "\\")
      default: text.append(character)
      }
    }
    parts.append(.text(text))
  }

  /// The text for one entry, each value on one line.
  ///
  /// - Throws: `Failure` for a field that the entry does not have.
  func filled(from entry: JSON) throws -> String {
    try parts.map { part in
      switch part {
      case .text(let text): return text
      case .field(let name):
        let steps = name.split(separator: ".").map(String.init)
        // Entries have the same fields; what is inside one differs, such as labels.
        guard let field = entry[steps.first ?? ""] else {
          let names = (entry.members ?? []).map(\.name).joined(separator: ", ")
          throw Failure(.usage, "invalid value for --format: no field '\(name)'", hint: "Fields: \(names)")
        }
        let value = steps.dropFirst().reduce(field) { $0[$1] ?? .null }
        return singleLine(Self.text(of: value))
      }
    }.joined()
  }

  private static func text(of value: JSON) -> String {
    switch value {
    case .null: ""
    case .string(let text): text
    case .array(let values): values.map(text(of:)).joined(separator: ", ")
    default: value.description
    }
  }
}
