import CasebookKnowledge
import CasebookMigrations
import CasebookSQLite
import ScratchKit
import Testing

@testable import CasebookIngest
@testable import CasebookStorage

/// Several processes on one file, simulated by threads with a connection each.
struct ConcurrencyTests {
  private let scratch = Scratch()

  @Test func `several make one knowledge base at once`() async throws {
    for round in 0..<60 {
      let path = scratch["\(round).db"]
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<4 { group.addTask { _ = try Store(path: path, access: .create) } }
        try await group.waitForAll()
      }
      #expect(
        try Store(path: path, access: .write).database.value("PRAGMA user_version") == Migration.all.count)
    }
  }

  @Test func `several ingest the same files at once`() async throws {
    for number in 0..<20 {
      scratch.write("# Crane \(number)\n## Crane \(number) fails\nOil it.\n", to: "docs/crane-\(number).md")
    }
    scratch.write(RunTests.log, to: "docs/monday.log")
    let (path, docs) = (scratch["casebook.db"], scratch["docs"])
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<4 { group.addTask { try Store(path: path, access: .create).ingest(docs) } }
      try await group.waitForAll()
    }
    let store = try Store(path: path, access: .write)
    try store.expectSound()
    let alone = try Store()
    try alone.ingest(docs)
    #expect(try terms(store, "section") == terms(alone, "section"))
    #expect(try terms(store, "event") == terms(alone, "event"))
    #expect(try store.families() == alone.families())
  }
}
