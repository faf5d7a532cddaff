import CasebookCommandKit
import CasebookKnowledge
import CasebookSignatures

/// `casebook signature [FILE|-]`
enum SignatureVerb {
  static let file = Operand(optional: .path("FILE"), help: "messages; - is standard input")
  static let each = Option(
    flag: "each", help: "one line for each line of input: GROUP, FINGERPRINT, TEMPLATE, with tabs between")

  static let command = Command<Surroundings>(
    "signature", summary: "show how messages are normalised",
    options: [each], operands: [file],
    examples: [Example("one message", "echo 'exit code 137' | casebook signature -")]
  ) { invocation, surroundings in
    guard let path = invocation[file] else {
      throw Failure(.usage, "no messages", hint: "Give a file, or - to read standard input.")
    }
    try surroundings.checkIsFile(path, verb: "signature")
    let signer = Signer()
    let output = surroundings.standardOutput
    if invocation[each] {
      try each(of: path, signer, surroundings)
      return .success
    }
    let text = String(decoding: try surroundings.read(path), as: UTF8.self)
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

  /// Groups need all lines, whatever their order: the lines are read first, each kept as the number of its template.
  private static func each(of path: String, _ signer: Signer, _ surroundings: Surroundings) throws {
    var scan = SignatureScan()
    scan.isForming = true
    var grouping = Grouping()
    var lines: [UInt32] = []
    var fingerprints: [Fingerprint] = []
    try LineSplitter.forEachLine(surroundings, path) { line in
      signer.template(of: line, into: &scan)
      let index = grouping.add(scan)
      if index == fingerprints.count {
        fingerprints.append(Fingerprint(template: String(decoding: scan.template, as: UTF8.self)))
      }
      lines.append(UInt32(index))
    }
    let groups = grouping.groups()
    for line in lines {
      let group = groups.group(ofTemplate: Int(line))
      surroundings.standardOutput.writeLine("\(group.id)\t\(fingerprints[Int(line)])\t\(group.template)")
    }
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

/// Cuts a stream of bytes into lines.
enum LineSplitter {
  /// A longer line is cut there.
  private static let limit = 1 << 20

  /// Calls `body` with each line, without its end.
  static func forEachLine(
    _ surroundings: Surroundings, _ path: String, _ body: (UnsafeBufferPointer<UInt8>) -> Void
  ) throws {
    var pending: [UInt8] = []
    var isOpen = false
    func end() {
      if pending.last == UInt8(ascii: "\r") { pending.removeLast() }
      pending.withUnsafeBufferPointer(body)
      pending.removeAll(keepingCapacity: true)
      isOpen = false
    }
    try surroundings.forEachChunk(path) { chunk in
      for byte in chunk {
        if byte == UInt8(ascii: "\n") {
          end()
        } else {
          isOpen = true
          if pending.count < limit { pending.append(byte) }
        }
      }
    }
    if isOpen { end() }
  }
}
