import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// `casebook incidents [INCIDENT|WORD…]`
enum IncidentsVerb {
  static let words = Operand(
    any: .text("INCIDENT|WORD"),
    help: "one incident, with its timeline; two to merge; or words that the incidents have")
  static let isMerge = Option(
    flag: "merge", help: "the two incidents are one: merge the second into the first")
  static let isOpen = Option(flag: "open", help: "only incidents that are not resolved").meant(
    by: "state", "unresolved")
  static let isResolved = Option(flag: "resolved", help: "only incidents that are resolved").meant(
    by: "closed", "done")
  static let since = Option("since", .moment, help: "only incidents recorded since this time").meant(
    by: "days", "after", "last")
  static let until = Option("until", .moment, help: "only incidents recorded before this time")
  static let labels = Option(
    repeated: "label", .label, help: "only incidents with this label; may be given several times")
  static let severity = Option(
    "severity", .choice("SEVERITY") as ArgumentKind<Incident.IncidentSeverity>,
    help: "only incidents that hurt this much")
  static let knownError = Option("known-error", .knownError(), help: "only incidents of this known error")
  static let author = Option(
    "author", .text("NAME"), help: "only incidents about which this person said something")
  static let limit = Option(
    "limit", short: "n", .integer("N", in: 1...1_000_000), default: 50, help: "at most this many incidents"
  ).meant(
    by: "all", "a", "max-count", "count")

  static let command = Command<Surroundings>(
    "incidents", summary: "list incidents, or show the timeline of one",
    discussion: """
      Lists the latest first: the number, the age, the state, how long it took to resolve, the title, and the known error.
      """,
    options: [isOpen, isResolved, since, until, labels, severity, knownError, author, limit, isMerge]
      + ListOptions.all,
    operands: [words],
    examples: [
      Example("the open incidents", "casebook incidents --open"),
      Example("those of a week about a subject", "casebook incidents --since 7d vault token"),
      Example("one with its timeline", "casebook incidents 12"),
      Example("two that are one", "casebook incidents --merge 12 15"),
    ],
    statuses: [StatusNote(.notFound, "there are none")],
    synonyms: ["list", "ls", "incident", "status", "issue", "issues", "ticket", "tickets", "merge"],
    isPaged: true
  ) { invocation, surroundings in
    let words = invocation[words]
    if invocation[isMerge] { return try merge(words, invocation, surroundings) }
    if let first = words.first, let name = IncidentName(first) {
      guard words.count == 1 else {
        throw Failure(.usage, "one incident at a time", hint: "To merge two, give --merge.")
      }
      return try show(name, invocation, surroundings)
    }
    let base = try surroundings.open(invocation, .read)
    let filter = try filter(invocation, base, surroundings)
    let (incidents, total) = try base.incidents(filter, limit: invocation[limit])
    let known = try base.knownErrors(of: incidents)
    let rows = incidents.map { $0.json(known[$0.number]) }
    if try surroundings.printList(rows, invocation) {
      // The list is printed.
    } else if invocation.wantsJSON {
      surroundings.printJSON(.init("incidents", .array(rows)), .init("total", .int(total)))
    } else if !incidents.isEmpty {
      surroundings.standardOutput.write(
        table(incidents, known.mapValues(base.name(of:)), surroundings))
      if total > incidents.count, !invocation.isQuiet {
        surroundings.say("\(total - incidents.count) more; see them with --limit")
      }
    } else if !invocation.isQuiet {
      if let name = words.lazy.compactMap({ IncidentName($0) }).first {
        surroundings.say("one incident, with its timeline: casebook incidents \(name)")
      }
      surroundings.say(
        isFiltered(invocation)
          ? "no incident matches"
          : invocation[isOpen]
            ? "no incident is open" : invocation[isResolved] ? "no incident is resolved" : "no incidents yet")
    }
    return incidents.isEmpty ? .notFound : .success
  }

  /// Whether a person asked for a part of the incidents, beside the open or the resolved ones.
  private static func isFiltered(_ invocation: Invocation) -> Bool {
    let options: [any OptionDeclaration] = [since, until, labels, severity, knownError, author]
    return !invocation[words].isEmpty || options.contains { invocation.isGiven($0) }
  }

  private static func filter(
    _ invocation: Invocation, _ base: KnowledgeBase, _ surroundings: Surroundings
  ) throws -> IncidentFilter {
    var filter = IncidentFilter()
    guard !invocation[isOpen] || !invocation[isResolved] else {
      throw Failure(
        .usage, "--open and --resolved exclude each other", hint: "Give neither for all incidents.")
    }
    filter.state = invocation[isOpen] ? .open : invocation[isResolved] ? .resolved : nil
    filter.since = invocation[since]?.time(surroundings.now())
    filter.until = invocation[until]?.time(surroundings.now())
    try HistoryVerb.checkWindow(filter.since, filter.until)
    filter.labels = invocation[labels]
    filter.severity = invocation[severity]
    filter.knownError = try invocation[knownError].map(base.knownError(named:))
    filter.author = invocation[author]
    filter.words = invocation[words].joined(separator: " ")
    return filter
  }

