public import CasebookKnowledge
import CasebookStorage

/// By what the history is grouped.
public enum HistoryGrouping: String, CaseIterable, Sendable {
  /// By the labels of the runs. A run with two labels is in both groups.
  case label
  /// By the file or machine that counted.
  case origin
}

/// The errors of one label or of one machine.
public struct HistoryGroup: Sendable {
  /// `env=prod`, or 16 hexadecimal digits; empty for what has no label, or was never shared.
  public let name: String
  /// How often errors occurred in the window.
  public internal(set) var count = 0
  /// The fingerprints of the messages that occurred in the window.
  public var messages: Int { signatures.count }
  /// The first and the last occurrence ever.
  public internal(set) var first, last: Timestamp
  /// The count of each day of the window, by days since 1970 in UTC.
  public internal(set) var days: [Int64: Int] = [:]
  var signatures: Set<Int64> = []

  /// How often errors occurred in each of at most `buckets` periods of a window.
  public func trend(_ window: ClosedRange<Int64>, buckets: Int) -> ErrorHistory.ErrorTrend {
    ErrorHistory.ErrorTrend(of: days, window, buckets: buckets)
  }
}

extension HistoryFilter {
  /// The days of the window: those that were asked for, and else those of the groups.
  public func window(of groups: [HistoryGroup]) -> ClosedRange<Int64> { window(of: groups.map(\.days)) }
}

extension KnowledgeBase {
  /// The errors of the runs by label or machine, the most frequent first; with `error`, only those of one error.
  public func historyGroups(
    by grouping: HistoryGrouping, _ filter: HistoryFilter, of error: ErrorHistory? = nil
  ) throws -> [HistoryGroup] {
    try store.snapshot {
      let wanted = try error.map { try Set($0.fingerprints.compactMap { try store.signatureNumber(of: $0) }) }
      var groups: [String: HistoryGroup] = [:]
      try store.forEachGroupedTally(byLabel: grouping == .label, labels: filter.labels) { tally in
        if let wanted, !wanted.contains(tally.signature) { return }
        var group = groups[tally.name] ?? HistoryGroup(name: tally.name, first: tally.first, last: tally.last)
        group.first = min(group.first, tally.first)
        group.last = max(group.last, tally.last)
        if filter.wants(tally.day) {
          group.count += tally.events
          group.days[tally.day, default: 0] += tally.events
          group.signatures.insert(tally.signature)
        }
        groups[tally.name] = group
      }
      return groups.values.filter { $0.count > 0 }.sorted { ($0.count, $1.name) > ($1.count, $0.name) }
    }
  }
}
