import CasebookCommandKit
import CasebookKnowledge
import CasebookSignatures

/// `casebook signature [FILE|-]`
enum SignatureVerb {
  static let file = Operand(optional: .path("FILE"), help: "messages; - is standard input")
  static let each = Option(
    flag: "each", help: "one line for each line of input: GROUP, FINGERPRINT, TEMPLATE, with tabs between")

  static let explain = Option(
    flag: "explain", help: "say what was masked, which identifiers were found, and why messages are one group"
  )

  static let command = Command<Surroundings>(
    "signature", summary: "show how messages are normalised",
    options: [each, explain], operands: [file],
    examples: [Example("one message", "echo 'exit code 137' | casebook signature -")]
  ) { invocation, surroundings in
    guard let path = invocation[file] else {
      throw Failure(.usage, "no messages", hint: "Give a file, or - to read standard input.")
    }
    try surroundings.checkIsFile(path, verb: "signature")
    let output = surroundings.standardOutput
    if invocation[explain] {
      let all = try explain(text(path, invocation, surroundings), isEach: invocation[each])
      if invocation.wantsJSON {
        output.writeLine(
          JSON.object([.init("version", 1), .init("explanations", .array(all.map(\.json)))]).description)
      } else {
        for explanation in all { explanation.write(to: output) }
      }
      return .success
    }
    let signer = Signer()
    if invocation[each] {
      var lines = GroupedLines(signer)
      try lines.read(path, surroundings)
      lines.write(to: output)
      return .success
    }
    let text = try text(path, invocation, surroundings)
    let report = ErrorReport(reading: text)
    let signature = signer.signature(of: report.messages.first?.text ?? text)
    if invocation.wantsJSON {
      output.writeLine(
        JSON.object([
          .init("version", 1), .init("signature", signature.json),
          .init("messages", .array(report.messages.map(\.json))),
        ]).description)
    } else {
      output.writeLine("\(signature.fingerprint, .cyan)  \(signature.template)")
      for identifier in signature.identifiers {
        output.writeLine("    \(identifier.kind.rawValue)  \(identifier.value)")
      }
    }
    return .success
  }

  /// What is there to sign, without its secrets: so it has the fingerprint that an event or an incident is stored with.
  private static func text(
    _ path: String, _ invocation: Invocation, _ surroundings: Surroundings
  ) throws -> String {
    let text = String(decoding: try surroundings.read(path, invocation), as: UTF8.self)
    guard text.contains(where: { !$0.isWhitespace }) else {
      throw Failure(.data, "\(shownName(ofInput: path)): no message in it")
    }
    return Redactor().redacted(text)
  }

  /// Every line with `--each`, else the messages of the report, else all of it.
  private static func explain(_ text: String, isEach: Bool) -> [SignatureExplanation] {
    let messages =
      isEach
      ? text.utf8.split(separator: 10).map { String($0) ?? "" }
      : ErrorReport(reading: text).messages.map(\.text)
    return SignatureExplanation.all(messages.isEmpty ? [text] : messages, Signer())
  }
}

extension ErrorReport.Message {
  fileprivate var json: JSON {
    [
      "text": .string(text), "line": .int(line), "role": .string(role.rawValue),
      "source": .string(source.rawValue),
      "code": JSON(code),
    ]
  }
}
