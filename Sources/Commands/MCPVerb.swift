import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// `casebook mcp`
enum MCPVerb {
  static let write = Option(flag: "write", help: "also offer the tools record, note and resolve")

  static let command = Command<Surroundings>(
    "mcp", summary: "serve assistants and editors: the Model Context Protocol",
    discussion: """
      Reads one JSON message a line from standard input, answers each on standard output, and ends with its input. The \
      tools take text and never a path, and --db fixes the knowledge base.

      With --write, an assistant can record incidents and propose fixes. Its entries bear the name of its program. A fix \
      counts once a person resolves the incident.
      """,
    options: [write],
    examples: [
      Example("for an assistant that only reads", "casebook mcp"),
      Example("for one that also records, in the team's file", "casebook mcp --write --db team.db"),
    ], synonyms: ["serve", "server"]
  ) { invocation, surroundings in
    let canWrite = invocation[write]
    if !canWrite { try surroundings.checkExists(invocation) }
    let output = surroundings.standardOutput
    var server = MCPServer(
      caller: MCPCaller(invocation: invocation, surroundings: surroundings), canWrite: canWrite)
    try surroundings.inputs.forEachLine(limit: MCPServer.longestMessage + 1) { line in
      if let reply = server.reply(to: line) {
        output.writeLine(reply.description)
        output.flush()
      }
      return output.isOpen
    }
    return .success
  }
}
