import CasebookCommandKit
import CasebookKnowledge
import CasebookService
import Glibc

/// A report of a diagnosis that another program reads.
enum ReportFormat: String, CaseIterable {
  case github, junit, prom

  var help: String {
    switch self {
    case .github: "annotations for GitHub Actions, and a summary of the step"
    case .junit: "JUnit's XML, a test case for each problem"
    case .prom: "metrics for the textfile collector of Prometheus' node_exporter"
    }
  }
}

/// A diagnosis in the format of a CI service or a monitor.
struct CIReport {
  private let outcome: DiagnosisOutcome
  private let sources: [String]
  private let base: KnowledgeBase
  private let surroundings: Surroundings

  /// GitHub shows ten annotations of a step.
  private static let mostAnnotations = 10

  init(
    _ outcome: DiagnosisOutcome, _ sources: [String], _ base: KnowledgeBase, _ surroundings: Surroundings
  ) {
    (self.outcome, self.sources, self.base, self.surroundings) = (outcome, sources, base, surroundings)
  }

  /// Writes the report to a file, completely or not at all, or to standard output.
  func write(_ format: ReportFormat, to path: String?) throws {
    let text: String =
      switch format {
      case .github: annotations
      case .junit: junit
      case .prom: metrics
      }
    if format == .github, let summary = surroundings.environment["GITHUB_STEP_SUMMARY"], !summary.isEmpty {
      try append(summaryText, to: summary)
    }
    if let path {
      try writeText(text, to: surroundings.inputs.located(path))
    } else {
      surroundings.standardOutput.write(text)
    }
  }

  /// The problems with the surest answer first, and among equals the most frequent.
  private var ranked: [DiagnosisOutcome.Problem] {
    outcome.problems.enumerated().sorted { a, b in
      (a.element.verdict, a.element.count, -a.offset) > (b.element.verdict, b.element.count, -b.offset)
    }.map(\.element)
  }

  private func source(of problem: DiagnosisOutcome.Problem) -> String? {
    problem.source ?? (sources.first == "-" || sources.first == NamedInputs.messageName ? nil : sources.first)
  }

  private func answer(to problem: DiagnosisOutcome.Problem) -> (title: String, id: String)? {
    problem.candidates.first.map { (singleLine($0.answer.resolution.title), base.name(of: $0.id)) }
  }

  // MARK: GitHub

  private var annotations: String {
    ranked.prefix(Self.mostAnnotations).map { problem in
      let answer = answer(to: problem)
      var properties = source(of: problem).map { ["file=\(property($0))", "line=\(problem.line)"] } ?? []
      properties.append(
        "title=" + property(answer.map { "\(problem.verdict): \($0.title)" } ?? "unknown error"))
      let times = problem.count > 1 ? " (\(problem.count) times)" : ""
      let fix = answer.map { "\nThe fix: casebook show \($0.id)" } ?? ""
      let level = problem.verdict == .possible ? "warning" : "error"
      let message = singleLine(problem.message).truncated(to: 400) + times + fix
      return "::\(level) \(properties.joined(separator: ","))::\(data(message))\n"
    }.joined()
  }

  /// A message of a workflow command, in which line ends and percent signs are escaped (actions/toolkit, `command.ts`).
  private func data(_ text: String) -> String { text.escaped(["%": "%25", "\r": "%0D", "\n": "%0A"]) }

  /// The value of a property, in which colons and commas are escaped, too.
  private func property(_ text: String) -> String { data(text).escaped([":": "%3A", ",": "%2C"]) }

  /// Markdown that GitHub shows below the step.
  private var summaryText: String {
    var text = "### Casebook: \(VerdictCounts(outcome.problems).summary)\n\n"
    for problem in ranked {
      let place = source(of: problem).map { "\($0):\(problem.line)" } ?? "line \(problem.line)"
      let times = problem.count > 1 ? ", \(problem.count) times" : ""
      text += "- **\(problem.verdict)** \(code(problem.message)) (\(code(place))\(times))\n"
      if let answer = answer(to: problem) {
        text += "  \(code(answer.id)): \(escaped(answer.title))\n"
      }
    }
    return text + "\n"
  }

