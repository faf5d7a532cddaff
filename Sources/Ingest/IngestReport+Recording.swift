import CasebookKnowledge
import CasebookStorage

extension IngestReport.Counts {
  mutating func count(_ change: Change) {
    switch change {
    case .added: added += 1
    case .changed: changed += 1
    case .unchanged: unchanged += 1
    }
  }
}

extension IngestReport {
  /// The report of an article that is new.
  fileprivate static let oneArticle = {
    var report = IngestReport()
    report.articles.added = 1
    return report
  }()

  /// Whether nothing happened that a report tells.
  var isEmpty: Bool { self == IngestReport() }

  /// The part of this report that an earlier version of it lacks.
  func since(_ earlier: IngestReport) -> IngestReport {
    var report = self
    for number in Self.numbers { report[keyPath: number] -= earlier[keyPath: number] }
    for list in Self.lists { report[keyPath: list].removeFirst(earlier[keyPath: list].count) }
    return report
  }

  /// Adds another report.
  mutating func add(_ other: IngestReport) {
    for number in Self.numbers { self[keyPath: number] += other[keyPath: number] }
    for list in Self.lists { self[keyPath: list] += other[keyPath: list] }
  }

  // Safe, because key paths are constants.
  nonisolated(unsafe) private static let numbers: [WritableKeyPath<Self, Int>] = [
    \.articles.added, \.articles.changed, \.articles.unchanged, \.articles.removed,
    \.runs.added, \.runs.changed, \.runs.unchanged, \.runs.removed, \.lines, \.events, \.included, \.ignored,
  ]
  nonisolated(unsafe) private static let lists: [WritableKeyPath<Self, [Remark]>] = [
    \.refused, \.unreadable, \.unavailable, \.warnings,
  ]

  fileprivate var json: JSON {
    let lists = Self.lists.map { list in
      JSON.array(
        self[keyPath: list].map { [.string($0.place), .string($0.reason), .bool($0.isReadFailure)] })
    }
    return [.array(Self.numbers.map { .int(self[keyPath: $0]) }), .array(lists)]
  }

  fileprivate init?(json: JSON) {
    guard let parts = json.array, parts.count == 2, let numbers = parts[0].array, let lists = parts[1].array,
      numbers.count == Self.numbers.count, lists.count == Self.lists.count
    else { return nil }
    self.init()
    for (path, number) in zip(Self.numbers, numbers) { self[keyPath: path] = number.int ?? 0 }
    for (path, list) in zip(Self.lists, lists) {
      self[keyPath: path] = (list.array ?? []).compactMap { $0.array }.compactMap { remark in
        guard remark.count == 3, let place = remark[0].string, let reason = remark[1].string else {
          return nil
        }
        return Remark(place: place, reason: reason, isReadFailure: remark[2].bool ?? false)
      }
    }
  }
}

extension IngestWatch.Record {
  /// One line, and a short one for what is stored most often: an article.
  var json: JSON {
    if name == file, report == .oneArticle { return [.string(file)] }
    return [.string(file), .string(name), report.json]
  }

  /// Parses a complete line; `nil` for anything else.
  init?(line: some Sequence<UInt8>) {
    guard let parts = (try? JSON(parsing: line))?.array, let file = parts.first?.string else { return nil }
    if parts.count == 1 {
      self.init(file: file, name: file, report: .oneArticle)
    } else {
      guard parts.count == 3, let name = parts[1].string, let report = IngestReport(json: parts[2])
      else { return nil }
      self.init(file: file, name: name, report: report)
    }
  }
}
