import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// `casebook sync [PLACE]`
enum SyncVerb {
  static let place = Operand(
    optional: .path("PLACE", completion: .folder),
    help: "a folder, or postgresql://HOST/DATABASE; else the place of the last time"
  )
  static let makesFolder = Option(flag: "create", help: "make the folder if it does not exist")
  static let acceptsForgets = Option(
    flag: "accept-forgets", help: "let others make this knowledge base forget more than ten entries at once")
  static let makesHub = Option(
    flag: "init",
    help: "make the tables and the roles casebook_reader and casebook_writer in a database instead")
  static let isDry = Option(flag: "dry-run", help: "with --init, print the SQL and connect to nothing")
  static let showsStatus = Option(
    flag: "status", help: "print how the place differs, and change nothing")
  static let isRepeated = Option(
    flag: "watch", help: "repeat until interrupted; after a failure, wait longer each time")
  static let pause = Option(
    "every", .integer("SECONDS", in: 1...86_400), default: 60,
    help: "with --watch, how long to wait between two")
  static let limit = Option(
    "timeout", .integer("SECONDS", in: 1...3_600), default: 30,
    help: "how long a database may leave one step without an answer")

  static let days = Option(
    "counts", .integer("DAYS", in: 0...36_500), default: 30,
    help: "how many days of the counts of other machines to take; 0 for none")

  static let command = Command<Surroundings>(
    "sync", summary: "exchange incidents and lessons with a folder or database",
    discussion: """
      A folder has text files made for a git repository: journal/ORIGIN/MONTH.jsonl and articles/SLUG.LOCALE.md. Commit, \
      pull and push them yourself: this never runs git. A changed article in the folder is read as a new version.

      A database is a PostgreSQL (13 or later) that your team already has. Make its tables once, with --init; then grant \
      the role casebook_writer or casebook_reader to those who may use it. URLs, service names, PGHOST and its like, \
      passwords and certificates are libpq's; give a password in ~/.pgpass. No query goes to the database: this file \
      answers, also offline.

      With a database, the counts of this file's errors are exchanged, too: by hour, message and labels, each with one \
      message without its secrets. Counts of others are in history, triage and diagnose, and say how many machines had it.

      In whatever order people exchange, all end with the same incidents. Anyone who can write there can speak for anyone.
      """,
    options: [makesFolder, acceptsForgets, makesHub, isDry, showsStatus, isRepeated, pause, limit, days],
    operands: [place],
    examples: [
      Example("the first of a team", "casebook sync --create team"),
      Example("after a pull, before a commit", "casebook sync team"),
      Example("make the tables", "casebook sync --init postgresql://db.example/casebook"),
      Example("what would be exchanged", "casebook sync --status postgresql://db.example/casebook"),
      Example("every five minutes", "casebook sync --watch --every 300"),
    ],
    statuses: [
      StatusNote(.data, "some of the place was not taken; the rest was"),
      StatusNote(.noInput, "the folder does not exist"),
      StatusNote(.unavailable, "the database is not there, or refuses"),
      StatusNote(.cannotCreate, "the folder cannot be written"),
      StatusNote(
        .busy, "the database did not answer in time, or the exchange was interrupted; nothing is lost"),
    ],
    synonyms: ["push", "pull", "share"]
  ) { invocation, surroundings in
    if invocation[isDry], !invocation[makesHub] { throw Failure(.usage, "--dry-run goes with --init") }
    if invocation[makesHub] { return try makeHub(invocation, surroundings) }
    guard let text = try invocation[place] ?? surroundings.openIfThere(invocation)?.lastSyncPlace() else {
      throw Failure(
        .usage, "no place to exchange with",
        hint: "Give one; later calls without one use it again: casebook sync PLACE")
    }
    let base = try surroundings.open(invocation, invocation[showsStatus] ? .read : .write)
    let exchange = Exchange(
      base: base, name: text, place: try SyncPlace(text) { surroundings.inputs.located($0) },
      options: options(invocation, surroundings), invocation: invocation, surroundings: surroundings)
    if invocation[showsStatus] { return try exchange.showStatus() }
    return try invocation[isRepeated] ? exchange.repeated() : exchange.once()
  }

  private static func options(_ invocation: Invocation, _ surroundings: Surroundings) -> SyncOptions {
    var options = SyncOptions(author: surroundings.author)
    options.makesFolder = invocation[makesFolder]
    options.acceptsForgets = invocation[acceptsForgets]
    options.limit = Int64(invocation[limit]) * 1000
    options.days = invocation[days]
    return options
  }

  private static func makeHub(_ invocation: Invocation, _ surroundings: Surroundings) throws -> ExitStatus {
    if invocation[isDry] {
      if invocation.wantsJSON {
        surroundings.printJSON(.init("sql", .string(hubScript)))
      } else {
        surroundings.standardOutput.write(hubScript)
      }
      return .success
    }
    guard let text = invocation[place] else { throw Failure(.usage, "--init needs the place of a database") }
    let place = try SyncPlace(text)
    let isNew = try setUpHub(place, limit: Int64(invocation[limit]) * 1000)
    if invocation.wantsJSON {
      surroundings.printJSON(.init("hub", ["place": .string(place.shown), "made": JSON.bool(isNew)]))
    } else {
      surroundings.standardOutput.writeLine(
        "\(place.shown): \(isNew ? "made the schema casebook" : "the schema casebook was there, and is complete")"
      )
    }
    return .success
  }
}

