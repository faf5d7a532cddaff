import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// Prints errors with their counts and trends.
struct HistoryView {
  /// The days that the trends cover.
  private let window: ClosedRange<Int64>
  private let surroundings: Surroundings
  private let output: Output
  /// The most periods of a trend: few on a narrow terminal, where columns are cut.
  private let buckets: Int

  /// Below this width, the table has only the columns that matter most.
  private static let fewColumns = 90
  /// Below this width, each error is on a line of its own: beside the columns, hardly a word of it would be left.
  private static let twoLines = 130

  /// How many lines of context to show before and after an event.
  static let context = 5

  init(_ window: ClosedRange<Int64>, _ surroundings: Surroundings) {
    self.window = window
    self.surroundings = surroundings
    output = surroundings.standardOutput
    buckets = output.isNarrower(than: Self.fewColumns) ? 7 : 14
  }

  func write(_ errors: [ErrorHistory], _ base: KnowledgeBase) throws {
    if errors.isEmpty { return }
    let isWide = !output.isNarrower(than: Self.fewColumns)
    let isBelow = output.isNarrower(than: Self.twoLines)
    let hasTimes = isWide && errors.contains { $0.times.median != nil }
    if isBelow { output.writeLine("trend: \(ends)") }
    let hasMachines = errors.contains { !$0.machines.isEmpty }
    var columns: [TextTable.Column] = [.number("COUNT"), .number("RUNS")]
    if hasMachines { columns.append(.number("OTHERS")) }
    if isWide { columns.append(.text("FIRST SEEN")) }
    columns += [.text("LAST SEEN"), .text(isBelow ? "TREND" : "TREND \(ends)")]
    if hasTimes { columns.append(.number("TO RESOLVE")) }
    if !isBelow { columns.append(.text("ERROR", flexible: true)) }
    var table = TextTable(columns + [.text("ID", flexible: isBelow)])
    for error in errors {
      var cells: [StyledText] = ["\(error.count)", "\(error.runs.count)"]
      if hasMachines { cells.append("\(error.machines.count)") }
      if isWide { cells.append(StyledText(error.first.date)) }
      cells += [StyledText(error.last.date), StyledText(trend(error))]
      if hasTimes { cells.append(StyledText(error.times.median.map(roughDuration) ?? "")) }
      if !isBelow { cells.append(StyledText(error.template)) }
      table.append(cells + ["\(id(of: error, base), .cyan)"])
    }
    guard isBelow else { return output.write(table) }
    for (index, line) in table.lines(width: output.width).enumerated() {
      output.writeLine(line)
      if index == 0 { continue }
      output.writeLine(
        "    " + singleLine(errors[index - 1].template).truncated(to: max(20, output.width - 4)))
    }
  }

  /// What to type to see an error: the known error, or the fingerprint of the most frequent message.
  private func id(of error: ErrorHistory, _ base: KnowledgeBase) -> String {
    if let known = error.knownErrors.first { return base.name(of: known) }
    return error.fingerprints.first?.description ?? ""
  }

  /// The first and the last day of the window.
  private var ends: String {
    let (first, last) = (date(window.lowerBound), date(window.upperBound))
    if first == last { return first }
    return "\(first)…\(first.prefix(5) == last.prefix(5) ? String(last.dropFirst(5)) : last)"
  }

  private func date(_ day: Int64) -> String { Timestamp(milliseconds: day * 86_400_000).date }

