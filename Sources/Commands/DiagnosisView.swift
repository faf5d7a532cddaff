import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// A diagnosis for a person: the best answer with its text, then the others.
struct DiagnosisView {
  let outcome: DiagnosisOutcome
  let isBrief: Bool
  let isExplained: Bool

  func write(to output: Output) {
    var answered: Set<KnownErrorID> = []
    let known = outcome.problems.filter { $0.verdict != .unknown }
    var textIsAbove = false
    for (place, problem) in known.enumerated() {
      // The text of a possible answer is worth the space only if it comes first.
      let showsText = !isBrief && (place == 0 || problem.verdict >= .strong)
      if textIsAbove { output.writeLine() }
      textIsAbove = false
      writeHead(of: problem, to: output)
      writeOpenIncidents(of: problem, to: output)
      if isExplained { writeCalculation(of: problem, to: output) }
      for (index, candidate) in problem.candidates.enumerated() {
        let isFirst = answered.insert(candidate.id).inserted
        if textIsAbove { output.writeLine() }
        textIsAbove = false
        write(candidate, to: output)
        if index == 0, isFirst, showsText {
          writeResolution(candidate.answer, to: output)
          textIsAbove = true
        }
      }
      if place < 3 { writeNearest(to: problem, "also near:", output) }
    }
    let unknown = outcome.problems.filter { $0.verdict == .unknown }
    if textIsAbove, !unknown.isEmpty { output.writeLine() }
    for (place, problem) in unknown.prefix(known.isEmpty ? 10 : 5).enumerated() {
      writeHead(of: problem, to: output)
      writeOpenIncidents(of: problem, to: output)
      if known.isEmpty, place < 3 { writeNearest(to: problem, "nearest, no match:", output) }
      if isExplained { writeCalculation(of: problem, to: output) }
    }
    if unknown.count > 5, !known.isEmpty {
      output.writeLine("… and \(unknown.count - 5) more that are unknown")
    }
  }

  private func writeHead(of problem: DiagnosisOutcome.Problem, to output: Output) {
    let times = problem.count > 1 ? ", \(problem.count) times" : ""
    let message = singleLine(problem.message)
    let source = problem.source.map { singleLine($0) + ", " } ?? ""
    output.writeLine(
      "\(problem.verdict, problem.verdict.style)  \(shown(message, besides: 30, on: output), .bold)\("  (\(source)line \(problem.line)\(times))", .dim)"
    )
  }

  private func writeOpenIncidents(of problem: DiagnosisOutcome.Problem, to output: Output) {
    for number in problem.openIncidents.prefix(3) {
      output.writeLine("  incident \(number) about this message is open: casebook incidents \(number)")
    }
  }

  private func writeNearest(
    to problem: DiagnosisOutcome.Problem, _ heading: String, _ output: Output
  ) {
    if problem.nearest.isEmpty { return }
    output.writeLine("  \(heading, .dim)")
    for near in problem.nearest {
      let title = shown(singleLine(near.resolution.title), besides: 4, on: output)
      output.writeLine("    \(title)\n      \(near.resolution.id, .cyan)")
    }
  }

  private func writeCalculation(of problem: DiagnosisOutcome.Problem, to output: Output) {
    output.writeLine(
      "    \("\(problem.signature.fingerprint)  \(singleLine(problem.signature.template.text))", .dim)")
    for considered in problem.considered {
      output.writeLine("    \(considered.verdict)  \(considered.id, .cyan)")
      output.writeLine("      \(considered.calculation)")
      for evidence in considered.evidence.prefix(8) {
        output.writeLine("      \(evidence.kind.rawValue): \(singleLine(evidence.text))")
      }
    }
  }

  private func write(_ candidate: DiagnosisOutcome.AnswerCandidate, to output: Output) {
    let resolution = candidate.answer.resolution
    output.writeLine("  \(singleLine(resolution.title), .bold)")
    let date = resolution.updated.map { ", \($0)" } ?? ""
    output.writeLine("  \(candidate.id, .cyan)  \("\(candidate.verdict), \(resolution.locale)\(date)", .dim)")
    for evidence in candidate.evidence.prefix(4) {
      output.writeLine("    because \(shown(singleLine(evidence.text), besides: 12, on: output))")
    }
    if let history = candidate.history.summary { output.writeLine("    history: \(history)") }
    for remark in candidate.answer.remarks { output.writeLine("    \("note: " + remark, .yellow)") }
  }

  /// A text cut to the rest of a terminal's line; elsewhere, to a length that people still read.
  private func shown(_ text: String, besides columns: Int, on output: Output) -> String {
    text.truncated(to: output.isTerminal ? max(20, output.width - columns) : 160)
  }

  private func writeResolution(_ answer: Answer, to output: Output) {
    output.writeLine()
    for line in answer.resolution.markdown.split(separator: "\n", omittingEmptySubsequences: false) {
      output.writeLine(line.isEmpty ? "" : "    " + line)
    }
  }
}

extension Verdict {
  /// Green for answers to follow, yellow for answers to judge.
  fileprivate var style: TextStyle {
    switch self {
    case .exact, .strong: [.green, .bold]
    case .possible: [.yellow, .bold]
    case .unknown: [.red, .bold]
    }
  }
}
