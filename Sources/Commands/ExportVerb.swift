import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// `casebook export [ID…]`
enum ExportVerb {
  static let ids = Operand(any: .knownError(), help: "known errors")
  static let family = Option("family", .family, help: "all known errors of a family of articles")
  static let all = Option(flag: "all", help: "all known errors")
  static let folder = Option(
    "to", short: "o", .path("FOLDER", completion: .folder),
    help: "write one file each to this folder, LOCALE/FAMILY/SLUG.md")

  static let command = Command<Surroundings>(
    "export", summary: "write resolutions as Markdown",
    options: [family, all, folder], operands: [ids],
    examples: [
      Example("one, to standard output", "casebook export http-status-code-503"),
      Example("everything in French, a file each", "casebook export --all --lang fr --to runbook"),
    ],
    statuses: [
      StatusNote(.notFound, "nothing has that name, or the knowledge base has no known errors"),
      StatusNote(.cannotCreate, "a file cannot be written"),
    ]
  ) { invocation, surroundings in
    let base = try surroundings.open(invocation, .read)
    let wanted = try selection(invocation, base)
    let export = MarkdownExport(of: base)
    var files: [String] = []
    var documents: [JSON] = []
    var others = 0
    for id in wanted {
      guard let document = try export.document(for: id) else { continue }
      if document.isFallback { others += 1 }
      if let folder = invocation[folder] {
        let path = folder + "/" + document.fileName
        try document.write(to: surroundings.inputs.located(path))
        files.append(path)
      } else if invocation.wantsJSON {
        documents.append(["known_error": .string(id.description), "markdown": .string(document.text)])
      } else {
        if !files.isEmpty { surroundings.standardOutput.writeLine() }
        files.append(document.fileName)
        surroundings.standardOutput.write(document.text)
      }
    }
    if invocation.wantsJSON {
      surroundings.printJSON(
        invocation[folder] == nil
          ? .init("documents", .array(documents)) : .init("files", .array(files.map(JSON.string))))
    } else if invocation[folder] != nil {
      for file in files { surroundings.standardOutput.writeLine(file) }
    }
    if invocation[folder] != nil, others > 0, !invocation.isQuiet {
      surroundings.say(
        "\(others) of \(wanted.count) are not available in \(base.preferred); they were written in another language"
      )
    }
    if wanted.isEmpty, !invocation.isQuiet {
      surroundings.say("nothing to export: no known errors yet")
    }
    return wanted.isEmpty ? .notFound : .success
  }

  private static func selection(_ invocation: Invocation, _ base: KnowledgeBase) throws -> [KnownErrorID] {
    let ways = [invocation[all], invocation[family] != nil, !invocation[ids].isEmpty]
    guard ways.count(where: { $0 }) <= 1 else {
      throw Failure(
        .usage, "more than one choice of what to export", hint: "Give IDs, --family FAMILY or --all.")
    }
    if invocation[all] { return try base.knownErrors() }
    if let family = invocation[family] {
      let found = try base.knownErrors(family: family)
      guard found.isEmpty else { return found }
      throw try base.unknownFamily(family)
    }
    guard !invocation[ids].isEmpty else {
      throw Failure(.usage, "nothing to export", hint: "Give an ID, --family FAMILY or --all.")
    }
    return try invocation[ids].map(base.knownError(named:))
  }
}
