import CasebookKnowledge
import ScratchKit

/// A schema of docs/schemas, and what in a value does not fit it.
///
/// Knows the keywords of JSON Schema that these schemas use, and is stricter in one thing: an object has no member that its
/// schema does not name.
struct PublishedSchema {
  let root: JSON
  /// The verbs whose output it describes, by its title.
  let verbs: [String]

  static let folder = Casebook.package + "/docs/schemas"

  /// All schemas, by their names.
  static let all: [String: PublishedSchema] = {
    let files = (names(in: folder) ?? []).filter { $0.hasSuffix(".json") }
    return Dictionary(
      uniqueKeysWithValues: files.compactMap { file in PublishedSchema(file: file).map { (file, $0) } })
  }()

  /// The schema of what a verb prints.
  static func of(_ verb: String) -> PublishedSchema? { all.values.first { $0.verbs.contains(verb) } }

  /// `nil` for a file that is not JSON; a verb then has no schema.
  private init?(file: String) {
    guard let bytes = try? Casebook.bytes(of: Self.folder + "/" + file), let root = try? JSON(parsing: bytes)
    else {
      return nil
    }
    self.root = root
    verbs = (root["title"]?.string ?? "").matches(of: /casebook (\w+) --json/).map { String($0.1) }
  }

  /// Its definitions by name.
  var definitions: [JSON.Member] { root["$defs"]?.members ?? [] }

  /// Where a value differs, and how.
  func problems(in value: JSON) -> [String] { problems(value, root, "") }

  private func problems(_ value: JSON, _ schema: JSON, _ place: String) -> [String] {
    var problems: [String] = []
    func claim(_ holds: Bool, _ what: String) {
      if !holds { problems.append("\(place.isEmpty ? "/" : place): \(what)") }
    }
    for member in schema.members ?? [] {
      switch member.name {
      case "$schema", "$defs", "title", "description": break
      case "type":
        let types = member.value.array ?? [member.value]
        claim(types.contains { value.isOf(type: $0.string ?? "") }, "is not of type \(member.value)")
      case "const": claim(value == member.value, "is not \(member.value)")
      case "enum": claim(member.value.array?.contains(value) == true, "is none of \(member.value)")
      case "minimum": claim(value.number ?? .infinity >= member.value.number ?? 0, "is below \(member.value)")
      case "maximum": claim(value.number ?? 0 <= member.value.number ?? 0, "is above \(member.value)")
      case "pattern": claim(value.matches(member.value.string ?? ""), "does not match \(member.value)")
      case "format": claim(value.hasFormat(member.value.string ?? ""), "is no \(member.value): \(value)")
      case "required":
        for name in member.value.array ?? [] { claim(value[name.string ?? ""] != nil, "has no \(name)") }
      case "properties":
        for part in value.members ?? [] {
          guard let inner = member.value[part.name] else {
            claim(false, "the member \(part.name) is not in the schema")
            continue
          }
          problems += self.problems(part.value, inner, "\(place)/\(part.name)")
        }
      case "additionalProperties":
        for part in value.members ?? [] {
          problems += self.problems(part.value, member.value, "\(place)/\(part.name)")
        }
      case "items":
        for (index, part) in (value.array ?? []).enumerated() {
          problems += self.problems(part, member.value, "\(place)/\(index)")
        }
      case "anyOf":
        let all = (member.value.array ?? []).map { self.problems(value, $0, place) }
        if all.allSatisfy({ !$0.isEmpty }) { problems += all.min { $0.count < $1.count } ?? [] }
      case "$ref":
        let name = String((member.value.string ?? "").split(separator: "/").last ?? "")
        guard let definition = root["$defs"]?[name] else {
          claim(false, "there is no definition \(name)")
          continue
        }
        problems += self.problems(value, definition, place)
      default: claim(false, "the test does not know the keyword \(member.name)")
      }
    }
    return problems
  }
}

extension JSON {
  fileprivate func isOf(type: String) -> Bool {
    switch self {
    case .null: type == "null"
    case .bool: type == "boolean"
    case .int: type == "integer" || type == "number"
    case .double: type == "number"
    case .string: type == "string"
    case .array: type == "array"
    case .object: type == "object"
    }
  }

  fileprivate func matches(_ pattern: String) -> Bool {
    guard let text = string, let expression = try? Regex(pattern) else { return self == .null }
    return text.firstMatch(of: expression) != nil
  }

  fileprivate func hasFormat(_ format: String) -> Bool {
    switch format {
    case "date": matches(#"^\d{4}-\d{2}-\d{2}$"#)
    case "date-time": matches(#"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$"#)
    default: false
    }
  }
}
