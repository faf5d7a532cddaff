import CasebookCommandKit
import CasebookKnowledge
import CasebookService

extension StoredSignature {
  func write(to output: Output) {
    output.writeLine("\(id, .cyan)  \(singleLine(template.text))")
    if let group { output.writeLine("    group       \(group, .cyan)") }
    for subject in merged { output.writeLine("    merged      \(subject.shown)" as StyledText) }
    for lesson in lessons {
      output.writeLine("    lesson      \(lesson.reason())\(lesson.undone)" as StyledText)
    }
  }

  var json: JSON {
    [
      "version": 1, "id": .string(id), "template": .string(template.text), "group": JSON(group),
      "merged": .array(merged.map { .string($0.name) }), "lessons": .array(lessons.map(\.json)),
    ]
  }
}