  /// A code span that its text cannot end.
  private func code(_ text: String) -> String {
    let text = singleLine(text).truncated(to: 300)
    let fence = codeFence(around: text, least: 1)
    return fence == "`" ? "`\(text)`" : "\(fence) \(text) \(fence)"
  }

  private func append(_ text: String, to path: String) throws {
    guard let file = fopen(surroundings.inputs.located(path), "a") else {
      throw Failure(.cannotCreate, "\(path): cannot write the summary (\(String(cString: strerror(errno))))")
    }
    let isWritten = fputs(text, file) >= 0
    guard fclose(file) == 0, isWritten else {
      throw Failure(.io, "\(path): cannot write the summary (\(String(cString: strerror(errno))))")
    }
  }

  // MARK: JUnit

  private var junit: String {
    let count = outcome.problems.count
    var text = """
      <?xml version="1.0" encoding="UTF-8"?>
      <testsuites><testsuite name="casebook diagnose" tests="\(count)" failures="\(count)">

      """
    for problem in ranked {
      let place = source(of: problem) ?? "standard input"
      let answer = answer(to: problem)
      let message = singleLine(problem.message).truncated(to: 400)
      text += """
        <testcase classname="\(escaped(place))" name="\(escaped(message))" file="\(escaped(place))" line="\(problem.line)">
        <failure type="\(problem.verdict)" message="\(escaped(answer?.title ?? "unknown error"))">\(escaped(message))

        """
      text += problem.count > 1 ? "\(problem.count) times\n" : ""
      text += answer.map { "The fix: casebook show \(escaped($0.id))\n" } ?? ""
      text += "</failure></testcase>\n"
    }
    return text + "</testsuite></testsuites>\n"
  }

  /// Text of XML or HTML, without the characters that XML does not allow.
  private func escaped(_ text: String) -> String {
    String(
      text.unicodeScalars.filter {
        ($0.value >= 0x20 || $0 == "\n" || $0 == "\t") && $0.value != 0xFFFE && $0.value != 0xFFFF
      }.map(Character.init)
    ).escaped(["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;"])
  }

  // MARK: Prometheus

  private var metrics: String {
    let counts = VerdictCounts(outcome.problems)
    var text = """
      # HELP casebook_lines Lines that the last diagnosis read.
      # TYPE casebook_lines gauge
      casebook_lines \(outcome.lines)
      # HELP casebook_diagnosed_time_seconds When the last diagnosis ran.
      # TYPE casebook_diagnosed_time_seconds gauge
      casebook_diagnosed_time_seconds \(surroundings.now().milliseconds / 1000)
      # HELP casebook_problems Different problems of the last diagnosis, by verdict.
      # TYPE casebook_problems gauge
      casebook_problems{verdict="known"} \(counts.known)
      casebook_problems{verdict="possible"} \(counts.possible)
      casebook_problems{verdict="unknown"} \(counts.unknown)

      """
    if outcome.problems.isEmpty { return text }
    text += """
      # HELP casebook_problem_events How often each problem occurred.
      # TYPE casebook_problem_events gauge

      """
    for problem in ranked {
      let id = problem.verdict >= .strong ? problem.candidates.first.map { base.name(of: $0.id) } ?? "" : ""
      text +=
        "casebook_problem_events{verdict=\"\(problem.verdict)\",known_error=\"\(label(id))\",fingerprint=\"\(problem.signature.fingerprint)\"} \(problem.count)\n"
    }
    return text
  }

  /// The value of a label, in which backslashes, quotes and line ends are escaped.
  private func label(_ text: String) -> String {
    text.escaped(["\\": "\\\\", "\"": "\\\"", "\n": "\\n"])
  }
}

extension String {
  /// The text with codes in place of some characters.
  fileprivate func escaped(_ codes: [Unicode.Scalar: String]) -> String {
    unicodeScalars.reduce(into: "") { result, scalar in
      if let code = codes[scalar] { result += code } else { result.unicodeScalars.append(scalar) }
    }
  }
}
