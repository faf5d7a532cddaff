import CasebookKnowledge
import CasebookText

/// How the lines of some program are built: data with samples, from `data/formats` or from a user.
///
/// A file is one JSON object:
/// - `name`: in small letters, digits and dashes.
/// - `title`: what it is, in a line.
/// - `patterns`: regular expressions (PCRE2) that match whole lines. Their groups name the parts: `time`, `level`,
///   `logger`, and `body`, the message, which has to be there.
/// - `levels`: what the words of the group `level` mean, where they are not the usual ones: `{"oops": "error"}`.
/// - `reader`: the built-in reader that reads the same lines faster. Without it, the patterns read them.
/// - `samples`: lines, or objects of a `line` and the `time`, `level`, `logger` and `body` that have to come out of it.
///   Each matches a pattern of this format and of no other format, and each pattern matches a sample.
public struct LogFormat: Sendable {
  /// One line and what is in it.
  public struct Sample: Hashable, Sendable {
    /// The line.
    public var line: String
    /// What has to come out, by group; what is not named may be anything.
    public var parts: [String: String] = [:]
  }

  /// The built-in readers, which know formats as code.
  public enum Reader: String, Sendable, CaseIterable {
    /// Times, levels and loggers in any order and dress; see `PrefixReader`.
    case prefix
    /// One JSON object a line.
    case json
    /// `name=value` fields.
    case logfmt
    /// What a container runtime or a collector writes around the lines of a program.
    case envelope
    /// Entries of several lines, as `journalctl -o export` writes them.
    case journal
    /// Whatever no other format describes.
    case plain
  }

  /// The name, `gunicorn`.
  public let name: String
  /// What it is, in a line.
  public let title: String
  /// What reads its lines; `nil` where the patterns do.
  public let reader: Reader?
  /// Lines of this format.
  public let samples: [Sample]
  let patterns: [LinePattern]
  /// How many patterns it has.
  public var patternCount: Int { patterns.count }
  let levels: [String: Level]

  /// The parts of a line of this format; `nil` where no pattern matches.
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
    return Fields.level(word) ?? (word.count == 1 ? Level(name: word.text) : nil)
  }
}
