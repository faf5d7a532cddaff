import CasebookCommandKit
import CasebookKnowledge
import ScratchKit
import Testing

@testable import CasebookCommands

/// A clock that is set back while the program works.
struct ClockTests {
  private let scratch = Scratch()

  private final class Clock: @unchecked Sendable {
    private var time: Int64 = 1_767_603_600_000
    /// Each reading is a day before the last.
    func now() -> Timestamp {
      time -= 86_400_000
      return Timestamp(milliseconds: time)
    }
  }

  @Test func `a clock that jumps back costs nothing`() throws {
    let clock = Clock()
    let line = "2026-01-04T10:00:01Z ERROR depot: gate 7 is stuck\n"
    for name in ["a.log", "b.log"] { scratch.write(Array((line + name + "\n").utf8), to: name) }
    func run(_ arguments: String...) -> (status: CasebookCommandKit.ExitStatus, text: String) {
      let output = Output.inMemory()
      let errors = Output.inMemory(isTerminal: true)
      let surroundings = Surroundings(
        standardOutput: output, standardError: errors, environment: ["HOME": scratch["."]],
        bundled: nil, workingDirectory: scratch["."], now: { clock.now() })
      let status = casebookTable.run(arguments + ["--db", "k.db"], context: surroundings)
      return (status, output.text + errors.text)
    }
    #expect(run("ingest", "a.log", "b.log").text.contains("runs: 2 added"))
    #expect(run("record", "gate 7 is stuck").status == .success)
    #expect(run("note", "1", "looked at it").status == .success)
    #expect(run("resolve", "1", "greased it").status == .success)
    let timeline = run("incidents", "1", "--json")
    let kinds = ["recorded", "note", "resolved"].compactMap {
      timeline.text.firstRange(of: "\"kind\":\"\($0)\"")?.lowerBound
    }
    #expect(kinds.count == 3 && kinds == kinds.sorted())
    #expect(run("history").status == .success)
    #expect(run("ingest", "a.log", "b.log").text.contains("runs: 2 unchanged"))
    #expect(run("prune", "0h").status == .success)
    #expect(run("check").status == .success)
  }
}
