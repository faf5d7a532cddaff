import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// Runs verbs in this process for a client of `casebook mcp`, on the knowledge base that the server was started with.
struct MCPCaller {
  /// The call of `casebook mcp` itself.
  let invocation: Invocation
  let surroundings: Surroundings

  /// The client's name as the author of what it records.
  static func author(_ client: String?) -> String {
    let name = singleLine(client ?? "").truncated(to: 60)
    return name.allSatisfy { $0 == " " } ? "MCP client" : name + " (MCP)"
  }

  /// The output of a verb, and its messages without the program's name.
  func run(
    _ verb: String, _ words: [String], input: String = "", client: String?
  ) -> (output: [UInt8], messages: String) {
    let (output, errors) = (Output.inMemory(), Output.inMemory())
    var all = [verb, "--json", "--quiet"]
    if invocation.isGiven(GlobalOptions.database), let path = invocation[GlobalOptions.database] {
      all.append("--db=" + path)
    }
    if let language = invocation[GlobalOptions.language], !words.contains(where: { $0.hasPrefix("--lang=") })
    {
      all.append("--lang=\(language)")
    }
    _ = casebookTable.run(
      all + words,
      context: surroundings.answering(
        on: output, errors, input: input, environment: ["CASEBOOK_AUTHOR": Self.author(client)]))
    let program = "casebook: "
    let lines = errors.text.split(separator: "\n").map {
      $0.hasPrefix(program) ? $0.dropFirst(program.count) : $0
    }
    return (output.bytes, lines.joined(separator: "\n"))
  }

  /// Opens the knowledge base for reading.
  func open() throws -> KnowledgeBase {
    try surroundings.answering(on: .inMemory(), .inMemory(), input: "", environment: [:]).open(
      invocation, .read)
  }
}

extension Surroundings {
  /// The same with other streams, and with these variables in the environment.
  fileprivate func answering(
    on output: Output, _ errors: Output, input: String, environment more: [String: String]
  ) -> Surroundings {
    var other = Surroundings(
      standardOutput: output, standardError: errors, environment: environment.merging(more) { $1 },
      bundled: bundled, now: now)
    var rest = Array(input.utf8)[...]
    other.inputs = inputs.reading { buffer in
      let count = min(buffer.count, rest.count)
      buffer.copyBytes(from: rest.prefix(count))
      rest = rest.dropFirst(count)
      return count
    }
    return other
  }
}
