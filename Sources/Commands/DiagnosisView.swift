import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// A diagnosis for a person: the best answer with its text, then the others.
struct DiagnosisView {
  private let outcome: DiagnosisOutcome
  private let isBrief: Bool
  private let isExplained: Bool
  /// Whether Markdown is laid out for a person.
  private let isRendered: Bool
  /// Whether all unknown problems are shown.
  private let isComplete: Bool
  /// The shortest name of a known error.
  private let name: (KnownErrorID) -> String

  init(
    _ outcome: DiagnosisOutcome, _ base: KnowledgeBase, _ invocation: Invocation, _ output: Output
  ) {
    self.outcome = outcome
    isBrief = invocation[DiagnoseVerb.brief]
    isExplained = invocation[DiagnoseVerb.explain]
    isRendered = Rendering.isWanted(invocation, output)
    isComplete = invocation[DiagnoseVerb.isFollowing]
    name = base.name(of:)
  }

  /// The same for another verb, without its options.
  init(_ outcome: DiagnosisOutcome, _ base: KnowledgeBase, on output: Output) {
    self.outcome = outcome
    isBrief = false
    isExplained = false
    isRendered = output.isForPerson
    isComplete = false
    name = base.name(of:)
  }

  /// How many answers have their text, and how many unknown problems are shown, beside answers and alone.
  private static let mostTexts = 5
  private static let mostUnknown = (besides: 5, alone: 10)

  func write(to output: Output) {
    if outcome.problems.count > 1 {
      output.writeLine("\(VerdictCounts(outcome.problems).summary, .bold)\n")
    }
    var answered: Set<KnownErrorID> = []
    let known = outcome.problems.filter { $0.verdict != .unknown }
    var textIsAbove = false
    var texts = 0
    for (place, problem) in known.enumerated() {
      // The text of a possible answer is worth the space only if it comes first.
      let showsText = !isBrief && texts < Self.mostTexts && (place == 0 || problem.verdict >= .strong)
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
          texts += 1
        }
      }
      if place < 3, !problem.nearest.isEmpty {
        if textIsAbove { output.writeLine() }
        textIsAbove = false
        writeNearest(to: problem, "also near:", output)
      }
    }
    let unknown = outcome.problems.filter { $0.verdict == .unknown }
    if textIsAbove, !unknown.isEmpty { output.writeLine() }
    let most =
      isComplete ? unknown.count : known.isEmpty ? Self.mostUnknown.alone : Self.mostUnknown.besides
    for (place, problem) in unknown.prefix(most).enumerated() {
      writeHead(of: problem, to: output)
      writeOpenIncidents(of: problem, to: output)
      if known.isEmpty, place < 3 { writeNearest(to: problem, "nearest, no match:", output) }
      if isExplained { writeCalculation(of: problem, to: output) }
    }
    if unknown.count > most { output.writeLine("… and \(unknown.count - most) more that are unknown") }
  }

  private func writeHead(of problem: DiagnosisOutcome.Problem, to output: Output) {
    let times = problem.count > 1 ? ", \(problem.count) times" : ""
    let message = singleLine(problem.head?.message ?? problem.message)
    let source = problem.source.map { singleLine($0) + ", " } ?? ""
    let verdict = problem.verdict.description
    let place = "  (\(source)line \(problem.head?.line ?? problem.line)\(times))"
    let text = shown(message, besides: verdict.displayWidth + 2 + place.displayWidth, on: output)
    output.writeLine("\(verdict, problem.verdict.style)  \(text, .bold)\(place, .dim)")
    guard let head = problem.head else { return }
    // The end of a chain is looked up; its head is what a person saw failing.
    let causePlace = head.line == problem.line ? "" : "  (line \(problem.line))"
    let cause = shown(singleLine(problem.message), besides: 12 + causePlace.displayWidth, on: output)
    output.writeLine("  caused by \(cause, .bold)\(causePlace, .dim)")
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
      output.writeLine("    \(title)\n      \(name(near.resolution.id), .cyan)")
    }
  }

  private func writeCalculation(of problem: DiagnosisOutcome.Problem, to output: Output) {
    output.writeLine(
      "    \("\(problem.signature.fingerprint)  \(singleLine(problem.signature.template.text))", .dim)")
    for considered in problem.considered {
      output.writeLine("    \(considered.verdict)  \(name(considered.id), .cyan)")
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
    output.writeLine(
      "  \(name(candidate.id), .cyan)  \("\(candidate.verdict), \(resolution.locale)\(date)", .dim)")
    for evidence in candidate.evidence.prefix(4) {
      output.writeLine("    because \(shown(singleLine(evidence.text), besides: 12, on: output))")
    }
    if let history = candidate.history.summary { output.write("history: \(history)", indent: 4) }
    for remark in candidate.answer.readerRemarks { output.write("\("note: " + remark, .yellow)", indent: 4) }
  }

  /// A text cut to the rest of a terminal's line; elsewhere, to a length that people still read.
  private func shown(_ text: String, besides columns: Int, on output: Output) -> String {
    text.truncated(to: output.isTerminal ? max(20, output.width - columns) : 160)
  }

  private func writeResolution(_ answer: Answer, to output: Output) {
    output.writeLine()
    let folded = FoldedMessages(answer.resolution.markdown)
    output.write(
      markdown: folded.markdown, blocks: isRendered ? KnowledgeBase.blocks(of: folded.markdown) : nil,
      indent: 4)
    if folded.count > 0 {
      let messages = folded.count == 1 ? "message" : "messages"
      output.writeLine(
        "\n    \("… with \(folded.count) more \(messages): casebook show \(name(answer.resolution.id))", .dim)"
      )
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
