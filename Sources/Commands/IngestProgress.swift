import CasebookCommandKit
import CasebookService

/// Shows how far an ingest is, how fast it is, and how long it will still take.
///
/// Several threads report to it; the line's lock orders them.
final class IngestProgress: @unchecked Sendable {
  private let line: ProgressLine
  private let now: () -> Duration
  private var files = RateEstimate()
  private var bytes = RateEstimate()
  private var path = ""
  private var counted = ""

  init(_ line: ProgressLine, now: @escaping () -> Duration = monotonicTime) {
    self.line = line
    self.now = now
  }

  /// Files that are done, of all.
  func update(files done: Int, of total: Int) {
    line.update { [self] in
      files.add(Double(done), at: now())
      counted = total > 1 ? "\(done) of \(total) files" : ""
      return ([counted] + files.remarks(unit: "files", of: Double(total))).filter { !$0.isEmpty }
        .joined(separator: ", ")
    }
  }

  /// The bytes that were read of a log; `total` is `nil` where that is not known.
  func update(_ path: String, read: Int, of total: Int?) {
    line.update { [self] in
      if path != self.path {
        self.path = path
        bytes = RateEstimate()
      }
      let mega = 1_048_576.0
      bytes.add(Double(read) / mega, at: now())
      let share = total.map { $0 > 0 ? "\(min(100, read * 100 / $0))%" : "" } ?? "\(read >> 20) MiB"
      let parts = [counted, "\(shownName(ofInput: path)): \(share)"]
      return (parts + bytes.remarks(unit: "MiB", of: total.map { Double($0) / mega }))
        .filter { !$0.isEmpty }.joined(separator: ", ")
    }
  }
}

/// The speed of something that is counted, smoothed.
struct RateEstimate {
  private var last: (value: Double, time: Duration)?
  private var rate: Double?

  mutating func add(_ value: Double, at time: Duration) {
    if let last, time > last.time {
      let seconds = (time - last.time) / .seconds(1)
      let current = max(0, value - last.value) / seconds
      rate = rate.map { $0 * 0.8 + current * 0.2 } ?? current
    }
    last = (value, time)
  }

  /// `45 files/s` and `7 s left`, as far as they are known.
  func remarks(unit: String, of total: Double?) -> [String] {
    guard let rate, rate > 0, let value = last?.value else { return [] }
    let speed = rate < 10 ? "\((rate * 10).rounded() / 10)" : "\(Int(rate))"
    guard let total, total > value else { return ["\(speed) \(unit)/s"] }
    let left = Int(min((total - value) / rate, 360_000).rounded(.up))
    let time = left < 100 ? "\(left) s" : left < 6_000 ? "\(left / 60) min" : "\(left / 3_600) h"
    return ["\(speed) \(unit)/s", "\(time) left"]
  }
}
