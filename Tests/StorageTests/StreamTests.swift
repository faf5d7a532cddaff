import CasebookKnowledge
import CasebookSQLite
import Glibc
import ScratchKit
import Testing

@testable import CasebookIngest
@testable import CasebookStorage

/// Logs that arrive through a pipe.
struct StreamTests {
  private let store: Store

  init() throws { store = try Store(now: ticking()) }

  @Test func `pipes are runs of their own, read from their first byte on`() throws {
    // As from a shell's <(…): the name of a pipe means nothing, and bytes read from it are gone.
    let line = "2024-03-01T10:00:01Z ERROR depot: ParcelRefused number "
    var runs = 0
    for name in ["a", "b"] {
      var ends: [Int32] = [0, 0]
      #expect(pipe(&ends) == 0)
      let text = (0..<500).map { "\(line)\(name)\($0)\n" }.joined()
      #expect(text.utf8.count < 1 << 16, "it has to fit into the pipe")
      _ = write(ends[1], text, text.utf8.count)
      close(ends[1])
      // The same descriptor, so that both have the same name.
      dup2(ends[0], 200)
      close(ends[0])
      let report = try store.ingest("/dev/fd/200")
      close(200)
      #expect(report.runs.text == "added 1")
      #expect(report.lines == 500)
      #expect(report.events == 500)
      runs += 1
      #expect(try store.database.value("SELECT count(*) FROM run") == runs)
    }
  }
}
