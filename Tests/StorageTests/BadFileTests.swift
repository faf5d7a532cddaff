import CasebookKnowledge
import CasebookSQLite
import Glibc
import ScratchKit
import Testing

@testable import CasebookIngest
@testable import CasebookStorage

/// Files that are not knowledge bases or cannot be used: the error is one line with the path, the problem and
/// what to do, and no stored data is lost.
struct BadFileTests {
  private let scratch = Scratch()
  private let path: String

  init() throws {
    path = scratch["casebook.db"]
    chmod(scratch.path, 0o755)
    scratch.write(Depot.english, to: "docs/depot.md")
    try Store(path: path, access: .create).ingest(scratch["docs"])
  }

  /// The error from opening and then using the file; `nil` if there is none.
  private func complaint(_ access: FileAccess, _ use: (Store) throws -> Void) -> String? {
    do {
      try use(try Store(path: path, access: access, busyTimeout: 50))
      return nil
    } catch let error as SQLiteError {
      return StoreError(error).description.replacing(path, with: "PATH")
    } catch {
      return "\(error)".replacing(path, with: "PATH")
    }
  }

  private func complaintOfIngest() -> String? {
    scratch.write("# Crane\n## Crane fails\nOil it.\n", to: "docs/crane.md")
    return complaint(.create) { try $0.ingest(scratch["docs"]) }
  }

