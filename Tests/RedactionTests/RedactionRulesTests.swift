import CasebookKnowledge
import Testing

@testable import CasebookRedaction

@Suite struct RedactionRulesTests {
  /// The text without its marks, and the ranges between them.
  private func unmarked(_ sample: String) -> (text: String, secrets: [Range<Int>]) {
    var (text, secrets, start) = ([UInt8](), [Range<Int>](), 0)
    for scalar in sample.unicodeScalars {
      switch scalar {
      case "«": start = text.count
      case "»": secrets.append(start..<text.count)
      default: text += Array(String(scalar).utf8)
      }
    }
    return (String(decoding: text, as: UTF8.self), secrets)
  }

  @Test(arguments: RedactionRules.standard.rules.map(\.name))
  func `the secrets of a rule's samples are found by its kind and by no other`(_ name: String) throws {
    let rule = try #require(RedactionRules.standard.rules.first { $0.name == name })
    let redactor = Redactor()
    for sample in rule.samples {
      let (text, secrets) = unmarked(sample)
      let findings = redactor.findings(in: text)
      #expect(findings.map(\.range) == secrets, "\(text)")
      #expect(findings.allSatisfy { $0.kind == rule.kind }, "\(text): \(findings.map(\.kind))")
    }
  }

  @Test(arguments: RedactionRules.standard.rules.map(\.name))
  func `a rule's counterexamples hold no secret of any kind`(_ name: String) throws {
    let rule = try #require(RedactionRules.standard.rules.first { $0.name == name })
    for text in rule.counterexamples { #expect(Redactor().redacted(text) == text) }
  }

  @Test func `what was redacted is not redacted again`() {
    let redactor = Redactor()
    for sample in RedactionRules.standard.rules.flatMap(\.samples) {
      let once = redactor.redacted(unmarked(sample).text)
      #expect(redactor.redacted(once) == once)
    }
  }

  @Test func `no part of a sample's secret is left`() {
    for sample in RedactionRules.standard.rules.flatMap(\.samples) {
      let (text, secrets) = unmarked(sample)
      let redacted = Redactor().redacted(text)
      for secret in secrets where secret.count > 4 {
        #expect(!redacted.contains(String(decoding: Array(text.utf8)[secret], as: UTF8.self)))
      }
    }
  }

  @Test func `the samples of all rules are found in one text too`() {
    var samples = RedactionRules.standard.rules.flatMap(\.samples)
    samples.removeAll { $0.contains("no end") }
    let text = samples.map { unmarked($0).text }.joined(separator: "\n\n")
    let count = samples.reduce(0) { $0 + unmarked($1).secrets.count }
    #expect(Redactor().findings(in: text).count == count)
  }

  @Test func `rules have different names`() {
    let names = RedactionRules.standard.rules.map(\.name)
    #expect(Set(names).count == names.count)
  }

  @Test(arguments: [
    (#"{}"#, "redaction rules without a list “rules”"),
    (
      #"{"rules": [{"name": "x"}]}"#,
      "a redaction rule without a name, or with a kind that is not a lower-case word"
    ),
    (
      #"{"rules": [{"name": "x", "kind": "x", "samples": ["y"]}]}"#,
      "the rule “x” has no sample with a «secret»"
    ),
    (
      #"{"rules": [{"name": "x", "kind": "x", "keys": "a_key"}]}"#,
      "the key “a_key” of “x” is not a word of two letters or more"
    ),
    (#"{"rules": [{"name": "x", "kind": "x", "scanner": "y"}]}"#, "the scanner “y” of “x” is unknown"),
    (
      #"{"rules": [{"name": "x", "kind": "x", "scanner": "option", "commands": ["tool"]}]}"#,
      "the command “tool” of “x” is not like “tool -p VALUE”"
    ),
    (#"{"rules": [{"name": "x", "kind": "x", "keys": "abc", "value": "y"}]}"#, "“value” of “x” is unknown"),
    (
      #"{"rules": [{"name": "x", "kind": "x", "prefixes": "a"}]}"#,
      "the prefix “a” of “x” is shorter than two bytes"
    ),
  ])
  func `rules that cannot be read say what is wrong`(_ file: String, _ problem: String) {
    #expect(throws: RuleProblem(problem)) { try RedactionRules(json: [Array(file.utf8)]) }
  }
}
