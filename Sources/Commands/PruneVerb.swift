import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// `casebook prune AGE`
enum PruneVerb {
  static let age = Operand(.age, help: "how old an event is at least that is removed, such as 90d")

  static let command = Command<Surroundings>(
    "prune", summary: "remove old events and free their space",
    discussion: """
      Removes the events of run logs that are older than this, with the lines around them. Their counts stay in the \
      history, and so do incidents and known errors.
      """,
    options: [Removal.isDry], operands: [age],
    examples: [
      Example("keep three months of events", "casebook prune 90d"),
      Example("how many that would be", "casebook prune 90d --dry-run"),
    ],
    statuses: [StatusNote(.busy, "another process reads the knowledge base; its space is not freed")],
    synonyms: ["gc", "clean", "vacuum", "compact"]
  ) { invocation, surroundings in
    let isDry = invocation[Removal.isDry]
    try surroundings.checkExists(invocation)
    let base = try surroundings.open(invocation, isDry ? .read : .write)
    let time = invocation[age].before(surroundings.now())
    let report = isDry ? (events: try base.events(before: time), freed: 0) : try base.prune(olderThan: time)
    if invocation.wantsJSON {
      surroundings.printJSON(
        .init(
          "pruned",
          ["events": .int(report.events), "bytes": .int(report.freed), "dry_run": .bool(isDry)]))
    } else {
      let freed = report.freed >> 20 > 0 ? ", \(report.freed >> 20) MiB freed" : ""
      surroundings.standardOutput.writeLine(
        "\(counted(report.events, "event")) \(isDry ? "would be " : "")removed\(freed)")
    }
    return .success
  }
}

/// Shared by the verbs that remove something.
enum Removal {
  static let isDry = Option(
    flag: "dry-run", short: "n", help: "say what would be removed, and remove nothing")
}
