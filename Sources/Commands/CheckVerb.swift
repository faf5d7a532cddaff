import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// `casebook check [FILE…]`
enum CheckVerb {
  static let files = Operand(
    any: .path("FILE"), help: "your own log formats; without any, checks the knowledge base")

  static let isRebuilding = Option(
    flag: "rebuild", help: "make incidents and lessons from the journal again instead")

  static let command = Command<Surroundings>(
    "check", summary: "check the knowledge base, or your own log formats",
    discussion: """
      Without a file, reads the whole knowledge base: whether SQLite finds it sound, whether all references resolve, and \
      whether the indexes are complete. Also checks your own log formats.

      A log format is a JSON file: a name, patterns (regular expressions of PCRE2 that match a whole line, with the \
      groups time, level, logger and body) and samples. It must read its samples as declared, and no other format may.
      """,
    options: [FormatFiles.folder, isRebuilding], operands: [files],
    examples: [
      Example("a format before you use it", "casebook check depot.json"),
      Example("the knowledge base", "casebook check"),
    ],
    statuses: [StatusNote(.data, "something is wrong")],
    synonyms: ["doctor", "verify", "fsck", "lint"]
  ) { invocation, surroundings in
    if invocation[isRebuilding] { return try rebuild(invocation, surroundings) }
    let named = invocation[files]
    let formats = CheckedFormat.check(
      try (named.isEmpty ? surroundings.formatFiles(invocation) : named).map(surroundings.inputs.formatFile))
    var checked: (path: String, result: StoreCheck)?
    if named.isEmpty {
      try surroundings.checkExists(invocation)
      let base = try surroundings.open(invocation, .writeIfPossible)
      checked = (try invocation.databasePath(surroundings), try base.check())
    }
    let output = surroundings.standardOutput
    if invocation.wantsJSON {
      var members: [JSON.Member] = [.init("version", 1)]
      if let checked { members.append(.init("knowledge_base", checked.result.json(path: checked.path))) }
      members.append(.init("formats", .array(formats.map(\.json))))
      output.writeLine(JSON.object(members).description)
    } else {
      if let checked { checked.result.write(to: output, path: checked.path) }
      for format in formats { format.write(to: output) }
    }
    let isSound = checked?.result.problems.isEmpty ?? true
    return isSound && formats.allSatisfy(\.mistakes.isEmpty) ? .success : .data
  }

  private static func rebuild(_ invocation: Invocation, _ surroundings: Surroundings) throws -> ExitStatus {
    try surroundings.checkExists(invocation)
    let changed = try surroundings.open(invocation, .write).rebuild()
    if invocation.wantsJSON {
      surroundings.printJSON(.init("rebuilt", ["changed": .int(changed)]))
    } else {
      surroundings.standardOutput.writeLine(
        changed == 0
          ? "rebuilt from the journal; nothing changed"
          : "rebuilt from the journal; \(counted(changed, "row")) changed")
    }
    return .success
  }
}

extension CheckedFormat {
  func write(to output: Output) {
    if mistakes.isEmpty, let name {
      let parts = "\(counted(patterns, "pattern")), \(counted(samples, "sample"))"
      output.writeLine("\(path): \("fine", .green): the format \(name), \(parts)")
    }
    for mistake in mistakes {
      output.writeLine("\(path):\(mistake.line):\(mistake.column): \(singleLine(mistake.reason))")
    }
  }

  var json: JSON {
    [
      "file": .string(path), "name": JSON(name),
      "problems": .array(
        mistakes.map {
          ["line": .int($0.line), "column": .int($0.column), "reason": .string($0.reason)]
        }),
    ]
  }
}

extension StoreCheck {
  fileprivate func write(to output: Output, path: String) {
    let rows = counts.filter { $0.rows > 0 }
      .map { counted($0.rows, $0.name.split(separator: "_").joined(separator: " ")) }.joined(separator: ", ")
    let sound = unchecked.isEmpty ? "sound" : "sound as far as it can be read"
    let (verdict, style): (String, TextStyle) = problems.isEmpty ? (sound, .green) : ("damaged", .red)
    output.writeLine("\(path): \(verdict, style)\(rows.isEmpty ? "" : ": " + rows)")
    for problem in problems { output.writeLine("  \(singleLine(problem))") }
    for part in unchecked { output.writeLine("  not checked: \(singleLine(part))") }
  }

  fileprivate func json(path: String) -> JSON {
    [
      "path": .string(path),
      "rows": .object(counts.map { JSON.Member($0.name, .int($0.rows)) }),
      "problems": .array(problems.map(JSON.string)),
      "unchecked": .array(unchecked.map(JSON.string)),
    ]
  }
}
