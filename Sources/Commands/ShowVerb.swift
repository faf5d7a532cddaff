import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// `casebook show ID`
enum ShowVerb {
  static let id = Operand(
    .knownError(),
    help: "a known error: family#slug, family#slug/row, or an unambiguous slug")
  static let explain = Option(
    flag: "explain", help: "show why it is a known error, and its source in each locale")

  static let command = Command<Surroundings>(
    "show", summary: "show the resolution of a known error",
    discussion:
      "Prints the text in the preferred language. If there is none, prints it in another language and says so.",
    options: [explain], operands: [id],
    examples: [
      Example("by its slug", "casebook show http-status-code-503"),
      Example("in Japanese", "casebook show function-fails-get_model_path --lang ja"),
    ],
    statuses: [StatusNote(.notFound, "nothing has that name, or several things have it")]
  ) { invocation, surroundings in
    let base = try surroundings.open(invocation, .read)
    let known = try base.section(named: invocation[id])
    guard let answer = try base.resolution(of: known) else {
      throw Failure(.notFound, "\(known) has no resolution any more")
    }
    let history = try base.history(of: known)
    let output = surroundings.standardOutput
    if invocation.wantsJSON {
      output.writeLine(answer.json(history: history, all: try base.resolutions(of: known)).description)
      return .success
    }
    let resolution = answer.resolution
    for remark in answer.remarks where !invocation.isQuiet { surroundings.say(remark) }
    output.writeLine("\("# " + singleLine(resolution.title), .bold)\n")
    output.writeLine(resolution.markdown)
    output.writeLine()
    let date = resolution.updated.map { ", \($0)" } ?? ""
    output.writeLine(
      "\("\(known)  (\(resolution.locale)\(date))  \(resolution.source):\(resolution.line)", .dim)")
    if let summary = history.summary { output.writeLine("\(summary, .dim)") }
    if invocation[explain] {
      for resolution in try base.resolutions(of: known) {
        output.writeLine(
          "\(resolution.locale): \(resolution.reason)  (\(resolution.source):\(resolution.line))")
      }
      for lesson in try base.lessons() where lesson.counts && lesson.knownError == known {
        for subject in lesson.subjects {
          output.writeLine("taught \(lesson.origin): \(singleLine(subject.text))")
        }
      }
    }
    return .success
  }
}

extension Answer {
  fileprivate func json(history: KnownErrorHistory, all: [Resolution]) -> JSON {
    [
      "version": 1, "known_error": .string(resolution.id.description),
      "locale": .string(resolution.locale.description), "title": .string(resolution.title),
      "markdown": .string(resolution.markdown), "source": .string(resolution.source),
      "line": .int(resolution.line),
      "updated": JSON(resolution.updated), "reason": .string(resolution.reason),
      "remarks": .array(remarks.map(JSON.string)),
      "locales": .array(
        all.map {
          ["locale": .string($0.locale.description), "title": .string($0.title), "updated": JSON($0.updated)]
        }),
      "history": history.json,
    ]
  }
}
