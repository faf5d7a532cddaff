import CasebookKnowledge
import Testing

struct JSONTests {
  @Test(arguments: [
    #"{"version":1,"b":[true,false,null],"a":{"x":-2}}"#,
    #""quote \" backslash \\ line \n bell \u0007 escape \u001b""#,
    "[]", "{}", "[1.5,2]",
  ])
  func `what was written parses to the same`(text: String) throws {
    #expect(try JSON(parsing: text.utf8).description == text)
  }

  @Test func `escapes of both kinds are read`() throws {
    #expect(try JSON(parsing: #""\u00e9\ud83d\ude00\/""#.utf8) == "é😀/")
  }

  @Test(arguments: [
    (#""\ud83d\n""#, "\u{FFFD}\n"), (#""\ud83d\u0041""#, "\u{FFFD}A"),
    (#""\ud83d\ud83d\ude00""#, "\u{FFFD}😀"),
    (#""\ude00\"""#, "\u{FFFD}\""),
  ])
  func `half of a character is replaced, and what follows it stays`(text: String, value: String) throws {
    #expect(try JSON(parsing: text.utf8) == .string(value))
  }

  @Test(arguments: [
    "\"\\u+123\"", "\"\\u-000\"", "", "{", "[1,", "{\"a\" 1}", "nul", "\"open", "01x", "[1] 2", "{'a': 1}",
    "\"\\q\"", "\"\\u12\"", "--",
  ])
  func `what is no JSON is an error with its offset`(text: String) {
    #expect(throws: JSONError.self) { try JSON(parsing: text.utf8) }
  }

  @Test func `nesting without end is an error`() {
    let bomb = String(repeating: "[", count: 100_000)
    #expect(throws: JSONError(reason: "nested deeper than 256 levels", offset: 256)) {
      try JSON(parsing: bomb.utf8)
    }
  }
}
