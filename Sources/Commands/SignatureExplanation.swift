import CasebookCommandKit
import CasebookGrouping
import CasebookKnowledge
import CasebookSignatures

/// Explains how a message became its signature, and why it belongs to its group, for `signature --explain`.
struct SignatureExplanation {
  let explanation: Explanation
  let group: EventGroup

  /// One explanation per message; the messages are grouped together.
  static func all(
    _ messages: [String], _ signer: Signer, _ decisions: GroupingDecisions
  ) -> [SignatureExplanation] {
    var lines = GroupedLines(signer, decisions)
    for message in messages {
      var message = message
      message.withUTF8 { lines.add($0) }
    }
    return zip(messages, lines.endPart().groupOfLines).map { message, group in
      SignatureExplanation(explanation: signer.explain(message), group: group)
    }
  }

  func write(to output: Output) {
    let signature = explanation.signature
    output.writeLine("\(signature.fingerprint, .cyan)  \(signature.template.text)")
    for span in explanation.spans {
      let text = singleLine(span.text)
      if let mask = span.mask {
        output.writeLine("    masked      \(mask.text)  \(text, .dim)")
      } else if let identifier = span.identifier {
        let rule = span.rule.map { "rule \($0)" } ?? "by its shape"
        output.writeLine("    identifier  \(identifier.description)  \(text, .dim)  (\(rule))")
      }
    }
    if explanation.isCut { output.writeLine("    cut         after \(Signer.limit) bytes") }
    output.writeLine("    group       \(group.id, .cyan)  \(group.template.text)")
    for reason in group.reasons {
      output.writeLine("    because     \(reason.place): \(reason.rule.text); \(values(reason))")
    }
    for lesson in group.lessons { output.writeLine("    because     \(lesson.reason)") }
    for subject in group.merged where subject.fingerprint != signature.fingerprint {
      output.writeLine("    merged      \(subject.shown)" as StyledText)
    }
  }

  private func values(_ reason: EventGroup.Reason) -> String {
    let examples = reason.examples.map { $0.isEmpty ? "nothing" : $0 }.joined(separator: ", ")
    return reason.values > reason.examples.count ? "\(reason.values) values: \(examples), …" : examples
  }

  var json: JSON {
    [
      "signature": explanation.signature.json, "cut": .bool(explanation.isCut),
      "spans": .array(explanation.spans.map(\.json)),
      "group": [
        "id": .string(group.id), "template": .string(group.template.text), "messages": .int(group.count),
        "reasons": .array(group.reasons.map(\.json)), "lessons": .array(group.lessons.map(\.json)),
      ],
    ]
  }
}

extension Explanation.Span {
  fileprivate var json: JSON {
    [
      "start": .int(range.lowerBound), "end": .int(range.upperBound), "text": .string(text),
      "mask": JSON(mask?.rawValue), "identifier": JSON(identifier?.description), "rule": JSON(rule),
    ]
  }
}

extension EventGroup.Reason {
  fileprivate var json: JSON {
    [
      "place": .string(place), "rule": .string(rule.rawValue), "values": .int(values),
      "examples": .array(examples.map { .string($0) }),
    ]
  }
}