/// Exchanges with one place, and says what came of it.
private struct Exchange {
  let base: KnowledgeBase
  /// The place as it was given.
  let name: String
  let place: SyncPlace
  let options: SyncOptions
  let invocation: Invocation
  let surroundings: Surroundings

  /// The place for people. A hub's URL may hold a password as it was given.
  private var shown: String { place.isHub ? place.shown : name }

  func once() throws -> ExitStatus {
    let report = try base.sync(place, options)
    if !report.isEmpty || report.unsent == nil || invocation.wantsJSON { show(report) }
    if let unsent = report.unsent { throw unsent }
    return report.problems.isEmpty ? .success : .data
  }

  /// The longest pause after failures, in seconds.
  private static let longestPause = 900.0

  func repeated() throws -> ExitStatus {
    let signals = HeldSignals()
    let usual = Double(invocation[SyncVerb.pause])
    var pause = usual
    while true {
      do {
        let report = try base.sync(place, options)
        if !report.isEmpty { show(report) }
        if let unsent = report.unsent { throw unsent }
        pause = usual
      } catch {
        if HeldSignals.isPending { return .success }
        let failure = surroundings.failure(of: error)
        guard [.unavailable, .busy, .io].contains(failure.status) else { throw error }
        for line in failure.lines(program: "casebook") { surroundings.standardError.writeLine(line) }
        pause = min(2 * pause, max(usual, Self.longestPause))
      }
      surroundings.standardOutput.flush()
      surroundings.standardError.flush()
      // Many machines that lost their hub at once must not come back at once.
      if signals.wait(seconds: pause * .random(in: 0.8...1.2)) { return .success }
    }
  }

  func showStatus() throws -> ExitStatus {
    let differences = try base.syncDifferences(place, options)
    if invocation.wantsJSON {
      surroundings.printJSON(
        .init("place", .string(redacted(shown))), .init("differences", .array(differences.map(\.json))))
    } else if differences.isEmpty {
      surroundings.standardOutput.writeLine("\(shown): nothing differs")
    } else {
      for difference in differences { surroundings.standardOutput.writeLine(difference.summary) }
    }
    return .success
  }

  private func show(_ report: SyncReport) {
    for problem in report.problems { surroundings.say(problem) }
    if invocation.wantsJSON {
      surroundings.printJSON(.init("sync", report.json))
    } else {
      surroundings.standardOutput.writeLine("\(shown): \(report.summary)")
    }
    for note in report.notes where !invocation.isQuiet { surroundings.say(note) }
    for one in report.contradictions { surroundings.say(one.sentence) }
    if invocation.isQuiet { return }
    if report.renamed > 0 {
      surroundings.say(
        "\(report.renamed) of the entries of this file had names that are others' there, and got new ones, as happens after a backup is restored"
      )
    }
    let removed = report.blanked + report.articlesRemoved
    guard removed > 0 else { return }
    if place.isHub {
      surroundings.say(
        "\(counted(removed, "forgotten text")) removed from the database; its backups still have them")
    } else {
      surroundings.say(
        "\(counted(removed, "forgotten text")) removed from the folder; git's history keeps what was there"
      )
    }
  }
}

extension SyncReport {
  private var parts: [String] {
    let entries = [(taken, "taken"), (written, "written"), (renamed, "renamed"), (forgotten, "forgotten")]
    let others = [
      (articlesRead, "changed article", "read"), (articlesWritten, "article", "written"),
      (articlesRemoved, "forgotten article", "removed"), (countsTaken, "count", "taken"),
      (countsWritten, "count", "written"),
    ]
    return entries.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
      + others.filter { $0.0 > 0 }.map { "\(counted($0.0, $0.1)) \($0.2)" }
  }

  fileprivate var isEmpty: Bool { parts.isEmpty && problems.isEmpty && blanked == 0 }

  fileprivate var summary: String { parts.isEmpty ? "nothing new" : parts.joined(separator: ", ") }

  fileprivate var json: JSON {
    [
      "taken": .int(taken), "written": .int(written), "renamed": .int(renamed), "forgotten": .int(forgotten),
      "blanked": .int(blanked), "articles_read": .int(articlesRead),
      "articles_written": .int(articlesWritten), "articles_removed": .int(articlesRemoved),
      "counts_taken": .int(countsTaken), "counts_written": .int(countsWritten),
      "contradictions": .array(contradictions.map(\.json)),
      "problems": .array(problems.map { .string(redacted($0)) }),
    ]
  }
}

extension Contradiction {
  /// `two lessons about 'MESSAGE': it means a#b, taught by ann on …, and it means a#c, taught by …; the last one rules`
  fileprivate var sentence: String {
    let text = singleLine(lesson.subjects.first?.text ?? "").truncated(to: 120)
    return "two lessons about '\(text)': it \(lesson.reason()), and it \(later.reason()); the last one rules"
  }

  fileprivate var json: JSON { ["lesson": lesson.json, "overruled_by": later.json] }
}

extension SyncDifference {
  fileprivate var summary: String {
    let parts = [(toTake, "to take"), (toSend, "to send"), (toForget, "to forget")].filter { $0.0 > 0 }
      .map { "\($0.0) \($0.1)" }
    return "\(origin.prefix(8)): "
      + (parts + (hasCounts ? ["counts to take"] : []) + (isForked ? ["two histories under one name"] : []))
      .joined(separator: ", ")
  }

  fileprivate var json: JSON {
    [
      "origin": .string(origin), "take": .int(toTake), "send": .int(toSend), "forget": .int(toForget),
      "forked": .bool(isForked), "counts": .bool(hasCounts),
    ]
  }
}
