import CasebookArticles
import CasebookIngest
import CasebookKnowledge
import CasebookStorage
import CasebookText

/// The record of an incident as a Markdown document, for those who were not there.
public struct PostMortem {
  private let incident: Incident
  /// Incidents with the same message or known error that came before, the latest first.
  private let earlier: [Incident]

  /// `nil` if the incident does not exist.
  public init?(of number: Int, in base: KnowledgeBase) throws {
    guard let incident = try base.store.incident(number) else { return nil }
    self.incident = incident
    earlier = try base.store.incidents(like: incident).filter { $0.recorded < incident.recorded }
  }

  /// The name of the file that it is written to in a folder.
  public var fileName: String { "incidents/incident-\(incident.number).md" }

  /// The fields that a template may have, each with its meaning.
  public static let fields = PostMortemField.allCases.map { (name: $0.rawValue, help: $0.help) }

  /// The template that is used where none is given.
  public static let template = """
    # {{title}}

    {{summary}}

    ## Impact

    {{impact}}

    ## Timeline

    {{timeline}}

    ## Evidence

    {{evidence}}

    ## What was tried

    {{tried}}

    ## What worked

    {{worked}}

    ## Earlier occurrences

    {{earlier}}

    ## Follow-ups

    {{follow_ups}}

    """

  /// Fills a template: `{{title}}` becomes the title.
  ///
  /// - Parameter name: The name of the template for an error message.
  /// - Throws: `KnowledgeBaseError` for a field that there is not.
  public func filled(_ template: String = template, name: String = "template") throws -> String {
    var text = ""
    for (index, line) in template.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      if index > 0 { text += "\n" }
      var rest = line
      while let start = rest.range(ofText: "{{"), let end = rest[start.upperBound...].range(ofText: "}}") {
        let field = rest[start.upperBound..<end.lowerBound].filter { !$0.isWhitespace }
        guard let value = value(of: field) else {
          throw KnowledgeBaseError(
            .data, "\(name):\(index + 1): unknown field {{\(field)}}",
            hint: "Fields: \(Self.fields.map(\.name).joined(separator: ", "))")
        }
        text += rest[..<start.lowerBound] + value
        rest = rest[end.upperBound...]
      }
      text += rest
    }
    return text
  }

  private func value(of field: String) -> String? {
    switch field {
    case "title": headingMarkdown(of: incident.title)
    case "number": String(incident.number)
    case "name": incident.key?.description ?? ""
    case "state": incident.state.rawValue
    case "severity": incident.severity?.rawValue ?? "not stated"
    case "labels": incident.labels.map { headingMarkdown(of: $0.description) }.joined(separator: ", ")
    case "recorded": incident.recorded.wholeSecond.description
    case "resolved": incident.resolution?.time.wholeSecond.description ?? "not yet"
    case "duration": duration ?? "not over yet"
    case "known_error": incident.knownError.map { headingMarkdown(of: $0.description) } ?? "unknown"
    case "summary": summary
    case "impact": impact
    case "timeline": list(incident.timeline.map(entry), without: "Nothing was said.")
    case "evidence": evidence
    case "tried": list(outcomes(worked: false), without: "Nothing else was tried.")
    case "worked": list(outcomes(worked: true), without: "Nothing yet.")
    case "earlier": list(earlier.map(occurrence), without: "None are recorded.")
    case "follow_ups": list(followUps, without: "None are recorded.")
    default: nil
    }
  }

  // MARK: Parts

  private var duration: String? {
    incident.resolution.map {
      shownDuration(Int(($0.time.milliseconds - incident.recorded.milliseconds) / 1000))
    }
  }

  private var summary: String {
    var text = "Incident \(incident.number) was recorded on \(incident.recorded.wholeSecond)"
    if let by = incident.timeline.first(where: { $0.kind == .recorded })?.author, !by.isEmpty {
      text += " by \(headingMarkdown(of: by))"
    }
    if let resolution = incident.resolution, let duration {
      text += " and resolved on \(resolution.time.wholeSecond), after \(duration)."
      if !resolution.text.isEmpty { text += " This worked: \(oneLine(resolution.text))." }
    } else {
      text += ". It is open."
    }
    if let known = incident.knownError {
      text += " The known error is \(headingMarkdown(of: known.description))."
    }
    return text
  }

  private var impact: String {
    var lines = ["Severity: \(incident.severity?.rawValue ?? "not stated")"]
    lines.append("Duration: \(duration ?? "not over yet")")
    lines += incident.labels.map { headingMarkdown(of: "\($0.name): \($0.value)") }
    let count = incident.problems.reduce(0) { $0 + $1.count }
    if count > 1 { lines.append("Errors in the log: \(count)") }
    return list(lines, without: "")
  }

  private var evidence: String {
    let message = fencedMarkdown(
      incident.message.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
    func place(of problem: Incident.IncidentProblem) -> String {
      let times = problem.count > 1 ? ", \(problem.count) times" : ""
      return headingMarkdown(of: "\(problem.source ?? "standard input"):\(problem.line)") + times
    }
    // The lines of one problem may show others, too.
    let isShown = { (problem: Incident.IncidentProblem) in
      problem.lines.isEmpty && incident.problems.contains { $0.shows(problem) }
    }
    let problems = incident.problems.filter { !isShown($0) }.map { problem in
      let others = incident.problems.filter { isShown($0) && problem.shows($0) }
      return ([problem] + others).map(place).joined(separator: "; ") + ":\n\n"
        + fencedMarkdown(problem.lines.isEmpty ? [problem.message] : problem.lines)
    }
    return ([message] + problems).joined(separator: "\n\n")
  }

  /// The steps that worked, or those that did not. A resolution did not work if the incident came back.
  private func outcomes(worked: Bool) -> [String] {
    let end = incident.timeline.lastIndex { $0.kind == .reopened } ?? 0
    let entries = incident.timeline.enumerated().filter { place, entry in
      switch entry.kind {
      case .tried: !worked
      case .resolved: worked == (place > end)
      default: false
      }
    }
    return entries.map { _, entry in
      let known = entry.knownError.map { headingMarkdown(of: $0.description) } ?? ""
      let text = indented(entry.text)
      let what = [text, known].filter { !$0.isEmpty }.joined(separator: ", ")
      let limit = entry.isPartial ? " (in part)" : entry.kind == .resolved && !worked ? " (it came back)" : ""
      return (what.isEmpty ? entry.kind.rawValue : what) + limit + by(entry)
    }
  }

  private func entry(_ entry: Incident.TimelineEntry) -> String {
    let known = entry.knownError.map { " \(headingMarkdown(of: $0.description))" } ?? ""
    let kind = entry.kind.rawValue + (entry.isPartial ? " in part" : "")
    return "\(entry.time.wholeSecond) **\(kind)**\(by(entry))\(known)"
      + (entry.text.isEmpty ? "" : ": " + indented(entry.text))
  }

  private func by(_ entry: Incident.TimelineEntry) -> String {
    entry.author.isEmpty ? "" : " (\(headingMarkdown(of: entry.author)))"
  }

  private func occurrence(_ other: Incident) -> String {
    let worked = other.resolution.map { $0.text.isEmpty ? "" : ": \(oneLine($0.text))" } ?? ", still open"
    return "\(other.recorded.date) incident \(other.number), \(headingMarkdown(of: other.title))\(worked)"
  }

  private var followUps: [String] {
    incident.timeline.filter { entry in
      let text = entry.text.lowercased()
      return entry.kind == .note && (text.hasPrefix("todo") || text.hasPrefix("follow-up"))
    }.map { "[ ] " + indented($0.text) + by($0) }
  }

  // MARK: Markdown

  private func list(_ items: [String], without: String) -> String {
    items.isEmpty ? without : items.map { "- " + $0 }.joined(separator: "\n")
  }

  private func oneLine(_ text: String) -> String {
    var line = headingMarkdown(of: text)
    while line.last == "." { line.removeLast() }
    return line
  }

  /// The text as part of a list item: each line escaped, the further ones indented.
  private func indented(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).map { headingMarkdown(of: String($0)) }.joined(separator: "\n  ")
  }
}

