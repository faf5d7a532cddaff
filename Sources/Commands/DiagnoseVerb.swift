import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// `casebook diagnose [INPUT…|-]`
enum DiagnoseVerb {
  static let inputs = Operand(
    any: .input,
    help: """
      a message; or files with reports and logs, compressed or in archives, or folders of them; - or nothing is \
      standard input
      """)
  static let limit = Option(
    "limit", short: "n", .integer("N", in: 1...100), default: 3,
    help: "at most this many candidates for each problem")
  static let brief = Option(flag: "brief", help: "omit the text of the resolution").meant(
    by: "short", "summary", "s")

  static let explain = Option(flag: "explain", help: "show all candidates with their scores").meant(
    by: "verbose", "v", "why")

  static let isFollowing = Option(
    flag: "follow", short: "f", help: "answer as lines are written to a file or a pipe, each new problem once"
  ).meant(by: "watch", "tail")
  static let report = Option(
    "ci", .choice("FORMAT") { (format: ReportFormat) in format.help },
    help: "write a report for another program")
  static let target = Option("to", short: "o", .path("FILE"), help: "write the report of --ci to this file")

  static let command = Command<Surroundings>(
    "diagnose", summary: "find the known error behind a message or a log",
    discussion: """
      The verdict says how sure the answer is: exact (an article contains the message), strong (very likely right), \
      possible (worth a look), or unknown. Each answer gives its reasons. docs/accuracy.md says how often they are right.
      """,
    options: [
      limit, brief, explain, Rendering.isRaw, isFollowing, report, target, UnpackLimit.option,
      FormatFiles.folder,
    ], operands: [inputs],
    examples: [
      Example("a log from a service", "az ml service get-logs --name scoring | casebook diagnose"),
      Example("a message", "casebook diagnose 'connection refused'"),
      Example("a file, in German", "casebook diagnose run.log --lang de"),
      Example("all logs of an archive", "casebook diagnose logs.tar.gz"),
      Example("while it happens", "kubectl logs -f scoring-7d9f | casebook diagnose --follow"),
      Example("in a workflow of GitHub", "casebook diagnose build.log --ci github"),
    ],
    statuses: [
      StatusNote(.notFound, "unknown: the knowledge base does not have it"),
      StatusNote(
        .data,
        "an input is cut off, damaged or not text, or a file in a folder cannot be read; the rest was read"),
      StatusNote(.noInput, "a path does not exist or may not be read; the rest was read"),
      StatusNote(.io, "the system failed to read a path; the rest was read"),
    ],
    synonyms: [
      "explain", "why", "lookup", "analyze", "analyse", "what", "tail", "watch", "follow", "ask", "scan",
      "logs",
    ],
    isPaged: true
  ) { invocation, surroundings in
    RulesAhead.diagnosis.read()
    let inputs = surroundings.inputs(invocation[inputs])
    let formats = try surroundings.formats(invocation)
    let base = try surroundings.open(invocation, .read)
    base.use(formats)
    if invocation[isFollowing] {
      guard inputs.message == nil, inputs.paths.count == 1, invocation[report] == nil else {
        throw Failure(.usage, "--follow takes one file or standard input, without --ci")
      }
      var following = Following(base, invocation, surroundings)
      return try following.run(inputs.paths[0])
    }
    guard invocation[target] == nil || invocation[report] != nil else {
      throw Failure(.usage, "--to belongs to --ci", hint: "To keep the answers: casebook diagnose … >FILE")
    }
    let progress = ProgressLine(on: surroundings.standardError)
    var reading = LogReading(
      base, surroundings.unpacking(invocation, progress).inputs, isQuiet: invocation.isQuiet,
      say: surroundings.say)
    inputs.paths.forEach { surroundings.announceReading($0, invocation) }
    let outcome = try base.diagnose(limit: invocation[limit]) { reader in
      if let message = inputs.message {
        reader.begin(NamedInputs.messageName)
        Array(message.utf8).withUnsafeBytes { reader.read($0) }
      }
      try reading.read(inputs.paths, into: &reader)
    }
    progress.finish()
    if inputs.message == nil, reading.logs == 0, let failure = reading.failure { return failure.status }
    if outcome.problems.isEmpty, !outcome.isLog {
      throw Failure(
        reading.failure?.status ?? .data,
        "\(shownName(ofInput: inputs.names[0])): nothing to diagnose: no text in it",
        hint: inputs.names == ["-"]
          ? "Pipe a log into it, or give a message: casebook diagnose 'connection refused'" : nil)
    }
    for remark in outcome.remarks where !invocation.isQuiet {
      surroundings.say("\(inputs.names.map(shownName).joined(separator: " ")): \(remark)")
    }
    if let format = invocation[report] {
      try CIReport(outcome, inputs.names, base, surroundings).write(format, to: invocation[target])
    } else if invocation.wantsJSON {
      surroundings.standardOutput.writeLine(outcome.json(sources: inputs.names).description)
    } else {
      let output = surroundings.standardOutput
      DiagnosisView(outcome, base, invocation, output).write(to: output)
      if outcome.problems.isEmpty, !invocation.isQuiet {
        surroundings.say("no errors in \(counted(outcome.lines, "line"))")
      } else if outcome.verdict == .unknown, !invocation.isQuiet {
        surroundings.suggest(try base.meantName(in: outcome.problems.first?.message ?? ""))
        let path = inputs.paths.first { $0 != "-" && !surroundings.isFolder($0) }
        let text = path.map(shownName(ofInput:)) ?? (inputs.message == nil ? "- --title TITLE" : "MESSAGE")
        surroundings.say("no known fix; when you solve it, save it: casebook record \(text)")
      }
    }
    return reading.failure?.status ?? (outcome.verdict == .unknown ? .notFound : .success)
  }
}

