import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// Prints errors with their counts and trends.
struct HistoryView {
  /// The days that the trends cover.
  let window: ClosedRange<Int64>
  let isTerminal: Bool

  /// The most columns of a trend.
  private static let buckets = 14
  /// How many lines of context to show before and after an event.
  static let context = 5

  func write(_ errors: [ErrorHistory], to output: Output) {
    if errors.isEmpty { return }
    var table = TextTable([
      .number("COUNT"), .number("RUNS"), .text("FIRST SEEN"), .text("LAST SEEN"), .text("TREND"),
      .text("ERROR", flexible: true),
    ])
    for error in errors {
      table.append([
        "\(error.count)", "\(error.runs.count)", StyledText(error.first.date), StyledText(error.last.date),
        StyledText(trend(error)), name(error),
      ])
    }
    output.write(table)
  }

  func write(_ error: ErrorHistory, _ base: KnowledgeBase, to output: Output) throws {
    output.writeLine(name(error))
    for known in error.knownErrors.dropFirst() { output.writeLine("also \("\(known)", .cyan)") }
    output.writeLine(
      "seen \(counted(error.count, "time")) in \(counted(error.runs.count, "run")), from \(error.first) to \(error.last)"
    )
    output.writeLine("trend: \(trend(error))")
    if let recurrence = error.recurrence {
      output.writeLine(
        "\("came back", .yellow) after incident \(recurrence.incident) was resolved on \(recurrence.resolved.date)"
      )
    }
    for fingerprint in error.fingerprints {
      let template = try base.template(of: fingerprint)?.text ?? ""
      output.writeLine("\(fingerprint, .cyan)  \(singleLine(template))")
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

  private func write(_ line: (number: Int, text: String), to output: Output) {
    output.writeLine("  \("\(line.number)", .dim)  \(singleLine(line.text), .dim)")
  }

  /// The known error, or the message if no known error claims it.
  private func name(_ error: ErrorHistory) -> StyledText {
    guard let known = error.knownErrors.first else { return StyledText(singleLine(error.template)) }
    let others = error.knownErrors.count > 1 ? " +\(error.knownErrors.count - 1)" : ""
    return "\("\(known)", .cyan)\(others)"
  }

  /// A sparkline for a person, numbers for a program.
  func trend(_ error: ErrorHistory) -> String {
    let counts = error.trend(window, buckets: Self.buckets)
    guard isTerminal else { return counts.map(String.init).joined(separator: ",") }
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
      .init(
        "recurred",
        error.recurrence.map {
          ["incident": .int($0.incident), "resolved": .string($0.resolved.description)]
        } ?? .null),
    ]
    if isAlone {
      members.append(.init("last_event", try base.event(error.sample)?.json(base) ?? .null))
    }
    return .object(members)
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
