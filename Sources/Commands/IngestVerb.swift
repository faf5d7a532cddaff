import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// `casebook ingest PATH…`
enum IngestVerb {
  static let paths = Operand(
    any: .path("PATH"),
    help:
      "articles (.md), run logs (.log, .jsonl), compressed or in archives, folders of them, or - for standard input"
  )

  static let labels = Option(repeated: "label", .label, help: "label the runs; may be given several times")
  static let kept = Option(
    "keep", .choice("WHAT") { (kept: KeptEvents) in kept.help }, default: .warnings,
    help: "which records become events, besides those with a known signature")
  static let context = Option(
    "context", .integer("N", in: 0...RunOptions.mostContext), default: RunOptions().context,
    help: "how many lines to keep before and after an event")
  static let since = Option("since", .moment, help: "skip log records from before this time")

  static let bundled = Option(
    "bundled",
    ArgumentKind<[String]>("AREAS", expected: "areas between commas, such as kubernetes,gpu") { word in
      let areas = word.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return areas.contains("") ? nil : areas
    },
    help: "have the bundled articles on these areas, between commas, and on no others; all for every area")
  static let target = Option(
    "to", .text("DATABASE"),
    help:
      "send the counts of errors to postgresql://HOST/DATABASE; without --db or $CASEBOOK_DB, store nothing here"
  )
  static let noBundled = Option(flag: "no-bundled", help: "have no bundled articles")
  static let isDry = Option(
    flag: "dry-run", short: "n", help: "say what would be stored and removed, and change nothing")

