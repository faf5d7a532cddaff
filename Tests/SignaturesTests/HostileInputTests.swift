import CasebookKnowledge
import CasebookLogText
import CasebookSignatures
import Testing

/// Each input is read as a message and as a report. Both must end soon and with bounded output.
@Suite struct HostileInputTests {
  static let inputs: [(name: String, text: String)] = [
    ("nothing", ""),
    ("white space", " \n\t \r\n"),
    ("NUL bytes", String(repeating: "\0", count: 10_000)),
    ("escape sequences", String(repeating: "\u{1B}[31;1m", count: 10_000) + "error"),
    ("unfinished escape sequences", String(repeating: "\u{1B}]0;title", count: 10_000)),
    ("one enormous line", String(repeating: "error in module ", count: 200_000)),
    ("one enormous word", String(repeating: "x", count: 2_000_000)),
    ("one enormous number", String(repeating: "7", count: 1_000_000)),
    ("one enormous path", String(repeating: "/a", count: 1_000_000)),
    ("dots", String(repeating: ".", count: 1_000_000)),
    ("dotted words", String(repeating: "a.", count: 500_000)),
    ("slashes and dots", String(repeating: "a/.", count: 300_000)),
    ("versions", String(repeating: "1.2.3.a", count: 100_000)),
    ("at signs", String(repeating: "a.b@", count: 300_000)),
    ("colons", String(repeating: "a:", count: 500_000)),
    ("minus signs", String(repeating: "-1", count: 500_000)),
    ("quotes", String(repeating: "'\"", count: 500_000)),
    ("angle brackets", String(repeating: "<num", count: 300_000)),
    ("equals signs", String(repeating: "a==", count: 300_000)),
    ("a repeated line", String(repeating: "2021-01-01 00:00:00 ERROR disk full\n", count: 100_000)),
    ("short repeated lines", String(repeating: "error 1\n", count: 300_000)),
    ("open braces", String(repeating: "{", count: 500_000)),
    ("open objects", String(repeating: "{\"a\":", count: 100_000)),
    (
      "nested objects",
      String(repeating: "{\"error\":", count: 100_000) + "1" + String(repeating: "}", count: 100_000)
    ),
    ("open lists", String(repeating: "[[\"", count: 100_000)),
    ("bodies on a line", String(repeating: "{\"message\":\"A b\"} ", count: 20_000)),
    ("labels", String(repeating: "Error: ", count: 100_000)),
    ("lists on lines", String(repeating: "[\"a\n", count: 100_000)),
    ("objects on lines", String(repeating: "{\"a\": \"\n", count: 100_000)),
    ("unclosed strings", String(repeating: "{\"message\": \"", count: 50_000)),
    ("unclosed single quotes", String(repeating: "{'message': '", count: 50_000)),
    ("escaped JSON", String(repeating: "{\\\"message\\\":", count: 50_000)),
    ("backslashes", String(repeating: "\\", count: 500_000)),
    ("tracebacks without end", String(repeating: "Traceback (most recent call last):\n", count: 30_000)),
    (
      "tracebacks with frames",
      String(repeating: "Traceback (most recent call last):\n  File \"a\"\n", count: 30_000)
    ),
    ("causes", String(repeating: "Caused by: a\n", count: 80_000)),
    ("causes on a line", String(repeating: " caused by: ", count: 80_000)),
    ("inner exceptions", String(repeating: "A.BException: x ---> ", count: 50_000)),
    ("links of a chain", String(repeating: "java.lang.AException: b\n\tat c(d)\n", count: 30_000)),
    ("words of patterns", String(repeating: "exit code (((( ", count: 60_000)),
    ("search syntax", "NEAR(\"a\" b*) AND -c OR ^d : {x y} : \" ; DROP TABLE --"),
    ("masks", "<num> <uuid> <*> <any> <cut> <<num>>"),
    ("scripts", "エラーが発生しました：コード 503、ファイル「モデル」"),
    ("emoji", String(repeating: "🔥", count: 100_000)),
  ]

  // A guard against hanging: a quadratic scan of these takes an hour.
  @Test(.timeLimit(.minutes(5)), arguments: inputs.map(\.name))
  func `any text has a signature and a report`(_ name: String) throws {
    let text = try #require(Self.inputs.first { $0.name == name }).text
    let signature = Signer().signature(of: text)
    let report = ErrorReport(reading: text)
    #expect(signature.template.text.utf8.count <= 6 * Signer.limit)
    #expect(report.messages.count <= ErrorReport.mostMessages)
  }

  @Test(arguments: ["Finished: FAILURE", "Status: FAILED", "state: ERROR", "d: FA", "a: b: EOF", "é: EOF"])
  func `labels alone are one message, and no chain`(_ text: String) {
    #expect(ErrorReport(reading: text).messages.map(\.text).count == 1)
    #expect(ErrorReport(reading: "{\"error\": \"\(text)\"}").messages.count <= 1)
  }

  @Test(
    arguments: [
      [0xFF, 0xFE, 0x41], [0x41, 0xC3], [0xE2, 0x80], [0xC2], [0xF0, 0x9F, 0x94],
      [0x80, 0x80, 0x31, 0xED, 0xA0, 0x80],
      [0xEF, 0xBB, 0xBF, 0x41],
    ] as [[UInt8]])
  func `bytes that are no text have a signature of text`(_ bytes: [UInt8]) {
    let signature = bytes.withUnsafeBufferPointer { Signer().signature(of: $0) }
    #expect(signature.fingerprint == Fingerprint(template: signature.template))
    var scan = SignatureScan()
    bytes.withUnsafeBufferPointer { Signer().template(of: $0, into: &scan) }
    #expect(Array(signature.template.text.utf8) == scan.text)
    #expect(Template(stored: signature.template.text).tokens == scan.template.tokens)
  }

  @Test func `a message that is cut says so`() {
    let explanation = Signer().explain(String(repeating: "word ", count: Signer.limit))
    #expect(explanation.isCut)
    #expect(explanation.signature.template.text.hasSuffix("<cut>"))
  }

  @Test func `a report that is cut keeps its beginning and its end`() {
    let filler = String(repeating: "nothing happened here, again and again\n", count: ErrorReport.limit / 20)
    let report = ErrorReport(
      reading: "Error: the first thing failed\n" + filler + "Error: the last thing failed\n")
    #expect(report.isCut)
    #expect(
      Set(report.messages.map(\.text)).isSuperset(of: ["the first thing failed", "the last thing failed"]))
  }
}
