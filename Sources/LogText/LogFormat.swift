import CasebookKnowledge
import CasebookText

/// The format of a program's log lines: data with samples, from `data/formats` or from a user.
///
/// A file is one JSON object:
/// - `name`: lower-case letters, digits and dashes.
/// - `title`: a one-line description.
/// - `patterns`: regular expressions (PCRE2) that match whole lines. Their groups name the parts: `time`,
///   `level`, `logger`, and `body`, the message, which is required.
/// - `levels`: the meaning of unusual words in the group `level`: `{"oops": "error"}`.
/// - `reader`: the built-in reader that reads the same lines faster. Without it, the patterns read them.
/// - `samples`: lines, or objects of a `line` and the `time`, `level`, `logger` and `body` expected of it.
///   Each matches a pattern of this format and of no other format, and each pattern matches a sample.
public struct LogFormat: Sendable {
  /// One line and the parts expected of it.
  public struct Sample: Hashable, Sendable {
    /// The line.
    public var line: String
    /// The expected parts, by group. Groups that are not listed may have any value.
    public var parts: [String: String] = [:]
  }

  /// The built-in readers, which know formats as code.
  public enum Reader: String, Sendable, CaseIterable {
    /// Times, levels and loggers in any order and punctuation; see `PrefixReader`.
    case prefix
    /// One JSON object per line.
    case json
    /// `name=value` fields.
    case logfmt
    /// The wrapping that a container runtime or a collector puts around the lines of a program.
    case envelope
    /// Entries of several lines, as `journalctl -o export` writes them.
    case journal
    /// Everything that no other format describes.
    case plain
  }

  /// The name, `gunicorn`.
  public let name: String
  /// A one-line description.
  public let title: String
  /// The reader for its lines; `nil` if the patterns read them.
  public let reader: Reader?
  /// Example lines of this format.
  public let samples: [Sample]
  let patterns: [LinePattern]
  /// The number of patterns.
  public var patternCount: Int { patterns.count }
  let levels: [String: Level]

  /// The parts of a line in this format; `nil` if no pattern matches.
  func read(_ line: Bytes, _ match: PatternMatch) -> LinePrefix? {
    for pattern in patterns where match.matches(pattern, line) {
      guard let body = match.range(of: .body, in: pattern) else { return nil }
      var prefix = LinePrefix(shape: .pattern, body: body.lowerBound)
      prefix.bodyEnd = body.upperBound
      prefix.clock = match.range(of: .time, in: pattern).flatMap { ClockReader.whole(line.at($0)) }
      prefix.level = match.range(of: .level, in: pattern).flatMap { level(line.at($0)) }
      prefix.logger = match.range(of: .logger, in: pattern) ?? 0..<0
      return prefix
    }
    return nil
  }

  /// Whether a pattern matches.
  func matches(_ line: Bytes, _ match: PatternMatch) -> Bool {
    patterns.contains { match.matches($0, line) }
  }

  private func level(_ word: Bytes) -> Level? {
    if !levels.isEmpty, let level = levels[word.text] { return level }
    return LogFields.level(word) ?? (word.count == 1 ? Level(name: word.text) : nil)
  }
}