  func write(_ error: ErrorHistory, _ base: KnowledgeBase) throws {
    output.writeLine(name(error, base))
    for known in error.knownErrors.dropFirst() { output.writeLine("also \(base.name(of: known), .cyan)") }
    output.writeLine(
      "seen \(counted(error.count, "time")) \(error.whereabouts), from \(surroundings.local(error.first)) to \(surroundings.local(error.last))"
    )
    output.writeLine("trend \(ends): \(trend(error))")
    for machine in error.machines.prefix(Self.mostMachines) {
      output.writeLine("  \(counted(machine.events, "time")) on \(machine.origin, .cyan)")
    }
    try writeResolutions(of: error, base)
    for fingerprint in error.fingerprints.prefix(Self.mostFingerprints) {
      let template = try base.template(of: fingerprint)?.text ?? ""
      output.writeLine("\(fingerprint, .cyan)  \(singleLine(template))")
    }
    if error.fingerprints.count > Self.mostFingerprints {
      output.writeLine("… and \(error.fingerprints.count - Self.mostFingerprints) more messages")
    }
    guard let event = try base.event(error.sample) else { return }
    output.writeLine("last event: \(singleLine(event.source)):\(event.lines.lowerBound)")
    let context = try base.context(of: error.sample, lines: Self.context)
    for line in context where line.number < event.lines.lowerBound { write(line, to: output) }
    for (offset, line) in event.message.split(separator: "\n", omittingEmptySubsequences: false).prefix(20)
      .enumerated()
    {
      output.writeLine("  \("\(event.lines.lowerBound + offset)", .dim)  \(singleLine(String(line)), .bold)")
    }
    for line in context where line.number > event.lines.upperBound { write(line, to: output) }
  }

  /// How many other machines with one error are listed.
  private static let mostMachines = 10
  /// How many messages of one error are listed.
  private static let mostFingerprints = 20

  /// What became of the incidents of an error.
  private func writeResolutions(of error: ErrorHistory, _ base: KnowledgeBase) throws {
    if let recurrence = error.recurrence {
      output.writeLine(
        "\("came back", .yellow) after incident \(recurrence.incident) was resolved on \(surroundings.local(recurrence.resolved).prefix(10))"
      )
    }
    guard error.times.incidents > 0 else { return }
    var line = counted(error.times.incidents, "incident")
    if error.times.open > 0 { line += ", \(error.times.open) open" }
    if let median = error.times.median, let ninetieth = error.times.ninetieth {
      line += "; resolved in \(roughDuration(median)) (median), \(roughDuration(ninetieth)) (90 of 100)"
    }
    output.writeLine(line)
    for fix in try base.fixes(of: error) { output.writeLine("  \(fix.shown(base))") }
  }

  private func write(_ line: (number: Int, text: String), to output: Output) {
    output.writeLine("  \("\(line.number)", .dim)  \(singleLine(line.text), .dim)")
  }

  /// The known error, or the message if no known error claims it.
  private func name(_ error: ErrorHistory, _ base: KnowledgeBase) -> StyledText {
    guard let known = error.knownErrors.first else { return StyledText(singleLine(error.template)) }
    let others = error.knownErrors.count > 1 ? " +\(error.knownErrors.count - 1)" : ""
    return "\(base.name(of: known), .cyan)\(others)"
  }

  /// A sparkline for a person, numbers for a program.
  private func trend(_ error: ErrorHistory) -> String {
    trend(error.trend(window, buckets: buckets).counts)
  }

  private func trend(_ counts: [Int]) -> String {
    guard output.isTerminal else { return counts.map(String.init).joined(separator: ",") }
    let most = counts.max() ?? 0
    let bars = Array("▁▂▃▄▅▆▇█")
    return String(
      counts.map { count in
        // Scaled as a share, because a damaged file may contain any number.
        count <= 0
          ? "·"
          : bars[
            min(bars.count - 1, Int((Double(count) / Double(most) * Double(bars.count)).rounded(.up)) - 1)]
      })
  }

  func json(_ error: ErrorHistory, _ base: KnowledgeBase, isAlone: Bool) throws -> JSON {
    var members: [JSON.Member] = [
      .init("id", .string(id(of: error, base))),
      .init("known_errors", .array(error.knownErrors.map { .string($0.description) })),
      .init("fingerprints", .array(error.fingerprints.map { .string($0.description) })),
      .init("template", .string(error.template)), .init("count", .int(error.count)),
      .init("runs", .int(error.runs.count)), .init("first_seen", .string(error.first.description)),
      .init("last_seen", .string(error.last.description)),
      .init(
        "days",
        .array(
          error.days.sorted { $0.key < $1.key }.map { day, count in
            ["day": .string(Timestamp(milliseconds: day * 86_400_000).date), "count": .int(count)]
          })),
    ]
    members += [
      .init("trend", error.trend(window, buckets: 14).json),
      .init("incidents", .int(error.times.incidents)), .init("open_incidents", .int(error.times.open)),
      .init("to_resolve_s", ["median": JSON(error.times.median), "p90": JSON(error.times.ninetieth)]),
      .init(
        "recurred",
        error.recurrence.map {
          ["incident": .int($0.incident), "resolved": .string($0.resolved.description)]
        } ?? .null),
    ]
    members += error.machinesJSON
    if isAlone {
      members.append(.init("fixes", .array(try base.fixes(of: error).map(\.json))))
      members.append(.init("last_event", try base.event(error.sample)?.json(base) ?? .null))
    }
    return .object(members)
  }
}