  private static func show(
    _ name: IncidentName, _ invocation: Invocation, _ surroundings: Surroundings
  ) throws -> ExitStatus {
    let base = try surroundings.open(invocation, .read)
    let incident = try IncidentOptions.incident(named: name, in: base)
    if invocation.wantsJSON {
      let known = try base.knownErrors(of: [incident])
      surroundings.printJSON(.init("incident", incident.json(known[incident.number])))
    } else {
      write(incident, base, surroundings)
    }
    return .success
  }

  private static func table(
    _ incidents: [Incident], _ known: [Int: String], _ surroundings: Surroundings
  ) -> TextTable {
    var table = TextTable([
      .number("#"), .number("AGE"), .text("STATE"), .number("TOOK"), .text("TITLE", flexible: true),
      .text("KNOWN ERROR", flexible: true),
    ])
    let now = surroundings.now()
    for incident in incidents {
      table.append([
        "\(incident.number)", StyledText(age(of: incident.recorded, now, surroundings)),
        StyledText(incident.state.rawValue, incident.state == .open ? .yellow : .green),
        StyledText(incident.took.map(roughDuration) ?? ""), StyledText(incident.title),
        StyledText(known[incident.number] ?? ""),
      ])
    }
    return table
  }

  /// How long ago it was; the local day of what was more than a month ago.
  private static func age(of time: Timestamp, _ now: Timestamp, _ surroundings: Surroundings) -> String {
    let seconds = Int(max(0, now.milliseconds - time.milliseconds) / 1000)
    return seconds < 31 * 86_400 ? roughDuration(seconds) : String(surroundings.local(time).prefix(10))
  }

  private static func merge(
    _ words: [String], _ invocation: Invocation, _ surroundings: Surroundings
  ) throws -> ExitStatus {
    let names = words.compactMap { IncidentName($0) }
    guard names.count == 2, words.count == 2 else { throw Failure(.usage, "--merge needs two incidents") }
    let base = try surroundings.open(invocation, .write)
    let incidents = try names.map { try IncidentOptions.incident(named: $0, in: base) }
    guard incidents[0].number != incidents[1].number else {
      throw Failure(.notFound, "nothing to merge: \(names[0]) and \(names[1]) are one incident already")
    }
    let by = Attribution(author: surroundings.author)
    let merged = try base.merge(incidents[0].number, incidents[1].number, by: by)
    try IncidentOptions.report(IncidentOptions.changed(merged), base, invocation, surroundings, "merged")
    return .success
  }

  private static func write(_ incident: Incident, _ base: KnowledgeBase, _ surroundings: Surroundings) {
    let output = surroundings.standardOutput
    output.write(
      "\("incident \(incident.number)", .bold)  \(incident.state.rawValue)  \(singleLine(incident.title), .bold)",
      indent: 0)
    let facts =
      [incident.severity.map { "severity \($0.rawValue)" }, incident.key?.shown].compactMap(\.self)
      + incident.labels.map(\.description)
    if !facts.isEmpty { output.writeLine("    \(facts.joined(separator: "  "), .dim)") }
    let lines = incident.message.split(whereSeparator: \.isNewline)
    if lines.count > 1 || lines.first.map(String.init) != incident.title {
      for line in lines.prefix(20) { output.write(StyledText(String(line)), indent: 4) }
      if lines.count > 20 { output.writeLine("    … and \(counted(lines.count - 20, "more line"))") }
    }
    for problem in incident.problems {
      let times = problem.count > 1 ? ", \(problem.count) times" : ""
      let place = "\(problem.source ?? "standard input"):\(problem.line)\(times)"
      output.writeLine("    \(place, .dim)  \(singleLine(problem.message).truncated(to: 200))")
    }
    for (index, entry) in incident.timeline.enumerated() {
      let known = entry.knownError.map { "  " + base.name(of: $0) } ?? ""
      let author = entry.author.isEmpty ? "" : "  \(entry.author)"
      let kind = entry.kind.rawValue + (entry.isPartial ? " in part" : "")
      output.writeLine(
        "\("\(index + 1)  \(surroundings.local(entry.time))\(author)", .dim)  \(kind)\(known, .cyan)")
      for line in entry.text.split(whereSeparator: \.isNewline) {
        output.write(StyledText(String(line)), indent: 4)
      }
    }
  }
}

extension Incident {
  /// An incident with its timeline, and the known error that it is.
  func json(_ known: KnownErrorID?) -> JSON {
    [
      "number": .int(number), "name": JSON(key?.description), "state": .string(state.rawValue),
      "title": .string(title),
      "message": .string(message),
      "known_error": JSON(known?.description), "severity": JSON(severity?.rawValue),
      "recorded": .string(recorded.description), "took_s": took.map(JSON.int) ?? .null,
      "labels": .object(labels.map { JSON.Member($0.name, .string($0.value)) }),
      "problems": .array(problems.map(\.shownJSON)),
      "timeline": .array(
        timeline.map { entry in
          [
            "time": .string(entry.time.description), "kind": .string(entry.kind.rawValue),
            "text": .string(entry.text),
            "known_error": JSON(entry.knownError?.description), "by": .string(entry.author),
            "partly": .bool(entry.isPartial), "name": JSON(entry.key?.description),
          ]
        }),
    ]
  }
}

extension Incident.IncidentProblem {
  /// All fields.
  fileprivate var shownJSON: JSON {
    [
      "message": .string(message), "fingerprint": JSON(fingerprint?.description), "source": JSON(source),
      "line": .int(line), "count": .int(count), "lines": .array(lines.map(JSON.string)),
    ]
  }
}
