import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// `casebook sync DIR`
enum SyncVerb {
  static let folder = Operand(.path("DIR", completion: .folder), help: "the folder; made if there is none")
  static let acceptsForgets = Option(
    flag: "accept-forgets", help: "let others make this knowledge base forget more than ten entries at once")

  static let command = Command<Surroundings>(
    "sync", summary: "exchange incidents, lessons and local articles with a folder",
    discussion: """
      Reads what is new in the folder and writes what is new here, as text files made for a git repository: \
      journal/ORIGIN/MONTH.jsonl and articles/SLUG.LOCALE.md. Commit, pull and push them yourself: this never runs git. \
      In whatever order people exchange, all end with the same incidents. A changed article in the folder is read as a new \
      version. Anyone who can write to the folder can speak for anyone.
      """,
    options: [acceptsForgets], operands: [folder],
    examples: [
      Example("after a pull, before a commit", "casebook sync team")
    ],
    statuses: [
      StatusNote(.data, "some of the folder was not taken; the rest was"),
      StatusNote(.cannotCreate, "the folder cannot be written"),
    ]
  ) { invocation, surroundings in
    let folder = invocation[folder]
    let base = try surroundings.open(invocation, .write)
    let report = try base.sync(
      surroundings.inputs.located(folder), author: surroundings.author,
      acceptingForgets: invocation[acceptsForgets])
    for problem in report.problems { surroundings.say(problem) }
    if invocation.wantsJSON {
      surroundings.printJSON(.init("sync", report.json))
    } else {
      surroundings.standardOutput.writeLine("\(folder): \(report.summary)")
    }
    if !invocation.isQuiet, report.renamed > 0 {
      surroundings.say(
        "\(report.renamed) of the entries of this file had names that the folder uses for others, and got new ones; was a backup restored?"
      )
    }
    if !invocation.isQuiet, report.blanked > 0 {
      surroundings.say(
        "\(counted(report.blanked, "forgotten line")) removed from the folder; git's history still has the text"
      )
    }
    return report.problems.isEmpty ? .success : .data
  }
}

extension SyncReport {
  fileprivate var summary: String {
    let parts = [
      (taken, "taken"), (written, "written"), (renamed, "renamed"), (forgotten, "forgotten"),
      (articlesRead, "changed articles read"), (articlesWritten, "articles written"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return parts.isEmpty ? "nothing new" : parts.joined(separator: ", ")
  }

  fileprivate var json: JSON {
    [
      "taken": .int(taken), "written": .int(written), "renamed": .int(renamed), "forgotten": .int(forgotten),
      "blanked": .int(blanked), "articles_read": .int(articlesRead),
      "articles_written": .int(articlesWritten),
      "problems": .array(problems.map { .string(redacted($0)) }),
    ]
  }
}