  static let command = Command<Surroundings>(
    "ingest", summary: "read articles and run logs into the knowledge base",
    discussion: """
      A file is an article if it starts with front matter or ends in .md, or if it is a FAQ in YAML; otherwise it is a \
      run log. Files that did not change since the last time are not read again. Articles that are gone from a folder \
      are removed. A file that an article includes by [!INCLUDE [title](path)] becomes part of it, if it is in a folder \
      that you give. Each file is one transaction: all of it is stored, or nothing. If a log has grown, only the new part \
      is read. gzip, zstd, xz, bzip2, tar and zip are unpacked; each log in an archive is a run of its own.

      A new knowledge base begins with the bundled articles. --bundled and --no-bundled choose among them, in one that \
      exists as well; what people recorded stays. An article of yours takes the place of a bundled one with the same ids.

      --to is for machines of a fleet: it counts errors by hour, message and labels, and sends the counts, each with one \
      message without its secrets, to the database of casebook sync. Sending a log again, also when it has grown, counts \
      nothing twice. Other people see the counts in history, triage and diagnose after their next sync.
      """,
    options: [
      labels, kept, context, since, bundled, noBundled, isDry, target, SyncVerb.limit, UnpackLimit.option,
      FormatFiles.folder,
    ],
    operands: [paths],
    examples: [
      Example("a tree of articles", "casebook ingest ~/docs/articles"),
      Example("the log of a run", "casebook ingest run-2041.log.gz --label env=prod"),
      Example(
        "the errors of a machine of a fleet, as counts",
        "casebook ingest app.log --to postgresql://db.example/casebook"),
      Example("bundled articles on two areas only", "casebook ingest --bundled kubernetes,gpu"),
      Example("what that would remove", "casebook ingest ~/docs/articles --dry-run"),
    ],
    statuses: [
      StatusNote(
        .data,
        "an input was refused or is cut off, or a file in a folder cannot be read; the rest was stored"),
      StatusNote(.noInput, "a path that was given does not exist or may not be read; the rest was stored"),
      StatusNote(.io, "the system failed to read a path that was given; the rest was stored"),
      StatusNote(
        .unavailable,
        "an archive needs libarchive, which is not installed; or the database is not there, or refuses; the rest was stored"
      ),
      StatusNote(.busy, "the database did not answer in time; send it again"),
    ],
    synonyms: ["add", "init", "import", "load", "index", "read"]
  ) { invocation, surroundings in
    let progress = ProgressLine(
      on: surroundings.standardError, now: { .milliseconds(surroundings.now().milliseconds) })
    let place = try invocation[target].map { try SyncPlace($0) }
    if let place, !place.isHub {
      throw Failure(
        .usage, "--to needs a database",
        hint: "Give a place such as postgresql://HOST/DATABASE; with a folder: casebook sync FOLDER")
    }
    if place != nil, invocation[isDry] { throw Failure(.usage, "--to and --dry-run exclude each other") }
    let barrier = surroundings.crashBarrier
    let supervision = barrier.map { _ in IngestSupervision(afterCrash: progress.erase) }
    if let barrier, let end = supervision?.end { return try barrier.status(of: end, say: surroundings.say) }
    let formats = try surroundings.formats(invocation)
    let choice = try BundledChoice(invocation, surroundings)
    if choice == .asItIs, invocation[paths].isEmpty {
      throw Failure(.usage, paths.spec.missing.message, hint: "See 'casebook ingest --help'.")
    }
    let isDry = invocation[isDry]
    let isOnlyCounted =
      place != nil && !invocation.isGiven(GlobalOptions.database)
      && surroundings.environment["CASEBOOK_DB", default: ""].isEmpty
    let base =
      try isOnlyCounted
      ? KnowledgeBase.counting(now: surroundings.now) : choice.open(invocation, surroundings, isDry: isDry)
    base.use(formats)
    let given = invocation[paths].map(surroundings.inputs.located)
    let shown = IngestProgress(progress)
    let options = RunOptions(
      kept: invocation[kept], context: invocation[context],
      since: invocation[since]?.time(surroundings.now()), labels: invocation[labels],
      unpacking: surroundings.unpacking(invocation, progress).inputs.unpacking,
      progress: shown.update(_:read:of:))
    func ingest() throws -> (IngestReport, BundledAreas?) {
      let areas = try choice.apply(to: base, surroundings)
      let report = try base.ingest(given, runs: options, supervision: supervision) { done, total in
        shown.update(files: done, of: total)
      }
      return (report, areas)
    }
    let (report, areas) = try isDry ? base.rehearse(ingest) : ingest()
    progress.finish()
    for remark in report.warnings where !invocation.isQuiet {
      surroundings.say("\(shownName(ofInput: remark.place)): \(remark.reason)")
    }
    for remark in report.unreadable + report.unavailable + report.refused {
      surroundings.say("\(shownName(ofInput: remark.place)): \(remark.reason)")
    }
    let sent = place.map { place in
      Result { try base.sendCounts(to: place, limit: Int64(invocation[SyncVerb.limit]) * 1000) }
    }
    let parts = [
      report.summary, areas?.summary ?? "", isDry ? report.removals : "",
      sentence(try? sent?.get(), place),
    ]
    let text =
      invocation.wantsJSON
      ? report.json(areas, isDry: isDry, sent: try? sent?.get()).description
      : parts.filter { !$0.isEmpty }.joined(separator: "\n")
    if !text.isEmpty { surroundings.standardOutput.writeLine(text) }
    if isDry, !invocation.isQuiet { surroundings.say("a dry run: nothing was stored or removed") }
    _ = try sent?.get()
    let missed = report.unreadable.filter { given.contains($0.place) }
    if !missed.isEmpty { return missed.allSatisfy(\.isReadFailure) ? .io : .noInput }
    if !report.unavailable.isEmpty { return .unavailable }
    return report.refused.isEmpty && report.unreadable.isEmpty ? .success : .data
  }
}

/// `sent: 12 counts to postgresql://db.example/casebook`; empty if nothing was sent.
private func sentence(_ count: Int?, _ place: SyncPlace?) -> String {
  guard let count, let place else { return "" }
  return "sent: \(counted(count, "count")) to \(place.shown)"
}

/// Which bundled articles a person wants.
private enum BundledChoice: Equatable {
  /// Those that are there; all in a new knowledge base.
  case asItIs
  case all
  case areas(Set<String>)

  init(_ invocation: Invocation, _ surroundings: Surroundings) throws {
    let areas = invocation[IngestVerb.bundled]
    if invocation[IngestVerb.noBundled] {
      if areas != nil { throw Failure(.usage, "--bundled and --no-bundled exclude each other") }
      self = .areas([])
    } else if let areas {
      self = areas == ["all"] ? .all : .areas(Set(areas))
    } else {
      self = .asItIs
    }
    if case .areas(let areas) = self, let bundled = surroundings.bundled {
      try KnowledgeBase.checkAreas(areas, of: bundled)
    }
  }