/// A field of the template of a post-mortem.
private enum PostMortemField: String, CaseIterable {
  case title, number, name, state, severity, labels, recorded, resolved, duration
  case knownError = "known_error"
  case summary, impact, timeline, evidence, tried, worked, earlier
  case followUps = "follow_ups"

  /// Its meaning.
  var help: String {
    switch self {
    case .title: "its title"
    case .number: "its number in this knowledge base"
    case .name: "its name in every copy"
    case .state: "open or resolved"
    case .severity: "how much it hurt"
    case .labels: "its labels, separated by commas"
    case .recorded: "when it was recorded"
    case .resolved: "when it was resolved"
    case .duration: "the time between"
    case .knownError: "the known error that it was"
    case .summary: "a paragraph with the above"
    case .impact: "severity, duration and labels as a list"
    case .timeline: "all entries as a list"
    case .evidence: "the message, and the errors of the log with their lines"
    case .tried: "what did not help, as a list"
    case .worked: "what helped, as a list"
    case .earlier: "earlier incidents of the same error, as a list"
    case .followUps: "notes that begin with TODO or follow-up, as a list"
    }
  }
}

/// Writes a text to a file, completely or not at all, and creates the folders above it.
public func writeText(_ text: String, to path: String) throws(KnowledgeBaseError) {
  do throws(FileError) {
    try writeFile(Array(text.utf8), to: path)
  } catch {
    throw KnowledgeBaseError(.cannotCreate, error.description)
  }
}
