import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// `casebook incidents [INCIDENT]`
enum IncidentsVerb {
  static let numbers = Operand(any: .incident, help: "one incident, with its timeline; two to merge")
  static let isMerge = Option(
    flag: "merge", help: "the two incidents are one: merge the second into the first")
  static let isOpen = Option(flag: "open", help: "only incidents that are not resolved")

  static let command = Command<Surroundings>(
    "incidents", summary: "list incidents, or show the timeline of one",
    options: [isOpen, isMerge] + ListOptions.all, operands: [numbers],
    examples: [
      Example("the open incidents", "casebook incidents --open"),
      Example("one with its timeline", "casebook incidents 12"),
      Example("two that are one", "casebook incidents --merge 12 15"),
    ],
    statuses: [StatusNote(.notFound, "there are none")],
    synonyms: ["list", "ls", "incident", "status"], isPaged: true
  ) { invocation, surroundings in
    let names = invocation[numbers]
    if invocation[isMerge] { return try merge(names, invocation, surroundings) }
    guard names.count < 2 else {
      throw Failure(.usage, "one incident at a time", hint: "To merge two, give --merge.")
    }
    let base = try surroundings.open(invocation, .read)
    let output = surroundings.standardOutput
    if let name = names.first {
      try ListOptions.refuse(invocation, "one incident")
      let incident = try IncidentOptions.incident(named: name, in: base)
      if invocation.wantsJSON {
        surroundings.printJSON(.init("incident", incident.json))
      } else {
        write(incident, to: output)
      }
      return .success
    }
    let incidents = try base.incidents(state: invocation[isOpen] ? .open : nil)
    if try surroundings.printList(incidents.map(\.json), invocation) {
      // The list is printed.
    } else if invocation.wantsJSON {
      surroundings.printJSON(.init("incidents", .array(incidents.map(\.json))))
    } else if !incidents.isEmpty {
      var table = TextTable([
        .number("#"), .text("STATE"), .text("SEEN"), .text("TITLE", flexible: true), .text("KNOWN ERROR"),
      ])
      let known = try base.knownErrors(of: incidents)
      for incident in incidents {
        table.append([
          "\(incident.number)",
          StyledText(incident.state.rawValue, incident.state == .open ? .yellow : .green),
          StyledText(incident.timeline.first?.time.date ?? ""), StyledText(incident.title),
          StyledText(known[incident.number].map(base.name(of:)) ?? ""),
        ])
      }
      output.write(table)
    } else if !invocation.isQuiet {
      surroundings.say(invocation[isOpen] ? "no incident is open" : "no incidents yet")
    }
    return incidents.isEmpty ? .notFound : .success
  }

  private static func merge(
    _ names: [IncidentName], _ invocation: Invocation, _ surroundings: Surroundings
  ) throws -> ExitStatus {
    guard names.count == 2 else { throw Failure(.usage, "--merge needs two incidents") }
    let base = try surroundings.open(invocation, .write)
    let incidents = try names.map { try IncidentOptions.incident(named: $0, in: base) }
    guard incidents[0].number != incidents[1].number else {
      throw Failure(.notFound, "nothing to merge: \(names[0]) and \(names[1]) are one incident already")
    }
    let by = Attribution(author: surroundings.author)
    let merged = try base.merge(incidents[0].number, incidents[1].number, by: by)
    try IncidentOptions.report(IncidentOptions.changed(merged), invocation, surroundings, "merged")
    return .success
  }

  private static func write(_ incident: Incident, to output: Output) {
    output.writeLine(
      "\("incident \(incident.number)", .bold)  \(incident.state.rawValue)  \(singleLine(incident.title), .bold)"
    )
    let facts =
      [incident.severity.map { "severity \($0.rawValue)" }, incident.key?.shown].compactMap(\.self)
      + incident.labels.map(\.description)
    if !facts.isEmpty { output.writeLine("    \(facts.joined(separator: "  "), .dim)") }
    let lines = incident.message.split(whereSeparator: \.isNewline)
    if lines.count > 1 || lines.first.map(String.init) != incident.title {
      for line in lines.prefix(20) { output.writeLine("    " + line) }
      if lines.count > 20 { output.writeLine("    … and \(counted(lines.count - 20, "more line"))") }
    }
    for problem in incident.problems {
      let times = problem.count > 1 ? ", \(problem.count) times" : ""
      let place = "\(problem.source ?? "standard input"):\(problem.line)\(times)"
      output.writeLine("    \(place, .dim)  \(singleLine(problem.message).truncated(to: 200))")
    }
    for (index, entry) in incident.timeline.enumerated() {
      let known = entry.knownError.map { "  \($0)" } ?? ""
      let author = entry.author.isEmpty ? "" : "  \(entry.author)"
      let kind = entry.kind.rawValue + (entry.isPartial ? " in part" : "")
      output.writeLine("\("\(index + 1)  \(entry.time.wholeSecond)\(author)", .dim)  \(kind)\(known, .cyan)")
      for line in entry.text.split(whereSeparator: \.isNewline) { output.writeLine("    " + line) }
    }
  }
}

extension Incident {
  /// An incident with its timeline.
  var json: JSON {
    [
      "number": .int(number), "name": JSON(key?.description), "state": .string(state.rawValue),
      "title": .string(title),
      "message": .string(message),
      "known_error": JSON(knownError?.description), "severity": JSON(severity?.rawValue),
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
