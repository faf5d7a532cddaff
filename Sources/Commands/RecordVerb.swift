import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// `casebook record [MESSAGE…|-]`
enum RecordVerb {
  static let message = Operand(
    any: .text("MESSAGE"),
    help: """
      the error message, the fingerprint of one in the runs, or a file with a report or a log; - or nothing is standard input
      """)
  static let title = Option("title", .text("TITLE"), help: "its title; else its leading message").meant(
    by: "t", "name")
  static let knownError = Option(
    "as", .knownError(),
    help: "the known error that you assume; else what diagnose finds, if it is sure"
  )
  static let note = Option("note", .text("TEXT"), help: "a note to add").meant(by: "body", "b", "comment")
  static let log = Option("from", .path("LOG"), help: "record the errors of this log").meant(
    by: "file", "f", "log")
  static let problem = Option(
    "problem", .integer("N", in: 1...1000),
    help: "the error of the log that it is about, in the order of diagnose; else the first")
  static let isNew = Option(flag: "new", help: "record it even if an open incident has the same message")
  static let service = Option("service", .text("NAME"), help: "the service that failed: a label")

  static let command = Command<Surroundings>(
    "record", summary: "record an incident",
    discussion: """
      From a log, keeps the errors with a few lines around each, and not the rest. The surest error for diagnose leads, or \
      the one that --problem names. If an open incident has the same message, add to that one with note.
      """,
    options: [
      log, problem, title, knownError, note, IncidentOptions.severity, IncidentOptions.labels, service,
      IncidentOptions.time, isNew, UnpackLimit.option, FormatFiles.folder,
    ],
    operands: [message],
    examples: [
      Example("from a pipe", "kubectl logs scoring-7d9f | casebook record --title 'scoring is down'"),
      Example("from a log", "casebook record --from run.log --severity high --label env=prod"),
      Example("a message", "casebook record 'no healthy upstream' --as http-status-code-503"),
    ],
    statuses: [
      StatusNote(.notFound, "nothing was recorded: an open incident has the same message"),
      StatusNote(.data, "the text is empty, or the log has no errors"),
    ],
    synonyms: ["new", "create", "report", "save"]
  ) { invocation, surroundings in
    RulesAhead.diagnosis.read()
    let by = try surroundings.attribution(invocation)
    let words = invocation[message]
    let formats = try surroundings.formats(invocation)
    // The text is read first: a person may have to paste it, and others may write meanwhile.
    let log = try log(words, invocation, surroundings)
    let typed = try log == nil ? text(words, surroundings) : nil
    let base = try surroundings.open(invocation, .write)
    base.use(formats)
    var known = try invocation[knownError].map(base.knownError(named:))
    var problems: [Incident.IncidentProblem] = []
    let text: String
    if let typed {
      text = try base.message(typed)
    } else {
      let source = log ?? "-"
      surroundings.announceReading(source, invocation)
      let read = try base.readForIncident(
        source, surroundings.unpacking(invocation).inputs, isQuiet: invocation.isQuiet, say: surroundings.say)
      if read.problems.isEmpty, let failure = read.failure { return failure.status }
      let chosen = try choose(invocation[problem], of: read, source)
      problems = read.problems
      text = read.text ?? problems[chosen].message
      if read.text == nil, known == nil { known = read.knownErrors[chosen] }
    }
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw Failure(.data, "nothing to record: the message is empty")
    }
    if known == nil, problems.isEmpty {
      let best = try base.diagnose(text, limit: 1).candidates.first
      if let best, best.verdict >= .strong, best.id.incidentNumber == nil { known = best.id }
    }
    if !invocation[isNew], let open = try base.openIncident(like: text) {
      throw Failure(
        .notFound, "incident \(open.number) is open with the same message: \(singleLine(open.title))",
        hint: "Add to it: casebook note \(open.number) TEXT; or record another one: --new")
    }
    var labels = invocation[IncidentOptions.labels]
    if let name = invocation[service] {
      guard let label = RunLabel("service=" + name) else { throw Failure(.usage, "--service is empty") }
      labels.append(label)
    }
    let incident = try base.record(
      text, title: invocation[title], knownError: known, text: invocation[note] ?? "",
      severity: invocation[IncidentOptions.severity], labels: labels, problems: problems, by: by)
    try IncidentOptions.report(
      IncidentOptions.changed(incident), base, invocation, surroundings, "recorded")
    if !problems.isEmpty, !invocation.wantsJSON {
      let others = problems.count - 1
      let more = others > 0 ? ", and \(counted(others, "more error")) of the log" : ""
      surroundings.standardOutput.writeLine("    kept with the lines around it\(more)")
    }
    return .success
  }

  /// The log that --from or a single operand names; `nil` without one.
  private static func log(
    _ words: [String], _ invocation: Invocation, _ surroundings: Surroundings
  ) throws -> String? {
    guard let path = invocation[log] else {
      return words.count == 1 && words != ["-"] ? surroundings.inputs(words).paths.first : nil
    }
    guard words.isEmpty else {
      throw Failure(.usage, "--from LOG and a message exclude each other")
    }
    return path
  }

  /// The words, or what a person writes in an editor; `nil` to read standard input.
  private static func text(_ words: [String], _ surroundings: Surroundings) throws -> String? {
    if words == ["-"] { return nil }
    if !words.isEmpty { return words.joined(separator: " ") }
    return try surroundings.edited(
      "The message of the error, or a report. Lines that start with # are left out.")
  }

  private static func choose(_ number: Int?, of log: RecordedLog, _ source: String) throws -> Int {
    let name = shownName(ofInput: source)
    guard log.text == nil else {
      guard number ?? 1 == 1 else { throw Failure(.data, "\(name): one report, so --problem can only be 1") }
      return 0
    }
    guard !log.problems.isEmpty else {
      throw Failure(
        .data, "\(name): nothing to record: no errors in \(counted(log.lines, "line"))",
        hint: "Give the message: casebook record MESSAGE")
    }
    let number = number ?? 1
    guard number <= log.problems.count else {
      throw Failure(
        .data, "\(name): has no error \(number): there are \(log.problems.count)",
        hint: "List them with: casebook diagnose \(source)")
    }
    return number - 1
  }
}

extension KnowledgeBase {
  /// A message as typed, or the last one with the fingerprint that was typed.
  fileprivate func message(_ typed: String) throws -> String {
    guard case .fingerprint(let fingerprint)? = SignatureName(typed) else { return typed }
    if let message = try lastMessage(of: fingerprint) { return message }
    throw Failure(
      .notFound, "no message has the fingerprint \(fingerprint)", hint: "Give the message itself.")
  }
}
