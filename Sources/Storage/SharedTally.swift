public import CasebookKnowledge
import CasebookText

/// How often a message occurred in an hour of one origin: a row of a hub.
public struct SharedTally: Hashable, Sendable {
  /// The fingerprint of the message.
  public let fingerprint: String
  /// Hours since 1970, UTC.
  public let hour: Int64
  /// The labels of the runs: a JSON object.
  public let labels: String
  /// The log, where no file remembers which logs were counted; else empty.
  public let piece: String
  /// How many events; 0 where a count is taken back.
  public let events: Int
  /// The first and the last of them.
  public let first, last: Timestamp
  /// The message of one of them, without secrets.
  public let sample: String

  /// A longer sample is cut, in bytes.
  static let longestSample = 2_000
}

/// How often a message occurred on a day of one origin, as a hub adds it up.
public struct SharedDay: Hashable, Sendable {
  /// The file or the machine that counted.
  public let origin: String
  /// The fingerprint by the rules of the program that counted.
  public let fingerprint: String
  /// Days since 1970, UTC.
  public let day: Int64
  /// The labels of the runs: a JSON object.
  public let labels: String
  /// How many events; 0 where a count was taken back.
  public let events: Int
  /// The first and the last of them.
  public let first, last: Timestamp
  /// The message of one of them.
  public let sample: String

  /// Reads values of others; `nil` for those that cannot be.
  init?(
    origin: String?, fingerprint: String?, day: String?, labels: String?, events: String?, first: String?,
    last: String?, sample: String?
  ) {
    func number(_ text: String?, in range: ClosedRange<Int64>) -> Int64? {
      text.flatMap { Int64($0) }.flatMap { range.contains($0) ? $0 : nil }
    }
    guard let origin, EntryKey.isOrigin(origin), let fingerprint, fingerprint.utf8.count <= 64,
      let day = number(day, in: Timestamp.storedDays), let labels, let sample,
      let events = number(events, in: 0...1 << 40), let first = number(first, in: Timestamp.stored),
      let last = number(last, in: Timestamp.stored)
    else { return nil }
    self.origin = origin
    self.fingerprint = fingerprint
    self.day = day
    self.labels = labels
    self.events = Int(events)
    self.first = Timestamp(milliseconds: first)
    self.last = Timestamp(milliseconds: last)
    self.sample = sample
  }
}

extension String {
  /// At most this many bytes.
  func cut(toBytes count: Int) -> String {
    guard utf8.count > count else { return self }
    var end = utf8.index(startIndex, offsetBy: count)
    while end.samePosition(in: unicodeScalars) == nil { end = utf8.index(before: end) }
    return String(self[..<end])
  }
}
