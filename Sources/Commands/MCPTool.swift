import CasebookCommandKit
import CasebookKnowledge
import CasebookSchemaData

/// A tool of `casebook mcp`: a verb that takes text, and answers with what the verb prints with `--json`.
struct MCPTool: Sendable {
  let verb: String
  let title: String
  /// The text from which a model learns to use it well.
  let help: String
  /// The verb whose published schema its answers follow.
  let schema: String
  let parameters: [MCPParameter]
  /// Words that every call has.
  var words: [String] = []
  /// Whether it adds to the knowledge base.
  var writes = false

  func description(for revision: String) -> JSON {
    var members: [JSON.Member] = [
      .init("name", .string(verb)), .init("description", .string(help)), .init("inputSchema", inputSchema),
    ]
    if revision >= "2025-03-26" {
      let hints: JSON =
        writes
        ? ["readOnlyHint": false, "destructiveHint": false, "idempotentHint": false, "openWorldHint": false]
        : ["readOnlyHint": true, "openWorldHint": false]
      members.append(.init("annotations", hints))
    }
    if Self.isStructured(revision) {
      members.append(.init("title", .string(title)))
      members.append(.init("outputSchema", (try? JSON(parsing: schemaData(schema))) ?? ["type": "object"]))
    }
    return .object(members)
  }

  /// Whether a revision has titles, schemas of answers, and structured answers.
  static func isStructured(_ revision: String) -> Bool { revision >= "2025-06-18" }

  private var inputSchema: JSON {
    [
      "type": "object",
      "properties": .object(parameters.map { .init($0.name, $0.schema) }),
      "required": .array(parameters.filter(\.isRequired).map { .string($0.name) }),
      "additionalProperties": false,
    ]
  }

  /// The command line of a call, and its standard input. Throws a failure that a model can act on.
  func call(_ arguments: JSON) throws(Failure) -> (words: [String], input: String) {
    let given = arguments.members ?? []
    if arguments.members == nil { throw Failure(.usage, "arguments is not an object") }
    for member in given where !parameters.contains(where: { $0.name == member.name }) {
      let known = parameters.map(\.name).joined(separator: ", ")
      throw Failure(
        .usage, "unknown argument '\(singleLine(member.name).truncated(to: 80))'; the arguments are: \(known)"
      )
    }
    var (options, operands, input) = (words, [String](), "")
    for parameter in parameters {
      let value = arguments[parameter.name] ?? .null
      guard value != .null else {
        if parameter.isRequired { throw Failure(.usage, "the argument \(parameter.name) is missing") }
        continue
      }
      let word = try parameter.word(value)
      switch parameter.place {
      case .input:
        input = word
        operands.append("-")
      case .operand: operands.append(word)
      case .option(let name): options.append("--\(name)=\(word)")
      case .flag(let name): if value == true { options.append("--\(name)") }
      }
    }
    return (options + ["--"] + operands, input)
  }
}

extension MCPServer {
  /// Calls a tool. A verb that fails is a result that says why, so that a model can correct itself.
  func call(_ request: MCPRequest) throws(MCPError) -> JSON {
    let name = request.params["name"]?.string ?? ""
    guard let tool = tools.first(where: { $0.verb == name }) else {
      let needsWrite = MCPTool.all.contains { $0.verb == name }
      throw .params(
        "Unknown tool: \(singleLine(name).truncated(to: 80))"
          + (needsWrite ? "; it needs: casebook mcp --write" : ""))
    }
    let line: (words: [String], input: String)
    do throws(Failure) {
      line = try tool.call(request.params["arguments"] ?? [:])
    } catch {
      return Self.refusal(error.message)
    }
    let said = caller.run(tool.verb, line.words, input: line.input, client: request.client)
    guard let answer = try? JSON(parsing: said.output) else { return Self.refusal(said.messages) }
    let bounded = answer.bounded()
    let content: JSON = [["type": "text", "text": .string(bounded.description)]]
    guard MCPTool.isStructured(request.revision) else { return ["content": content, "isError": false] }
    return ["content": content, "structuredContent": bounded, "isError": false]
  }

  private static func refusal(_ message: String) -> JSON {
    [
      "content": [["type": "text", "text": .string(message.truncated(to: 2_000))]], "isError": true,
    ]
  }
}
