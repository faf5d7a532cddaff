package import CasebookKnowledge
package import CasebookLogText
import CasebookSQLite

/// How to resume a run whose log has grown: the reader's state, and the events that may be incomplete.
package struct RunResumption: Sendable {
  package let suspension: LogSuspension
  /// The number of the first event that ended only because the log ended.
  package let firstEvent: Int64

  package init(suspension: LogSuspension, firstEvent: Int64) {
    self.suspension = suspension
    self.firstEvent = firstEvent
  }

  /// Parses the stored form; `nil` for anything else.
  package init?(json text: String) {
    guard let json = try? JSON(parsing: text.utf8) else { return nil }
    let numbers = 0...Int(Int64.greatestStored)
    func number(_ name: String) -> Int? { json[name]?.int.flatMap { numbers.contains($0) ? $0 : nil } }
    func time(_ name: String) -> Timestamp? {
      json[name]?.int.flatMap {
        Timestamp.stored.contains(Int64($0)) ? Timestamp(milliseconds: Int64($0)) : nil
      }
    }
    guard let firstEvent = number("first_event"), firstEvent > 0, let lines = number("lines"),
      let firstLines = json["first_lines"]?.array?.compactMap(\.int),
      firstLines.count == LogReader.streamCount, firstLines.allSatisfy({ $0 > 0 && $0 <= lines + 1 })
    else { return nil }
    var summary = RunSummary()
    summary.lines = lines
    summary.start = time("start")
    summary.end = time("end")
    summary.format = json["format"]?.string ?? summary.format
    summary.brokenLines = number("broken") ?? 0
    summary.exitStatus = json["exit_status"]?.int
    for member in json["levels"]?.members ?? [] {
      if let level = Level(name: member.name), let count = member.value.int,
        numbers.contains(count)
      {
        summary.counts[level] = count
      }
    }
    self.firstEvent = Int64(firstEvent)
    suspension = LogSuspension(summary: summary, firstLines: firstLines, lastTime: time("last_time"))
  }

  /// The stored form.
  package var json: JSON {
    let summary = suspension.summary
    func time(_ time: Timestamp?) -> JSON { JSON(time.map { Int($0.milliseconds) }) }
    return [
      "first_event": .int(Int(firstEvent)), "lines": .int(summary.lines),
      "first_lines": .array(suspension.firstLines.map(JSON.int)), "last_time": time(suspension.lastTime),
      "start": time(summary.start), "end": time(summary.end), "format": .string(summary.format),
      "broken": .int(summary.brokenLines), "exit_status": JSON(summary.exitStatus),
      "levels": .object(
        Level.allCases.compactMap { level in
          summary.counts[level].map { JSON.Member(level.description, .int($0)) }
        }),
    ]
  }
}
