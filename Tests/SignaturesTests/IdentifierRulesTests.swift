import CasebookKnowledge
import Testing

@testable import CasebookSignatures

@Suite struct IdentifierRulesTests {
  @Test(arguments: IdentifierRules.standard.rules.map(\.name))
  func `each sample of a rule yields its identifiers and no other`(_ name: String) throws {
    let signer = Signer()
    let rule = try #require(IdentifierRules.standard.rules.first { $0.name == name })
    for sample in rule.samples {
      let found = signer.explain(sample.text).spans.filter { $0.rule != nil }.map {
        "\($0.identifier?.description ?? "")"
      }
      #expect(Set(found) == Set(sample.identifiers), "\(sample.text)")
    }
    for text in rule.counterexamples {
      let found = signer.explain(text).spans.filter { $0.rule == name }
      #expect(found.isEmpty, "\(text): \(found)")
    }
  }

  @Test(arguments: [
    ("http_status", "504", ["gateway", "timeout", "gateway", "time", "out"]),
    ("http_status", "409", ["conflict"]),
    ("exit_code", "409", []),
  ])
  func `a number has the words that stand for it`(kind: String, number: String, words: [String]) {
    let identifier = Identifier(Identifier.IdentifierKind(rawValue: kind), number)
    #expect(Signer().wording(of: identifier) == words)
  }

  @Test func `rules have different names`() {
    let names = IdentifierRules.standard.rules.map(\.name)
    #expect(Set(names).count == names.count)
  }
}
