import CasebookCommandKit
import CasebookService

/// `casebook demo`
enum DemoVerb {
  static let command = Command<Surroundings>(
    "demo", summary: "play with sample logs on a temporary knowledge base",
    discussion: """
      Runs some commands and prints each before its output. The knowledge base and the logs are in a temporary folder in \
      TMPDIR, by default /tmp, which is removed at the end. Your own knowledge base stays as it is.
      """,
    examples: [Example("the main job, in a minute", "casebook demo")],
    statuses: [StatusNote(.cannotCreate, "the temporary folder cannot be made")],
    synonyms: ["tutorial", "example", "tour"]
  ) { invocation, surroundings in
    let parent = surroundings.environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    let folder = try DemoFolder(in: surroundings.inputs.located(parent))
    let scene = surroundings.scene(in: folder.path)
    _ = try KnowledgeBase(
      path: folder.path + "/casebook.db", now: surroundings.now, bundled: surroundings.bundled)
    let calls = DemoFolder.commands
    for call in calls {
      surroundings.standardOutput.writeLine("\("$ casebook " + call, .bold)")
      let words = try shellTokens(call).compactMap { if case .word(let word, _) = $0 { word } else { nil } }
      let status = casebookTable.run(words, context: scene)
      guard status == .success || status == .notFound else { return status }
      if call != calls.last { surroundings.standardOutput.writeLine() }
    }
    return .success
  }
}
