import CasebookCommandKit
import CasebookKnowledge
import CasebookService

extension SignatureExplanation {
  func write(to output: Output) {
    output.writeLine("\(signature.fingerprint, .cyan)  \(signature.template.text)")
    for span in spans {
      let text = singleLine(span.text)
      if let mask = span.placeholder {
        output.writeLine("    masked      \(mask)  \(text, .dim)")
      } else if let identifier = span.identifier {
        let rule = span.rule.map { "rule \($0)" } ?? "by its shape"
        output.writeLine("    identifier  \(identifier.description)  \(text, .dim)  (\(rule))")
      }
    }
    if isCut { output.writeLine("    cut         after \(Self.limit) bytes") }
    output.writeLine("    group       \(group.id, .cyan)  \(group.template.text)")
    for reason in group.reasons {
      output.writeLine("    because     \(reason.place): \(reason.rule.text); \(values(reason))")
    }
    for lesson in group.lessons { output.writeLine("    because     \(lesson.reason())") }
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
      "signature": signature.json, "cut": .bool(isCut),
      "spans": .array(spans.map(\.json)),
      "group": [
        "id": .string(group.id), "template": .string(group.template.text), "messages": .int(group.count),
        "reasons": .array(group.reasons.map(\.json)), "lessons": .array(group.lessons.map(\.json)),
      ],
    ]
  }
}

extension SignatureExplanation.ExplainedSpan {
  fileprivate var json: JSON {
    [
      "start": .int(range.lowerBound), "end": .int(range.upperBound), "text": .string(text),
      "mask": JSON(mask), "identifier": JSON(identifier?.description), "rule": JSON(rule),
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