  /// Expects that the knowledge base has the first article, and accepts the second.
  private func expectNothingLost(sourceLocation: SourceLocation = #_sourceLocation) throws {
    #expect(complaintOfIngest() == nil, sourceLocation: sourceLocation)
    let store = try Store(path: path, access: .read)
    #expect(
      try store.families() == ["crane", "troubleshoot-the-depot"], sourceLocation: sourceLocation)
    #expect(try !store.find("parcel").isEmpty, sourceLocation: sourceLocation)
    try Store(path: path, access: .write).expectSound(sourceLocation: sourceLocation)
  }

  @Test func `a file that is missing`() {
    let error = #expect(throws: StoreError.self) { try Store(path: "/nowhere/x.db", access: .read) }
    #expect(
      error?.description == "/nowhere/x.db: no knowledge base here; make one with: casebook ingest PATH…")
    let created = #expect(throws: StoreError.self) { try Store(path: "/nowhere/x.db", access: .create) }
    #expect(
      created?.description
        == "/nowhere/x.db: cannot be opened (unable to open database file); check that the folder exists and its permissions"
    )
  }

  @Test func `a folder`() {
    let error = #expect(throws: StoreError.self) { try Store(path: scratch.path, access: .create) }
    #expect(
      error?.description
        == "\(scratch.path): cannot be opened (unable to open database file: Is a directory); check that the folder exists and its permissions"
    )
  }

  @Test(arguments: ["some text, and not a short one\n", "SQLite format 3", "\0\0\0\0", "x"])
  func `a file that is no database is left alone`(text: String) {
    let bytes = Array(String(repeating: text, count: 100).utf8)
    for access in [FileAccess.read, .write, .create] {
      let file = scratch.write(bytes, to: "notes.txt")
      let error = #expect(throws: StoreError.self) { try Store(path: file, access: access) }
      #expect(
        error?.description == "\(file): not a database; give --db another path, or move this file away")
      #expect(contents(file) == bytes)
    }
  }

  @Test func `a knowledge base that another connection has locked`() throws {
    let other = try Database(path: path, access: .write)
    try other.runScript("BEGIN IMMEDIATE")
    #expect(
      complaintOfIngest()
        == "PATH: the knowledge base is locked by another process; try again when that has finished")
    #expect(complaint(.read) { _ = try $0.find("parcel") } == nil, "a reader does not wait")
    try other.runScript("COMMIT")
    try expectNothingLost()
  }

  @Test func `a file that may not be written`() throws {
    chmod(path, 0o444)
    let message = unprivileged { complaintOfIngest() }
    #expect(
      message
        == "PATH: the knowledge base cannot be written; change the permissions of the file and of its folder")
    #expect(unprivileged { complaint(.read) { _ = try $0.find("parcel") } } == nil)
    chmod(path, 0o644)
    try expectNothingLost()
  }

  @Test func `a folder that may not be written is read as it is`() throws {
    chmod(path, 0o644)
    chmod(scratch.path, 0o555)
    try unprivileged {
      let store = try Store(path: path, access: .read)
      #expect(try !store.find("parcel").isEmpty)
    }
    #expect(unprivileged { complaintOfIngest() } != nil)
    chmod(scratch.path, 0o755)
    try expectNothingLost()
  }

  @Test func `a folder that may not be written with a journal that holds newer rows`() throws {
    // As left by a crash or by copying both files: the log without its index.
    let writer = try Store(path: path, access: .write)
    scratch.write("# Crane\n## Crane fails\nOil it.\n", to: "docs/crane.md")
    try writer.ingest(scratch["docs"])
    scratch.copy("casebook.db", to: "copy/casebook.db")
    scratch.copy("casebook.db-wal", to: "copy/casebook.db-wal")
    chmod(scratch["copy"], 0o555)
    let copy = scratch["copy/casebook.db"]
    unprivileged {
      do {
        let store = try Store(path: copy, access: .read)
        #expect(
          try store.families() == ["crane", "troubleshoot-the-depot"], "rows were dropped without a word")
      } catch {
        #expect(
          "\(error)"
            == "\(copy): cannot be opened (unable to open database file); check that the folder exists and its permissions"
        )
      }
    }
    // Once the folder is writable, everything is there.
    chmod(scratch["copy"], 0o755)
    #expect(try Store(path: copy, access: .read).families() == ["crane", "troubleshoot-the-depot"])
  }

  @Test func `a file that may not be read`() {
    chmod(path, 0)
    let message = unprivileged { complaint(.read) { _ = try $0.find("parcel") } }
    #expect(
      message
        == "PATH: cannot be opened (unable to open database file: Permission denied); check that the folder exists and its permissions"
    )
  }

  @Test func `a file with damaged pages`() throws {
    var bytes = try #require(contents(path))
    let page = 4096
    #expect(bytes.count > 20 * page)
    for index in (4 * page)..<(bytes.count - page) { bytes[index] = UInt8(truncatingIfNeeded: index &* 31) }
    scratch.write(bytes, to: "casebook.db")
    let expected =
      "PATH: the file is damaged (database disk image is malformed); restore a copy, or save what is readable with: "
      + "sqlite3 FILE .recover"
    #expect(complaint(.read) { _ = try $0.knownErrors() } == expected)
    #expect(complaintOfIngest() == expected)
    #expect(
      complaint(.write) { _ = try $0.resolutions(of: KnownErrorID(family: "a", slug: "b")) } == expected)
  }

  @Test func `a file that was cut off`() throws {
    let bytes = try #require(contents(path))
    scratch.write(bytes.prefix(bytes.count / 2 - 100), to: "casebook.db")
    let message = complaintOfIngest()
    #expect(message?.hasPrefix("PATH: the file is damaged (") == true, "\(message ?? "no complaint")")
  }

  @Test func `a disk that is full in the middle of an ingest`() throws {
    let text = "2024-03-01T10:00:01Z ERROR depot: ParcelRefused number "
    let log = scratch.write((0..<3000).map { "\(text)\($0 * 7919)\n" }.joined(), to: "docs/monday.log")
    do {
      let store = try Store(path: path, access: .write)
      let before = try dump(store.database)
      let pages: Int = try store.database.value("PRAGMA page_count") ?? 0
      let _: Int? = try store.database.value(SQL(stringLiteral: "PRAGMA max_page_count = \(pages + 8)"))
      let error = #expect(throws: StoreError.self) { try store.ingest(log) }
      #expect(
        error?.description
          == "\(path): the disk is full; nothing of this step was stored; make room and try again")
      #expect(try dump(store.database) == before)
      try store.expectSound()
      // The same connection continues once there is space.
      let _: Int? = try store.database.value("PRAGMA max_page_count = 1000000")
      #expect(try store.ingest(log).events == 3000)
      try store.expectSound()
    }
    scratch.remove("docs/monday.log")
    try expectNothingLost()
  }
}
