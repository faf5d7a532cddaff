import CasebookSQLite
import Testing

@testable import CasebookIngest
@testable import CasebookStorage

struct FTSQueryTests {
  @Test(arguments: [
    "NEAR", "\" OR (NEAR", "a\0b", "\0", "'", "", " ", "*", "a*", "^a", "title:x", "(", "AND OR NOT", "-a",
    "a\"\"b", "モデル 😀",
    "\u{FEFF}", "{title body}:x", "+",
  ])
  func `any text is a term`(text: String) throws {
    let store = try Store()
    let query = try #require(FTSQuery(anyOf: [text, "depot"]))
    try store.database.run("INSERT INTO incident_index (rowid, message) VALUES (1, 'the depot burns')")
    let found: Int? = try store.database.value(
      "SELECT count(*) FROM incident_index WHERE incident_index MATCH \(query.expression)")
    #expect(found == 1)
  }

  @Test func `no terms are no query`() { #expect(FTSQuery(anyOf: []) == nil) }
}
