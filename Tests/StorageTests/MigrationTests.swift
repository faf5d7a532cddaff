import CasebookKnowledge
import CasebookMigrations
import CasebookSQLite
import Glibc
import ScratchKit
import Testing

@testable import CasebookIngest
@testable import CasebookStorage

struct MigrationTests {
  private let scratch = Scratch()

  private static func files() -> [String] {
    guard let stream = opendir(package("migrations")) else { return [] }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(".sql") { names.append(name) }
    }
    return names.sorted()
  }

  @Test func `the steps are the files, gapless, in order, with the same text`() throws {
    #expect(Migration.all.map(\.version) == Array(1...Migration.all.count))
    #expect(Migration.all.map { $0.name + ".sql" } == Self.files())
    for step in Migration.all {
      #expect(step.name.hasPrefix(String(String(10_000 + step.version).dropFirst()) + "_"))
      let text = try #require(contents(package("migrations/\(step.name).sql")))
      #expect(Array(step.sql.utf8) == text)
    }
  }

  @Test func `the checksums freeze each file`() throws {
    let lines = String(decoding: try #require(contents(package("migrations/CHECKSUMS"))), as: UTF8.self)
      .split(separator: "\n")
    #expect(lines.map { String($0.drop { $0.isHexDigit }.drop { $0 == " " }) } == Self.files())
    #expect(lines.allSatisfy { $0.prefix { $0.isHexDigit }.count == 64 })
  }

  @Test func `the schema is the golden one`() throws {
    let golden = package("Tests/StorageTests/Golden/schema.sql")
    let schema = try schema(of: Store().database)
    if getenv("RECORD_GOLDENS") != nil {
      try writeFile(Array(schema.utf8), to: golden)
      Issue.record("recorded \(golden); read the difference")
    }
    let expected = String(decoding: try #require(contents(golden)), as: UTF8.self)
    if let difference = difference(schema, expected) { Issue.record(Comment(rawValue: difference)) }
  }

  /// Creates a database from the dump of an older version; returns its path.
  private func stored(version: Int) throws -> String {
    let text = try #require(contents(package("Tests/StorageTests/Fixtures/version-\(version).sql")))
    let path = scratch["version-\(version).db"]
    try Database(path: path, access: .create).runScript(String(decoding: text, as: UTF8.self))
    return path
  }

  /// All versions but the last. Each release that adds a step adds the dump of the previous version.
  static let olderVersions = Array(1..<Migration.all.count)

  @Test(arguments: olderVersions)
  func `an older file is upgraded to the schema of a fresh one and keeps what it holds`(version: Int) throws {
    let path = try stored(version: version)
    let before = try Database(path: path, access: .read)
    #expect(try before.value("PRAGMA user_version") == version)
    let held = try dump(before)
    let store = try Store(path: path, access: .write)
    #expect(try schema(of: store.database) == schema(of: Store().database))
    #expect(try store.database.value("PRAGMA user_version") == Migration.all.count)
    // An article of another reader is marked, so that it is read again.
    try store.database.run("UPDATE article SET content_hash = ltrim(content_hash, '?')")
    // The program's own data and the indexes are rebuilt; data from people must be there.
    let derived = [
      "sqlite_", "meta", "section\n", "literal", "concept", "section_index", "event", "run\n",
      "incident", "lesson", "wording_index", "tally\n",
    ]
    for part in held.split(separator: "== ") where !derived.contains(where: { part.hasPrefix($0) }) {
      #expect(try dump(store.database).contains(part), "lost: \(part)")
    }
    #expect(try store.find("parcel") == ["troubleshoot-the-depot#parcel-is-refused en"])
    #expect(try store.resolutions(of: store.knownErrors()[0]).map(\.title) == ["Parcel is refused"])
    try store.expectSound()
  }

  @Test(arguments: olderVersions)
  func `what people said keeps its numbers, times, texts and authors`(version: Int) throws {
    let store = try Store(path: try stored(version: version), access: .write)
    let incidents = try store.incidentNumbers().reversed().compactMap { try store.incident($0) }
    let told = incidents.flatMap { incident in
      ["\(incident.number) \(incident.title): \(incident.message)"]
        + incident.timeline.map { entry in
          let known = entry.knownError.map { " \($0.slug)" } ?? ""
          return "  \(entry.time.wholeSecond) \(entry.kind.rawValue) \(entry.text)\(known)"
        }
    }
    let lessons = try store.lessons().map { lesson in
      let (undoes, subjects) = (lesson.undoes.map { " of \($0)" } ?? "", lesson.subjects.map(\.text))
      let by = "\(lesson.number) \(lesson.time) \(lesson.author)"
      return "\(by) \(lesson.kind.rawValue)\(undoes) \(subjects.joined(separator: " = "))"
    }
    let first = [
      "1 Monday: ParcelRefused: weight 31 kg is over the limit",
      "  2026-11-20T10:39:53Z recorded  parcel-is-refused",
      "  2026-11-20T10:39:53Z note the broom is broken",
    ]
    let second = [
      "2 Tuesday: crane 7 is stuck at gate 2", "  2026-11-28T10:05:06Z recorded since dawn",
      "  2026-11-28T10:05:06Z tried swept parcel-is-refused",
      "  2026-11-28T10:05:07Z resolved oiled the crane",
      "  2026-11-28T10:05:07Z reopened stuck again",
      "  2026-11-28T10:05:07Z resolved new cable parcel-is-refused",
    ]
    let merged =
      "1 2024-03-02T17:20:00Z keeper merge ParcelRefused: weight 31 kg is over the limit = 3 Shelf is full"
    switch version {
    case 9...13:
      #expect(told == first + second)
      #expect(lessons.first == merged)
      #expect(lessons.last == "3 2026-11-28T10:05:07.921Z keeper undo of 1 ")
      #expect(try store.lessons().map(\.counts) == [false, true, false])
    case 7, 8:
      #expect(told == first)
      #expect(lessons == [merged])
    default:
      #expect(told.isEmpty == (version < 4))
      #expect(lessons == [])
    }
    try store.expectSound()
    #expect(try store.check().problems == [])
    #expect(try store.rebuildFolds() == 0)
  }

  /// Those without a journal.
  @Test(arguments: 1..<Store.journalVersion)
  func `a copy of an older file stays beside it, for its owner alone`(version: Int) throws {
    let path = try stored(version: version)
    chmod(path, 0o600)
    let held = try dump(Database(path: path, access: .read))
    _ = try Store(path: path, access: .write)
    let copy = try Database(path: "\(path).version-\(version)", access: .read)
    #expect(try dump(copy) == held)
    #expect(try copy.value("PRAGMA user_version") == version)
    var status = stat()
    #expect(stat("\(path).version-\(version)", &status) == 0)
    #expect(status.st_mode & 0o777 == 0o600)
    // It is upgraded like any other.
    #expect(try Store(path: "\(path).version-\(version)", access: .write).check().problems == [])
  }

  @Test(arguments: olderVersions)
  func `an older file that is only to be read is upgraded as well`(version: Int) throws {
    let store = try Store(path: try stored(version: version), access: .read)
    #expect(try store.find("parcel") == ["troubleshoot-the-depot#parcel-is-refused en"])
    #expect(try store.incidentNumbers() == (version < 4 ? [] : version < 9 ? [1] : [2, 1]))
  }

  @Test func `an upgraded file takes an ingest`() throws {
    for version in Self.olderVersions {
      let store = try Store(path: try stored(version: version), access: .write)
      let article = scratch.write("# Troubleshoot the crane\n## Crane fails\nOil it.\n", to: "crane.md")
      #expect(try store.ingest(article).articles.text == "added 1")
      try store.expectSound()
    }
  }

  @Test func `a newer file is refused and left alone`() throws {
    let path = scratch["newer.db"]
    _ = try Store(path: path, access: .create)
    try Database(path: path, access: .write).runScript("PRAGMA user_version = 99")
    for access in [FileAccess.read, .write, .create] {
      let error = #expect(throws: StoreError.self) { try Store(path: path, access: access) }
      #expect(
        error?.description
          == "\(path): written by a newer casebook (schema 99, this one reads up to \(Migration.all.count)); upgrade casebook"
      )
    }
    #expect(try Database(path: path, access: .read).value("PRAGMA user_version") == 99)
  }

  @Test(arguments: [
    "CREATE TABLE theirs (x)", "PRAGMA user_version = 3", "PRAGMA application_id = 7",
    "CREATE TABLE article (id INTEGER PRIMARY KEY); PRAGMA user_version = 1",
  ])
  func `another program's database is refused and left alone`(script: String) throws {
    let path = scratch["theirs.db"]
    try Database(path: path, access: .create).runScript(script)
    let before = contents(path)
    for access in [FileAccess.read, .write, .create] {
      let error = #expect(throws: StoreError.self) { try Store(path: path, access: access) }
      #expect(
        error?.description == "\(path): a database, but of another program; give --db another path")
    }
    #expect(contents(path) == before)
  }

  @Test(arguments: [FileAccess.create, .write, .read])
  func `an empty file is taken as a new knowledge base`(access: FileAccess) throws {
    let path = scratch.write("", to: "empty.db")
    let store = try Store(path: path, access: access)
    #expect(try schema(of: store.database) == schema(of: Store().database))
  }

  @Test func `a step that was interrupted is taken whole the next time`() throws {
    // A step that stops after its first statements, as a full disk would do.
    let path = scratch["half.db"]
    let first = try Database(path: path, access: .create)
    let step = try #require(Migration.all.first)
    #expect(throws: SQLiteError.self) {
      try first.transaction {
        try first.runScript(step.sql)
        try first.runScript("INSERT INTO nowhere VALUES (1)")
      }
    }
    #expect(try schema(of: first) == "")
    // Between two steps, the file is a knowledge base of the older version.
    try first.transaction {
      try first.runScript(step.sql)
      try first.runScript("PRAGMA user_version = 1; PRAGMA application_id = \(Store.applicationID)")
    }
    let store = try Store(path: path, access: .write)
    #expect(try schema(of: store.database) == schema(of: Store().database))
    try store.expectSound()
  }
}