extension HistoryView {
  /// Prints the errors of each label or machine.
  func write(_ groups: [HistoryGroup], by grouping: HistoryGrouping) {
    if groups.isEmpty { return }
    var table = TextTable([
      .number("COUNT"), .number("MESSAGES"), .text("FIRST SEEN"), .text("LAST SEEN"), .text("TREND \(ends)"),
      .text(grouping == .label ? "LABEL" : "ORIGIN", flexible: true),
    ])
    for group in groups {
      let none = grouping == .label ? "no label" : "here, never shared"
      table.append([
        "\(group.count)", "\(group.messages)", StyledText(group.first.date), StyledText(group.last.date),
        StyledText(trend(group.trend(window, buckets: buckets).counts)),
        group.name.isEmpty ? "\(none, .dim)" : "\(singleLine(group.name), .cyan)",
      ])
    }
    output.write(table)
  }

  func json(_ group: HistoryGroup) -> JSON {
    [
      "name": .string(group.name), "count": .int(group.count), "messages": .int(group.messages),
      "first_seen": .string(group.first.description), "last_seen": .string(group.last.description),
      "trend": group.trend(window, buckets: 14).json,
    ]
  }
}

extension ErrorHistory {
  /// `in 3 runs and on 2 other machines`
  var whereabouts: String {
    let others = machines.count == 1 ? "on another machine" : "on \(machines.count) other machines"
    if runs.isEmpty, !machines.isEmpty { return others }
    return "in \(counted(runs.count, "run"))" + (machines.isEmpty ? "" : " and \(others)")
  }

  /// The member `machines`; empty without counts of others.
  var machinesJSON: [JSON.Member] {
    machines.isEmpty ? [] : [.init("machines", .array(machines.map(\.json)))]
  }
}

extension Output {
  /// Whether it is a terminal with fewer columns.
  fileprivate func isNarrower(than columns: Int) -> Bool { isTerminal && width < columns }
}

extension ErrorHistory.ErrorTrend {
  fileprivate var json: JSON {
    func date(_ day: Int64) -> JSON { .string(Timestamp(milliseconds: day * 86_400_000).date) }
    return [
      "from": date(days.lowerBound), "to": date(days.upperBound), "days": .int(Int(width)),
      "counts": .array(counts.map(JSON.int)),
    ]
  }
}

extension ErrorFix {
  /// `worked 3 of 4 times: "rotated the vault role"`
  fileprivate func shown(_ base: KnowledgeBase) -> String {
    let words =
      text.isEmpty ? knownError.map(base.name(of:)) ?? "" : "\"\(singleLine(text).truncated(to: 120))\""
    return "worked \(worked) of \(counted(worked + failed, "time")): \(words)"
  }

  fileprivate var json: JSON {
    [
      "text": .string(text), "known_error": JSON(knownError?.description),
      "incident": incident.map(JSON.int) ?? .null,
      "worked": .int(worked), "failed": .int(failed),
    ]
  }
}

extension EventHit {
  /// An event with the lines around it.
  func json(_ base: KnowledgeBase) throws -> JSON {
    [
      "id": .string(String(number)), "source": .string("\(source):\(lines.lowerBound)"),
      "lines": .int(lines.count), "time": JSON(time?.description), "level": .string(level.description),
      "message": .string(message),
      "context": .array(
        try base.context(of: Int64(number), lines: HistoryView.context).map {
          ["line": .int($0.number), "text": .string($0.text)]
        }),
    ]
  }
}
