import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// `casebook signature [INPUT|-]`
enum SignatureVerb {
  static let input = Operand(
    optional: .input,
    help: """
      a message or a file of them, - or nothing is standard input; or the id of a stored one (v1:…) or of a group \
      (g1:…)
      """)
  static let each = Option(
    flag: "each", help: "one line for each line of input: GROUP, FINGERPRINT, TEMPLATE, separated by tabs")

  static let explain = Option(
    flag: "explain", help: "show what was masked, the identifiers, and why messages are one group"
  )

  static let command = Command<Surroundings>(
    "signature", summary: "show how messages are normalised",
    discussion: """
      A group holds the messages of one event, as far as the lines of the input show it. Merge and split groups with: \
      casebook learn.
      """,
    options: [each, explain, UnpackLimit.option], operands: [input],
    examples: [
      Example("one message", "casebook signature 'exit code 137'"),
      Example("the events of a log", "casebook signature --each run.log | cut -f 1,3 | sort | uniq -c"),
    ],
    statuses: [StatusNote(.notFound, "no stored signature or group has that id")]
  ) { invocation, surroundings in
    let surroundings = surroundings.unpacking(invocation)
    try surroundings.checkExists(invocation)
    let input = surroundings.inputs(invocation[input].map { [$0] } ?? [])
    let output = surroundings.standardOutput
    if let message = input.message, let name = SignatureName(message) {
      let found = try StoredSignature(name, surroundings.openIfThere(invocation))
      guard let found else {
        throw Failure(
          .notFound, "no stored signature or group has the id \(message)",
          hint: "Give the message, or its log.")
      }
      if invocation.wantsJSON { output.writeLine(found.json.description) } else { found.write(to: output) }
      return .success
    }
    if invocation[explain] {
      let text = try text(input, invocation, surroundings)
      let all = try SignatureExplanation.all(
        in: text, isEach: invocation[each], surroundings.openIfThere(invocation))
      if invocation.wantsJSON {
        surroundings.printJSON(.init("explanations", .array(all.map(\.json))))
      } else {
        for explanation in all { explanation.write(to: output) }
      }
      return .success
    }
    if invocation[each] { return try writeEach(input, invocation, surroundings) }
    let text = try text(input, invocation, surroundings)
    let report = SignedReport(text)
    let signature = report.signature
    if invocation.wantsJSON {
      surroundings.printJSON(
        .init("signature", signature.json), .init("messages", .array(report.messages.map(\.json))))
    } else {
      output.writeLine("\(signature.fingerprint, .cyan)  \(signature.template.text)")
      for identifier in signature.identifiers {
        output.writeLine("    \(identifier.kind.rawValue)  \(identifier.value)")
      }
    }
    return .success
  }

  /// Writes the group of each line.
  private static func writeEach(
    _ input: NamedInputs, _ invocation: Invocation, _ surroundings: Surroundings
  ) throws -> ExitStatus {
    let name = shownName(ofInput: input.names[0])
    var lines = try GroupedLines(surroundings.openIfThere(invocation))
    var parts = 0
    let write = { (part: GroupedLines.LinePart) in
      let output = surroundings.standardOutput
      part.forEachRow { row in
        output.write(bytes: row)
        return output.isOpen
      }
      parts += 1
    }
    if let message = input.message {
      try Array(message.utf8).withUnsafeBytes { try lines.read($0, write) }
    } else {
      surroundings.announceReading(input.paths[0], invocation)
      try surroundings.inputs.forEachChunk(input.paths[0]) { try lines.read($0, write) }
    }
    try lines.finish(write)
    guard parts > 0 else { throw Failure(.data, "\(name): contains no message") }
    if parts > 1, !invocation.isQuiet {
      surroundings.say(
        "\(name): too many lines to compare at once; they were grouped in \(parts) parts")
    }
    return .success
  }

  /// The text to sign.
  private static func text(
    _ input: NamedInputs, _ invocation: Invocation, _ surroundings: Surroundings
  ) throws -> String {
    let text =
      try input.message ?? String(decoding: surroundings.read(input.paths[0], invocation), as: UTF8.self)
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw Failure(.data, "\(shownName(ofInput: input.names[0])): contains no message")
    }
    return text
  }
}

extension SignedReport.ReadMessage {
  fileprivate var json: JSON {
    [
      "text": .string(text), "line": .int(line), "role": .string(role),
      "source": .string(source),
      "code": JSON(code),
    ]
  }
}
