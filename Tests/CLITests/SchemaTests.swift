import CasebookCommandKit
import CasebookCommands
import CasebookKnowledge
import Testing

/// The published schemas. Transcripts check what verbs print against them.
struct SchemaTests {
  @Test func `every verb that prints data has one schema`() {
    for verb in casebookTable.commands.map(\.name) {
      let schemas = PublishedSchema.all.filter { $0.value.verbs.contains(verb) }.map(\.key)
      #expect(schemas.count == (Casebook.verbsOfText.contains(verb) ? 0 : 1), "\(verb): \(schemas)")
    }
  }

  @Test func `schemas are of verbs that exist`() {
    for (name, schema) in PublishedSchema.all {
      #expect(!schema.verbs.isEmpty, "\(name) names no verb in its title")
      for verb in schema.verbs { #expect(casebookTable.command(named: verb) != nil, "\(name): \(verb)") }
    }
  }

  @Test func `what two schemas call by the same name is the same`() {
    var seen: [String: (file: String, definition: JSON)] = [:]
    for (file, schema) in PublishedSchema.all.sorted(by: { $0.key < $1.key }) {
      for definition in schema.definitions {
        let first = seen[definition.name]
        let same = first?.definition ?? definition.value
        #expect(
          same == definition.value, "\(definition.name) differs between \(first?.file ?? "") and \(file)")
        seen[definition.name] = first ?? (file, definition.value)
      }
    }
    #expect(seen["history"] != nil)
  }

  @Test(arguments: [
    #"{"version":1,"query":"x","partial":false,"results":[],"more":1}"#,
    #"{"version":2,"query":"x","partial":false,"results":[]}"#,
    #"{"version":1,"query":"x","results":[]}"#, #"{"version":1,"query":7,"partial":false,"results":[]}"#,
    #"{"version":1,"query":"x","partial":false,"results":[{"kind":"resolution"}]}"#,
  ]) func `a value that does not fit is found out`(text: String) throws {
    let schema = try #require(PublishedSchema.of("search"))
    #expect(schema.problems(in: try JSON(parsing: text.utf8)).count >= 1)
  }
}
