import CasebookKnowledge
import CasebookSQLite
import ScratchKit
import Testing

@testable import CasebookIngest
@testable import CasebookStorage

struct ReindexingTests {
  @Test(arguments: [FileAccess.write, .read])
  func `a file that another analyzer indexed is indexed anew when it is opened`(_ access: FileAccess) throws {
    let scratch = Scratch()
    let path = scratch["kb.db"]
    let article = scratch.write(
      "# Troubleshoot the crane\n\n## Crane fails\n\nOil the winch.\n", to: "crane.md")
    let store = try Store(path: path, access: .create)
    try store.ingest(article)
    // As if other rules had produced other terms from the same text.
    try store.database.runScript(
      """
      INSERT INTO section_index (section_index) VALUES ('delete-all');
      INSERT INTO section_index (rowid, body) SELECT id, 'otherterm' FROM section;
      UPDATE meta SET value = '0' WHERE name = 'analyzer';
      """)
    #expect(try store.find("winch") == [])
    let reopened = try Store(path: path, access: access)
    #expect(try reopened.find("winch") == ["troubleshoot-the-crane#crane-fails en"])
    #expect(try reopened.sections(withAnyOf: ["otherterm"], limit: 5).isEmpty)
  }
}
