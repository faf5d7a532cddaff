import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// `casebook export [ID…]`
enum ExportVerb {
  static let ids = Operand(any: .knownError(), help: "known errors; or the word incident, and an incident")
  static let family = Option("family", .family, help: "all known errors of a family of articles")
  static let all = Option(flag: "all", help: "all known errors")
  static let folder = Option(
    "to", short: "o", .path("PATH"),
    help: "write to this file, if it ends with .md; else one file each to this folder, LOCALE/FAMILY/SLUG.md")
  static let withIncidents = Option(
    flag: "incidents", help: "with --all: the post-mortems of all incidents, too")
  static let template = Option(
    "template", .path("FILE"), help: "a text with fields such as {{title}} in place of the usual post-mortem")

  static let command = Command<Surroundings>(
    "export", summary: "write resolutions and post-mortems as Markdown",
    discussion: """
      A post-mortem has the summary of an incident, its impact, timeline and evidence, what was tried, what worked, earlier \
      occurrences and follow-ups. A template of your own may have these fields: \
      \(PostMortem.fields.map { "{{\($0.name)}} \($0.help)" }.joined(separator: "; ")).
      """,
    options: [family, all, withIncidents, folder, template], operands: [ids],
    examples: [
      Example("one, to standard output", "casebook export http-status-code-503"),
      Example("one, to a file", "casebook export http-status-code-503 --to 503.md"),
      Example("everything in French, a file each", "casebook export --all --lang fr --to runbook"),
      Example("a post-mortem", "casebook export incident 12 --to post-mortem.md"),
    ],
    statuses: [
      StatusNote(.notFound, "nothing has that name, or the knowledge base has no known errors"),
      StatusNote(.cannotCreate, "a file cannot be written"),
    ],
    synonyms: ["dump", "print", "write", "postmortem", "post-mortem"], isPaged: true
  ) { invocation, surroundings in
    if let target = invocation[folder], target.isOtherFile, !surroundings.isFolder(target) {
      throw Failure(
        .usage, "'\(singleLine(target))' is neither a folder nor a file whose name ends with .md",
        hint: "Give FILE.md, or a folder; make one with such a name first.")
    }
    let base = try surroundings.open(invocation, .read)
    if let name = try incidentName(invocation, base) {
      return try export(name, base, invocation, surroundings)
    }
    guard invocation[all] || !invocation[withIncidents] else {
      throw Failure(
        .usage, "--incidents belongs to --all", hint: "One incident: casebook export incident INCIDENT")
    }
    guard invocation[template] == nil || invocation[withIncidents] else {
      throw Failure(
        .usage, "--template belongs to an incident", hint: "casebook export incident INCIDENT --template FILE"
      )
    }
    let wanted = try selection(invocation, base)
    let export = MarkdownExport(of: base)
    let target = invocation[folder]
    let file = target.flatMap { $0.hasSuffix(".md") ? $0 : nil }
    let folder = file == nil ? target : nil
    var collected: [String] = []
    var files: [String] = []
    var documents: [JSON] = []
    var others = 0
    for id in wanted {
      guard let document = try export.document(for: id) else { continue }
      if document.isFallback { others += 1 }
      if file != nil {
        collected.append(document.text)
      } else if let folder {
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
    let incidents = invocation[withIncidents] ? try base.incidents() : []
    let template = try incidents.isEmpty ? nil : template(invocation, surroundings)
    for incident in incidents {
      guard let record = try PostMortem(of: incident.number, in: base) else { continue }
      let text = try record.filled(template?.text ?? PostMortem.template, name: template?.name ?? "")
      if file != nil {
        collected.append(text)
      } else if let folder {
        let path = folder + "/" + record.fileName
        try writeText(text, to: surroundings.inputs.located(path))
        files.append(path)
      } else if invocation.wantsJSON {
        documents.append(["incident": .int(incident.number), "markdown": .string(text)])
      } else {
        if !files.isEmpty { surroundings.standardOutput.writeLine() }
        files.append(record.fileName)
        surroundings.standardOutput.write(text)
      }
    }
    if let file, !collected.isEmpty {
      try writeText(collected.joined(separator: "\n"), to: surroundings.inputs.located(file))
      files = [file]
    }
    if invocation.wantsJSON {
      surroundings.printJSON(
        target == nil
          ? .init("documents", .array(documents)) : .init("files", .array(files.map(JSON.string))))
    } else if target != nil {
      for file in files { surroundings.standardOutput.writeLine(file) }
    }
    if target != nil, others > 0, !invocation.isQuiet {
      surroundings.say(
        "\(others) of \(wanted.count) are not available in \(base.preferred); they were written in another language"
      )
    }
    if wanted.isEmpty, incidents.isEmpty, !invocation.isQuiet {
      surroundings.say("nothing to export: no known errors yet")
    }
    return wanted.isEmpty && incidents.isEmpty ? .notFound : .success
  }

  /// The incident of `export incident N`, or of `export N` if no known error has that name.
  private static func incidentName(
    _ invocation: Invocation, _ base: KnowledgeBase
  ) throws -> IncidentName? {
    var words = invocation[ids]
    if words.count == 1, IncidentName(words[0]) != nil, try base.knownErrors(named: words[0]).isEmpty {
      words.insert("incident", at: 0)
    }
    if words == ["incidents"], try base.knownErrors(named: words[0]).isEmpty {
      throw Failure(
        .usage, "export incident needs the number of one incident, or its shared name",
        hint: "All of them: casebook export --all --incidents --to FOLDER")
    }
    guard words.first == "incident" else { return nil }
    guard words.count == 2, let name = IncidentName(words[1]) else {
      throw Failure(.usage, "export incident needs the number of one incident, or its shared name")
    }
    guard !invocation[all], invocation[family] == nil, !invocation[withIncidents] else {
      throw Failure(.usage, "more than one choice of what to export", hint: "Give one of them.")
    }
    return name
  }

  private static func template(
    _ invocation: Invocation, _ surroundings: Surroundings
  ) throws -> (name: String, text: String)? {
    guard let path = invocation[template] else { return nil }
    return (path, String(decoding: try surroundings.read(path, invocation), as: UTF8.self))
  }

  private static func export(
    _ name: IncidentName, _ base: KnowledgeBase, _ invocation: Invocation, _ surroundings: Surroundings
  ) throws -> ExitStatus {
    let incident = try IncidentOptions.incident(named: name, in: base)
    guard let record = try PostMortem(of: incident.number, in: base) else { return .notFound }
    let template = try template(invocation, surroundings)
    let text = try record.filled(template?.text ?? PostMortem.template, name: template?.name ?? "")
    guard let target = invocation[folder] else {
      if invocation.wantsJSON {
        surroundings.printJSON(
          .init("documents", [["incident": .int(incident.number), "markdown": .string(text)]]))
      } else {
        surroundings.standardOutput.write(text)
      }
      return .success
    }
    let path = target.hasSuffix(".md") ? target : target + "/" + record.fileName
    try writeText(text, to: surroundings.inputs.located(path))
    if invocation.wantsJSON {
      surroundings.printJSON(.init("files", [.string(path)]))
    } else {
      surroundings.standardOutput.writeLine(path)
    }
    return .success
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

extension String {
  /// Whether it is the path of a file by its extension, but not of Markdown.
  fileprivate var isOtherFile: Bool {
    let name = split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: "."), dot > name.startIndex, !hasSuffix("/") else { return false }
    let end = name[name.index(after: dot)...]
    return end != "md" && (1...5).contains(end.count) && end.allSatisfy { $0.isASCII && $0.isLetter }
  }
}
