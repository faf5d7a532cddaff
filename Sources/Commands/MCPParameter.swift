import CasebookCommandKit
import CasebookKnowledge

/// An argument of a tool, and its place on the command line of the verb.
struct MCPParameter: Sendable {
  /// Where its word goes.
  enum MCPPlace: Sendable {
    case input, operand
    case option(String)
    case flag(String)
  }

  /// What it may be.
  enum MCPForm: Sendable {
    /// A text of at most `most` characters.
    case text(most: Int)
    /// A number or a name of it.
    case name
    case number(ClosedRange<Int>)
    case choice([String])
    case flag
  }

  let name: String
  let help: String
  let place: MCPPlace
  let form: MCPForm
  var isRequired = false

  /// Text for standard input.
  static func input(_ name: String, _ help: String, most: Int) -> MCPParameter {
    MCPParameter(name: name, help: help, place: .input, form: .text(most: most), isRequired: true)
  }

  static func operand(_ name: String, _ help: String, _ form: MCPForm, isRequired: Bool) -> MCPParameter {
    MCPParameter(name: name, help: help, place: .operand, form: form, isRequired: isRequired)
  }

  /// An option of the verb, by its own help. One with choices takes those.
  static func option(
    _ option: some OptionDeclaration, _ form: MCPForm = .text(most: 10_000), as name: String? = nil
  ) -> MCPParameter {
    let spec = option.spec
    let choices = spec.choices.map(\.name)
    return MCPParameter(
      name: name ?? spec.name, help: spec.help,
      place: spec.placeholder == nil ? .flag(spec.name) : .option(spec.name),
      form: spec.placeholder == nil ? .flag : choices.isEmpty ? form : .choice(choices))
  }

  var schema: JSON {
    var members: [JSON.Member] = []
    switch form {
    case .text(let most): members = [.init("type", "string"), .init("maxLength", .int(most))]
    case .name: members = [.init("type", ["integer", "string"])]
    case .number(let range):
      members = [
        .init("type", "integer"), .init("minimum", .int(range.lowerBound)),
        .init("maximum", .int(range.upperBound)),
      ]
    case .choice(let words):
      members = [.init("type", "string"), .init("enum", .array(words.map(JSON.string)))]
    case .flag: members = [.init("type", "boolean")]
    }
    return .object(members + [.init("description", .string(help))])
  }

  /// The value as a word of the command line.
  func word(_ value: JSON) throws(Failure) -> String {
    switch (form, value) {
    case (.text(let most), .string(let text)) where text.unicodeScalars.count <= most: return text
    case (.text(let most), .string):
      throw Failure(.usage, "the argument \(name) is longer than \(most) characters")
    case (.name, .int(let number)): return String(number)
    case (.name, .string(let text)) where text.utf8.count <= 200: return text
    case (.number(let range), .int(let number)) where range.contains(number): return String(number)
    case (.number(let range), _):
      throw Failure(
        .usage, "the argument \(name) is not a number from \(range.lowerBound) to \(range.upperBound)")
    case (.choice(let words), .string(let text)) where words.contains(text): return text
    case (.choice(let words), _):
      throw Failure(.usage, "the argument \(name) is none of: \(words.joined(separator: ", "))")
    case (.flag, .bool): return ""
    default: throw Failure(.usage, "the argument \(name) has the wrong type")
    }
  }
}