  /// Opens the knowledge base; for a dry run that would make one, it is in memory.
  func open(_ invocation: Invocation, _ surroundings: Surroundings, isDry: Bool) throws -> KnowledgeBase {
    if isDry, try !KnowledgeBase.isThere(invocation.databasePath(surroundings)) {
      return try KnowledgeBase(
        path: ":memory:", preferred: invocation.language(surroundings), now: surroundings.now,
        bundled: surroundings.bundled, areas: areas)
    }
    return try surroundings.open(invocation, .create, areas: areas)
  }

  /// Switches areas on and off; returns all of them, if a person named any.
  func apply(to base: KnowledgeBase, _ surroundings: Surroundings) throws -> BundledAreas? {
    guard self != .asItIs, let bundled = surroundings.bundled else { return nil }
    try base.setBundled(areas, from: bundled)
    return isNamed ? try base.bundledAreas(of: bundled) : nil
  }

  private var areas: Set<String>? {
    if case .areas(let areas) = self { areas } else { nil }
  }

  /// Whether --bundled was given.
  private var isNamed: Bool { areas?.isEmpty != true }
}

extension BundledAreas {
  fileprivate var summary: String {
    func names(_ areas: [String]) -> String { areas.isEmpty ? "none" : areas.joined(separator: ", ") }
    return "bundled areas on: \(names(on)); off: \(names(off))"
  }
}

extension KeptEvents {
  fileprivate var help: String {
    switch self {
    case .errors: "errors"
    case .warnings: "errors and warnings"
    case .all: "every record, which takes longer and more room"
    }
  }
}

extension ArgumentKind where Value == RunLabel {
  static let label = Self(
    "NAME=VALUE", expected: "a name and a value such as env=prod", completion: .known(.labels)
  ) { RunLabel($0) }
}

/// `1 line`, `2 lines`.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

extension IngestReport {
  /// One line per kind of input: `5 articles: 5 added` and the like.
  fileprivate var summary: String {
    var lines: [String] = []
    if articles != Counts() { lines.append("articles: \(articles.summary)") }
    if runs != Counts() {
      let isNew = runs.added + runs.changed > 0
      let what = isNew ? " (\(counted(self.lines, "line")), \(counted(events, "event")))" : ""
      lines.append("runs: \(runs.summary)\(what)")
    }
    let failed = refused.count + unavailable.count + unreadable.count
    if failed > 0 { lines.append("refused: \(failed)") }
    if included > 0 { lines.append("included in articles: \(counted(included, "file"))") }
    if ignored > 0 { lines.append("skipped: \(counted(ignored, "file")) of other kinds") }
    return lines.joined(separator: "\n")
  }

  /// The articles that a dry run would remove, one a line.
  fileprivate var removals: String {
    let shown = removed.prefix(Self.mostRemovals).map { "would remove \(singleLine(redacted(path: $0)))" }
    let more = removed.count - shown.count
    return (shown + (more > 0 ? ["… and \(more) more"] : [])).joined(separator: "\n")
  }

  private static let mostRemovals = 50

  fileprivate func json(_ areas: BundledAreas?, isDry: Bool, sent: Int?) -> JSON {
    func remarks(_ remarks: [Remark]) -> JSON {
      .array(
        remarks.map { remark in
          [
            "place": .string(redacted(path: remark.place)),
            "reason": .string(redacted(remark.reason)),
          ]
        })
    }
    let report: JSON = [
      "version": 1, "articles": articles.json, "runs": runs.json, "lines": .int(lines),
      "events": .int(events),
      "included": .int(included), "ignored": .int(ignored),
      "refused": remarks(refused + unavailable + unreadable),
      "warnings": remarks(warnings), "removed": .array(removed.map { .string(redacted(path: $0)) }),
      "dry_run": .bool(isDry),
    ]
    var members = report.members ?? []
    if let areas {
      members.append(
        .init(
          "bundled",
          ["on": .array(areas.on.map(JSON.string)), "off": .array(areas.off.map(JSON.string))]))
    }
    if let sent { members.append(.init("counts_sent", .int(sent))) }
    return .object(members)
  }
}

extension IngestReport.Counts {
  fileprivate var summary: String {
    let parts = [("added", added), ("changed", changed), ("unchanged", unchanged), ("removed", removed)]
    let said = parts.filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }
    return said.isEmpty ? "none" : said.joined(separator: ", ")
  }

  fileprivate var json: JSON {
    ["added": .int(added), "changed": .int(changed), "unchanged": .int(unchanged), "removed": .int(removed)]
  }
}
