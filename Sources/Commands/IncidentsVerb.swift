import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// `casebook incidents [INCIDENT]`
enum IncidentsVerb {
  static let number = Operand(
    optional: .integer("INCIDENT", in: 1...Int.max), help: "one incident, with its timeline")
  static let isOpen = Option(flag: "open", help: "only incidents that are not resolved")

  static let command = Command<Surroundings>(
    "incidents", summary: "list incidents, or show the timeline of one",
    options: [isOpen], operands: [number],
    examples: [
      Example("the open incidents", "casebook incidents --open"),
      Example("one with its timeline", "casebook incidents 12"),
    ],
    statuses: [StatusNote(.notFound, "there are none")]
  ) { invocation, surroundings in
    let base = try surroundings.open(invocation, .read)
    let output = surroundings.standardOutput
    if let number = invocation[number] {
      let incident = try IncidentOptions.incident(base.incident(number), number)
      if invocation.wantsJSON {
        surroundings.printJSON(.init("incident", incident.json))
      } else {
        write(incident, to: output)
      }
      return .success
    }
    let incidents = try base.incidents(state: invocation[isOpen] ? .open : nil)
    if invocation.wantsJSON {
      surroundings.printJSON(.init("incidents", .array(incidents.map(\.json))))
    } else if !incidents.isEmpty {
      var table = TextTable([
        .number("#"), .text("STATE"), .text("SEEN"), .text("TITLE", flexible: true), .text("KNOWN ERROR"),
      ])
      for incident in incidents {
        table.append([
          "\(incident.number)",
          StyledText(incident.state.rawValue, incident.state == .open ? .yellow : .green),
          StyledText(incident.timeline.first?.time.date ?? ""), StyledText(incident.title),
          StyledText(incident.knownError?.description ?? ""),
        ])
      }
      output.write(table)
    } else if !invocation.isQuiet {
      surroundings.say(invocation[isOpen] ? "no incident is open" : "no incidents yet")
    }
    return incidents.isEmpty ? .notFound : .success
  }

  private static func write(_ incident: Incident, to output: Output) {
    output.writeLine(
      "\("incident \(incident.number)", .bold)  \(incident.state.rawValue)  \(singleLine(incident.title), .bold)"
    )
    let lines = incident.message.split(whereSeparator: \.isNewline)
    if lines.count > 1 || lines.first.map(String.init) != incident.title {
      for line in lines.prefix(20) { output.writeLine("    " + line) }
      if lines.count > 20 { output.writeLine("    … and \(counted(lines.count - 20, "more line"))") }
    }
    for entry in incident.timeline {
      let known = entry.knownError.map { "  \($0)" } ?? ""
      output.writeLine("\(entry.time.wholeSecond, .dim)  \(entry.kind.rawValue)\(known, .cyan)")
      for line in entry.text.split(whereSeparator: \.isNewline) { output.writeLine("    " + line) }
    }
  }
}

extension Incident {
  /// An incident with its timeline.
  var json: JSON {
    [
      "number": .int(number), "state": .string(state.rawValue), "title": .string(title),
      "message": .string(message),
      "known_error": JSON(knownError?.description),
      "timeline": .array(
        timeline.map { entry in
          [
            "time": .string(entry.time.description), "kind": .string(entry.kind.rawValue),
            "text": .string(entry.text),
            "known_error": JSON(entry.knownError?.description),
          ]
        }),
    ]
  }
}
