import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// `casebook show ID`
enum ShowVerb {
  static let id = Operand(
    .knownError(),
    help: "a known error: family#slug, family#slug/row, or an unambiguous slug")
  static let values = Option(
    repeated: "with",
    ArgumentKind<NamedValue>("NAME=VALUE", expected: "a name and a number such as request_time=10s") {
      NamedValue($0)
    },
    help: "calculate with this value; may be given several times")
  static let explain = Option(
    flag: "explain", help: "show why it is a known error, and its source in each locale")

  static let hasRevisions = Option(
    flag: "revisions", help: "show the other texts of an article that people wrote, too")

  /// How many of the fixes that people tried are printed.
  private static let mostOutcomes = 5

  static let command = Command<Surroundings>(
    "show", summary: "show the resolution of a known error",
    discussion:
      """
      Prints the text in the preferred language. If there is none, prints it in another language and says so.

      Some texts calculate something. --with gives the values: a number with or without a unit, or an expression of them. \
      Times are in ns, us, ms, s, min, h or d; sizes in B, kB, MB, GB, KiB, MiB, GiB and so on; a rate is 20/s.
      """,
    options: [values, explain, hasRevisions, Rendering.isRaw], operands: [id],
    examples: [
      Example("by its slug", "casebook show http-status-code-503"),
      Example("in Japanese", "casebook show function-fails-get_model_path --lang ja"),
      Example(
        "with its calculation",
        "casebook show http-status-code-503 --with target_rps=20 --with request_time=10"),
    ],
    statuses: [StatusNote(.notFound, "nothing has that name, or several things have it")],
    synonyms: ["get", "cat", "view", "info", "open", "describe"], isPaged: true
  ) { invocation, surroundings in
    let base = try surroundings.open(invocation, .read)
    let known = try base.section(named: invocation[id])
    guard let answer = try base.resolution(of: known) else {
      throw Failure(.notFound, "\(known) has no resolution any more")
    }
    let history = try base.history(of: known)
    let locale = answer.resolution.locale
    let others =
      try invocation[hasRevisions]
      ? base.revisions(of: known, in: locale) : base.otherVersions(of: known, in: locale)
    let output = surroundings.standardOutput
    let given = Dictionary(invocation[values].map { ($0.name, $0.value) }) { $1 }
    let calculated = given.isEmpty ? nil : try answer.calculated(with: given)
    let markdown = calculated?.markdown ?? answer.resolution.markdown
    if invocation.wantsJSON {
      let json = answer.json(
        markdown, calculated?.results ?? [], history: history, all: try base.resolutions(of: known), others)
      output.writeLine(json.description)
      return .success
    }
    let resolution = answer.resolution
    for remark in answer.remarks where !invocation.isQuiet { surroundings.say(remark) }
    let heading = singleLine(resolution.title)
    if Rendering.isWanted(invocation, output) {
      let title = MarkdownBlock.heading(level: 1, [MarkdownSpan(heading)])
      output.write(markdown: markdown, blocks: [title] + KnowledgeBase.blocks(of: markdown))
    } else {
      output.writeLine("\("# " + heading, .bold)\n")
      output.write(markdown: markdown, blocks: nil)
    }
    if given.isEmpty, !invocation.isQuiet {
      for one in answer.calculations {
        let values = one.needed.map { " --with \($0)=…" }.joined()
        surroundings.say("to calculate \(one.results.joined(separator: ", ")), give values:\(values)")
      }
    }
    output.writeLine()
    let date = resolution.updated.map { ", \($0)" } ?? ""
    let place = "\(resolution.source):\(resolution.line)"
    output.write("\("\(base.name(of: known))  (\(resolution.locale)\(date))  \(place)", .dim)", indent: 0)
    if let summary = history.summary { output.write("\(summary, .dim)", indent: 0) }
    for outcome in history.outcomes.prefix(mostOutcomes) {
      output.write("\(singleLine(outcome.sentence), .dim)", indent: 2)
    }
    for other in others {
      let by = other.author.isEmpty ? "" : " by \(other.author)"
      let what = other.isReplaced ? "a replaced resolution" : "another resolution"
      output.writeLine("\n\("\(what)\(by), \(other.time.date)", .bold)\n")
      output.write(other.markdown)
    }
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

/// `request_time=10s`
struct NamedValue: Sendable {
  let name: String
  let value: String

  init?(_ word: String) {
    guard let sign = word.firstIndex(of: "="), sign > word.startIndex else { return nil }
    name = String(word[..<sign])
    value = String(word[word.index(after: sign)...])
    if value.allSatisfy({ $0 == " " }) { return nil }
  }
}

extension Answer {
  fileprivate func json(
    _ markdown: String, _ results: [(name: String, value: String)], history: KnownErrorHistory,
    all: [Resolution], _ others: [OtherVersion]
  ) -> JSON {
    let json: JSON = [
      "version": 1, "known_error": .string(resolution.id.description),
      "locale": .string(resolution.locale.description), "title": .string(resolution.title),
      "markdown": .string(markdown), "source": .string(resolution.source),
      "line": .int(resolution.line),
      "updated": JSON(resolution.updated), "reason": .string(resolution.reason),
      "remarks": .array(remarks.map(JSON.string)),
      "locales": .array(
        all.map {
          ["locale": .string($0.locale.description), "title": .string($0.title), "updated": JSON($0.updated)]
        }),
      "history": history.json,
    ]
    var members = json.members ?? []
    if !others.isEmpty { members.append(.init("others", .array(others.map(\.json)))) }
    if !results.isEmpty {
      let calculated = results.map { ["name": .string($0.name), "value": .string($0.value)] as JSON }
      members.append(.init("calculated", .array(calculated)))
    }
    return .object(members)
  }
}

extension OtherVersion {
  fileprivate var json: JSON {
    [
      "by": .string(author), "time": .string(time.description), "markdown": .string(markdown),
      "replaced": .bool(isReplaced),
    ]
  }
}