extension DiagnosisOutcome {
  /// The format is specified in DESIGN.
  func json(sources: [String]) -> JSON {
    .object(
      [
        .init("version", 1), .init("source", .string(redacted(path: sources.joined(separator: " ")))),
        .init("lines", .int(lines)), .init("broken_lines", .int(brokenLines)),
        .init("problems", .array(problems.map(\.json))),
      ] + (omitted > 0 ? [.init("omitted", .int(omitted))] : []))
  }
}

extension DiagnosisOutcome.Problem {
  /// The format is specified in DESIGN.
  var json: JSON {
    .object(
      [.init("message", .string(message))] + (source.map { [.init("source", .string($0))] } ?? []) + [
        .init("line", .int(line)), .init("count", .int(count)), .init("signature", signature.json),
        .init("verdict", .string(verdict.description)),
        .init("candidates", .array(candidates.map(\.json))),
        .init("nearest", .array(nearest.map(\.json))),
        .init("open_incidents", .array(openIncidents.map(JSON.int))),
      ])
  }
}

extension DiagnosisOutcome.NearestSection {
  fileprivate var json: JSON {
    [
      "known_error": .string(resolution.id.description), "locale": .string(resolution.locale.description),
      "title": .string(resolution.title), "score": .rounded(probability),
      "source": .string("\(resolution.source):\(resolution.line)"),
    ]
  }
}

extension Signature {
  /// The format is specified in DESIGN.
  var json: JSON {
    [
      "fingerprint": .string(fingerprint.description), "template": .string(template.text),
      "identifiers": .array(
        identifiers.map { ["kind": .string($0.kind.rawValue), "value": .string($0.value)] }),
    ]
  }
}

extension DiagnosisOutcome.AnswerCandidate {
  private var kind: String { id.incidentNumber != nil ? "incident" : id.row != nil ? "row" : "section" }

  fileprivate var json: JSON {
    let resolution = answer.resolution
    return [
      "known_error": .string(id.description),
      "kind": .string(kind),
      "locale": .string(resolution.locale.description),
      "title": .string(resolution.title), "verdict": .string(verdict.description), "score": .rounded(score),
      "source": .string("\(resolution.source):\(resolution.line)"), "updated": JSON(resolution.updated),
      "remarks": .array(answer.remarks.map(JSON.string)),
      "evidence": .array(evidence.map(\.json)),
      "history": history.json,
    ]
  }
}

extension KnownErrorHistory {
  /// The format is specified in DESIGN.
  var json: JSON {
    var members: [JSON.Member] = [
      .init("seen", .int(seen)), .init("last_seen", JSON(lastSeen?.description)),
      .init("worked", .int(worked)), .init("failed", .int(failed)),
      .init("outcomes", .array(outcomes.map(\.json))),
    ]
    if let shared {
      let others: JSON = [
        "seen": .int(shared.events), "machines": .int(shared.machines),
        "origins": .array(shared.origins.map(\.json)),
      ]
      members.append(.init("shared", others))
    }
    return .object(members)
  }

  /// `seen 3 times, last 2021-10-21; worked 2, failed 0`; `nil` without a history.
  var summary: String? {
    guard seen + worked + failed > 0 else { return nil }
    let others = shared.map { ", \($0.summary)" } ?? ""
    let last = others + (lastSeen.map { ", last \($0.date)" } ?? "")
    return "seen \(counted(seen, "time"))\(last); worked \(worked), failed \(failed)"
  }

  /// The last time that anything worked, in a sentence; else what was tried last.
  var lastOutcome: String? { (outcomes.first(where: \.worked) ?? outcomes.first)?.sentence }
}

extension OriginCount {
  /// A machine, and how many events it counted.
  var json: JSON { ["origin": .string(origin), "count": .int(events)] }
}

extension Evidence {
  /// The format is specified in DESIGN.
  fileprivate var json: JSON { ["kind": .string(kind.rawValue), "text": .string(text)] }
}

extension IncidentOutcome {
  /// The format is specified in DESIGN.
  fileprivate var json: JSON {
    [
      "text": .string(text), "known_error": JSON(knownError?.description),
      "incident": incident.map(JSON.int) ?? .null,
      "by": .string(author),
      "time": .string(time.description), "took_s": took.map(JSON.int) ?? .null, "worked": .bool(worked),
    ]
  }
}
