import Testing

@testable import CasebookCommandKit

struct ArgumentTests {
  @Test func `a path that was not UTF-8 is refused, and a text is taken`() throws {
    let word = String(decoding: [0x6B, 0xFF, 0x2E, 0x64, 0x62], as: UTF8.self)
    #expect(throws: Failure(.usage, "invalid value 'k\u{FFFD}.db' for --db: expected a path in UTF-8")) {
      try ArgumentKind<String>.path().value(of: word, for: "--db")
    }
    #expect(try ArgumentKind<String>.text("WORDS").value(of: word, for: "WORDS") == word)
  }
}
