public import CasebookKnowledge
import CasebookStorage

/// The errors of a log that an incident is recorded from.
public struct RecordedLog: Sendable {
  /// The errors, the one with the surest answer first, as `diagnose` lists them; empty for a text that is not a log.
  public let problems: [Incident.IncidentProblem]
  /// The known error of each, if `diagnose` is sure.
  public let knownErrors: [KnownErrorID?]
  /// The text itself, if it is one report or message instead of a log.
  public let text: String?
  /// How many lines were read.
  public let lines: Int
  /// The cause if something could not be read, which was already printed; `nil` otherwise.
  public let failure: ErrorCause?
}

extension KnowledgeBase {
  /// Reads a log, or one report, for an incident. The result has no secrets.
  ///
  /// - Parameter source: The file, or `-` for standard input.
  /// - Throws: An error that `KnowledgeBaseError` explains.
  public func readForIncident(
    _ source: String, _ inputs: InputReader, isQuiet: Bool, say: @escaping (String) -> Void
  )
    throws -> RecordedLog
  {
    let kept = LogLines()
    var reading = LogReading(
      self, source == "-" ? inputs.copyingStandardInput(kept.add) : inputs, isQuiet: isQuiet, say: say)
    let outcome = try diagnose(limit: 1) { try reading.read([source], into: &$0) }
    if source != "-", reading.logs == 1 { try inputs.forEachChunk(source, kept.add) }
    guard outcome.isLog else {
      let end = max(1, outcome.lines)
      let text = store.redacted(kept.lines(1...end).joined(separator: "\n"))
      return RecordedLog(
        problems: [], knownErrors: [], text: text, lines: outcome.lines, failure: reading.failure)
    }
    let name = source == "-" ? nil : store.redacted(source)
    let found = outcome.problems.prefix(Self.mostProblems)
    var excerpts = reading.logs == 1 ? excerpts(around: found.map(\.line), of: kept) : [:]
    let problems = found.map { problem in
      Incident.IncidentProblem(
        message: problem.message, fingerprint: problem.signature.fingerprint, source: problem.source ?? name,
        line: problem.line, count: problem.count, lines: excerpts.removeValue(forKey: problem.line) ?? [])
    }
    let known = outcome.problems.prefix(Self.mostProblems).map { problem in
      // An earlier incident is not a known error: its number means nothing elsewhere.
      problem.candidates.first.flatMap { $0.verdict >= .strong && $0.id.incidentNumber == nil ? $0.id : nil }
    }
    return RecordedLog(
      problems: problems, knownErrors: known, text: nil, lines: outcome.lines, failure: reading.failure)
  }

  /// The lines around those with these numbers, by the first number of each excerpt. Excerpts that touch are one.
  private func excerpts(around numbers: [Int], of kept: LogLines) -> [Int: [String]] {
    var ranges: [(first: Int, lines: ClosedRange<Int>)] = []
    for number in numbers.sorted() {
      let range = Incident.IncidentProblem.excerpt(around: number)
      if let last = ranges.last, range.lowerBound <= last.lines.upperBound + 1 {
        ranges[ranges.count - 1].lines = last.lines.lowerBound...range.upperBound
      } else {
        ranges.append((number, range))
      }
    }
    return Dictionary(uniqueKeysWithValues: ranges.map { ($0.first, excerpt($0.lines, of: kept)) })
  }

  /// Lines without secrets. A private key may begin before them, so the lines before are looked at, too.
  private func excerpt(_ range: ClosedRange<Int>, of kept: LogLines) -> [String] {
    let before = max(1, range.lowerBound - Self.longestKey)
    let lines = kept.lines(before...range.upperBound)
    let clean = store.redacted(lines.joined(separator: "\n")).split(
      separator: "\n", omittingEmptySubsequences: false)
    // A secret of several lines is one placeholder; then nothing says which line is which.
    guard clean.count == lines.count else { return [] }
    return clean.dropFirst(range.lowerBound - before).map { String($0.prefix(Self.longestLine)) }
  }

  /// An incident keeps no more errors of a log.
  private static let mostProblems = 20
  private static let longestLine = 1_000
  /// The lines of a private key of 8,192 bits, and some more.
  private static let longestKey = 120
}

extension Incident.IncidentProblem {
  private static let contextLines = 3

  /// The numbers of the lines that are kept around one.
  static func excerpt(around line: Int) -> ClosedRange<Int> {
    max(1, line - contextLines)...(line + contextLines)
  }

  /// Whether its lines have the one of another problem.
  func shows(_ other: Self) -> Bool {
    let first = Self.excerpt(around: line).lowerBound
    return !lines.isEmpty && source == other.source && (first..<first + lines.count).contains(other.line)
  }
}
