import CasebookKnowledge
import CasebookSignatures
import Testing

struct WordingTests {
  private static let signer = Signer()

  private func cut(_ message: String) throws -> (wording: Wording, places: WordingPlaces) {
    var cutter = WordingCutter(signer: Self.signer)
    var message = message
    message.withUTF8 { cutter.cut($0) }
    let values = String(decoding: cutter.values, as: UTF8.self).split(separator: "\n").map(String.init)
    let text = String(decoding: cutter.text, as: UTF8.self)
    let template = values.isEmpty ? Template(text: text, slots: []) : Template(stored: text)
    return (try #require(Wording(template, values: values)), cutter.places)
  }

  @Test(arguments: [
    ("batch 17 of node-3 was refused", "batch <num> of node-<num> was refused", ["17", "3"]),
    ("nothing varies", "nothing varies", []),
    (
      "at 2024-03-01 10:00:01,250:\n  File \"/srv/a.py\", line 7",
      "at <time>:\n  File \"<path>\", line <num>",
      ["2024-03-01 10:00:01,250", "/srv/a.py", "7"]
    ),
    ("status 503 after 30s", "status 503 after <duration>", ["30s"]),
    ("a  b\t 7 \n", "a  b\t <num> \n", ["7"]),
    ("the mask <*> and 7", "the mask <*> and <num>", ["<*>", "7"]),
    ("", "", []),
  ])
  func `what varies is cut out, and the rest stays as it is`(
    _ message: String, _ text: String, _ values: [String]
  ) throws {
    let (wording, places) = try cut(message)
    #expect(wording.template.text == text)
    #expect(wording.values == values)
    #expect(wording.message == message)
    #expect(wording.places == places)
  }

  private static let pieces = [
    "7", "31 kg", "0x1f", "10.0.0.7:80", "node-12", "<num>", "<", ">", "<*>", "<secret:password>", "<cut>",
    "é", "モデル",
    "\u{2019}", "\u{A0}", "\n", "\t", " ", "  ", "{\"id\": 12}", "/var/log/a.log", "https://x.example/a?b=1",
    "a@b.example", "deadbeefdeadbeef", "0b851395-2895-44b9-8265-a27d0bb52910", "Jun 15 04:06:18", "5 seconds",
    "-1",
    "+3.5e7", "1.2.3", "blk_-1608999687919862906", "\"quoted 9\"", "\\n", "=", ":", "ValueError: 3", "\0",
    "\r", "٣", "½",
  ]

  @Test func `any message is rebuilt to the byte`() throws {
    var random = SystemRandomNumberGenerator()
    for round in 0..<3000 {
      let count = round % 40
      let message = (0..<count).map { _ in
        (Self.pieces.randomElement(using: &random) ?? "") + (Bool.random(using: &random) ? " " : "")
      }.joined()
      let (wording, places) = try cut(message)
      #expect(Array(wording.message.utf8) == Array(message.utf8))
      #expect(wording.places == places)
    }
  }

  @Test func `a message longer than the signer reads is cut as a whole`() throws {
    let message = (0..<9000).map { "part \($0)" }.joined(separator: " ")
    let (wording, _) = try cut(message)
    #expect(wording.message == message)
    #expect(wording.values.count == 9000)
    let solid = String(repeating: "é", count: 20_000) + " 7"
    #expect(try cut(solid).wording.message == solid)
  }
}
