import CasebookSQLite
import Glibc
import Testing

struct DatabaseTests {
  private let database: Database

  init() throws {
    database = try Database()
    try database.run("CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT, size REAL, bytes BLOB) STRICT")
  }

  private func insert(_ name: String?) throws {
    try database.run("INSERT INTO item (name) VALUES (\(name))")
  }

  private func names() throws -> [String?] {
    try database.rows("SELECT name FROM item ORDER BY id") { try $0[0] }
  }

  @Test(arguments: ["plain", "", "it's \"quoted\"; DROP TABLE item", "nul\0inside", "モデル 😀"])
  func `a text comes back as it was bound`(text: String) throws {
    try insert(text)
    #expect(try names() == [text])
  }

  @Test func `every type comes back as it was bound`() throws {
    try database.run(
      "INSERT INTO item VALUES (\(1 << 53), \(nil as String?), \(0.5), \([0, 255] as [UInt8]))")
    let row = try database.row("SELECT id, name, size, bytes, name IS NULL, x'' FROM item") { row in
      (
        try row[0] as Int, try row[1] as String?, try row[2] as Double, try row[3] as [UInt8],
        try row[4] as Bool, try row[5] as [UInt8]
      )
    }
    let values = try #require(row)
    #expect(values.0 == 1 << 53)
    #expect(values.1 == nil)
    #expect(values.2 == 0.5)
    #expect(values.3 == [0, 255])
    #expect(values.4)
    #expect(values.5.isEmpty)
  }

  @Test func `an empty blob is not null`() throws {
    try database.run("INSERT INTO item (bytes) VALUES (\([] as [UInt8]))")
    #expect(try database.value("SELECT typeof(bytes) FROM item") == "blob")
  }

  @Test func `a list binds each of its values`() throws {
    for name in ["a", "b", "c"] { try insert(name) }
    let wanted: SQL = "SELECT count(*) FROM item WHERE name IN (\(list: ["a", "c", "x"]))"
    #expect(wanted.text == "SELECT count(*) FROM item WHERE name IN (?, ?, ?)")
    #expect(try database.value(wanted) == 2)
  }

  @Test func `a fragment brings its values`() throws {
    let fragment: SQL = "name = \("a")"
    let whole: SQL = "SELECT 1 WHERE \(1) AND \(fragment)"
    #expect(whole.text == "SELECT 1 WHERE ? AND name = ?")
    #expect(whole.bindings == [.integer(1), .text("a")])
  }

  @Test func `a transaction that fails leaves nothing behind`() throws {
    try insert("before")
    #expect(throws: SQLiteError.self) {
      try database.transaction {
        try insert("inside")
        try database.run("INSERT INTO nowhere VALUES (1)")
      }
    }
    #expect(try names() == ["before"])
  }

  @Test func `an inner transaction fails alone`() throws {
    try database.transaction {
      try insert("outer")
      try? database.transaction {
        try insert("inner")
        try database.run("INSERT INTO nowhere VALUES (1)")
      }
    }
    #expect(try names() == ["outer"])
  }

  @Test func `two uses of one statement at once do not disturb each other`() throws {
    for name in ["a", "b"] { try insert(name) }
    var outer = try database.prepare("SELECT name FROM item ORDER BY id")
    try outer.bind([])
    #expect(try outer.step())
    #expect(try names() == ["a", "b"])
    #expect(try outer.step())
    #expect(try outer.row[0] == "b")
  }

  @Test func `an error tells the statement`() throws {
    let error = #expect(throws: SQLiteError.self) { try database.run("SELEKT 1") }
    #expect(error?.kind == .other)
    #expect(error?.description.contains("SELEKT 1") == true)
  }

  @Test func `a constraint is told apart`() throws {
    let error = #expect(throws: SQLiteError.self) { try database.run("INSERT INTO item (size) VALUES ('x')") }
    #expect(error?.kind == .constraint)
  }
}

/// A folder that is removed with its content when the test ends.
final class TemporaryFolder {
  let path: String

  init() throws {
    var template = Array("/tmp/casebook-test-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw Errno(errno) }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    for name in ["x.db", "x.db-wal", "x.db-shm", "a%20?#.db"] { unlink("\(path)/\(name)") }
    rmdir(path)
  }

  struct Errno: Error {
    let number: Int32
    init(_ number: Int32) { self.number = number }
  }
}

struct DatabaseFileTests {
  private let folder: TemporaryFolder
  private var path: String { folder.path + "/x.db" }

  init() throws { folder = try TemporaryFolder() }

  private func write(_ text: String) {
    let file = fopen(path, "w")
    fputs(text, file)
    fclose(file)
  }

  @Test func `a file that is not there cannot be read`() throws {
    let error = #expect(throws: SQLiteError.self) { try Database(path: path, access: .read) }
    #expect(error?.kind == .cannotOpen)
  }

  @Test func `a file that is no database says so`() throws {
    write(String(repeating: "not a database ", count: 100))
    let database = try Database(path: path, access: .read)
    let error = #expect(throws: SQLiteError.self) { try database.run("SELECT * FROM sqlite_schema") }
    #expect(error?.kind == .notADatabase)
  }

  @Test func `a second writer is told that the database is busy`() throws {
    let first = try Database(path: path, access: .create)
    try first.run("CREATE TABLE t (x)")
    try first.transaction {
      let second = try Database(path: path, access: .write, busyTimeout: 1)
      let error = #expect(throws: SQLiteError.self) { try second.transaction {} }
      #expect(error?.kind == .busy)
    }
  }

  @Test func `a read-only connection cannot write`() throws {
    try Database(path: path, access: .create).run("CREATE TABLE t (x)")
    let error = #expect(throws: SQLiteError.self) {
      try Database(path: path, access: .read).run("INSERT INTO t VALUES (1)")
    }
    #expect(error?.kind == .readOnly)
  }

  @Test func `an immutable file with a difficult name opens`() throws {
    let path = folder.path + "/a%20?#.db"
    try Database(path: path, access: .create).run("CREATE TABLE t (x)")
    let database = try Database(immutable: path)
    #expect(try database.value("SELECT name FROM sqlite_schema") == "t")
  }
}

/// A column is read as the type that the context requires, or reported as damage.
struct RowTests {
  private let database: Database

  init() throws {
    database = try Database()
    try database.run("CREATE TABLE item (id INTEGER PRIMARY KEY, value ANY) STRICT")
  }

  private func store(_ value: SQLValue) throws {
    var insert = try database.prepare("INSERT INTO item (value) VALUES (?)")
    try insert.run([value])
  }

  private func read<Value: SQLConvertible>(_ type: Value.Type) throws -> String {
    do {
      return "\(try #require(try database.row("SELECT value FROM item") { try $0[0] as Value }))"
    } catch let error as SQLiteError {
      #expect(error.isDamage)
      return error.message
    }
  }

  @Test(arguments: [
    (SQLValue.integer(7), "7"), (.integer(0), "0"), (.integer(1 << 53), "9007199254740992"),
    (.integer(-1), "item.value is -1, which is out of range"),
    (.integer(.max), "item.value is 9223372036854775807, which is out of range"),
    (.integer(.min), "item.value is -9223372036854775808, which is out of range"),
    (.null, "item.value is missing"), (.text("7"), "item.value is not an integer"),
    (.real(7), "item.value is not an integer"), (.blob([7]), "item.value is not an integer"),
  ])
  func `a count`(value: SQLValue, expected: String) throws {
    try store(value)
    #expect(try read(Int.self) == expected)
  }

  @Test func `the number of a row begins with 1`() throws {
    try store(.integer(0))
    #expect(try read(Int64.self) == "item.value is 0, which is out of range")
  }

  @Test func `a text, a blob, a truth`() throws {
    try store(.integer(2))
    #expect(try read(String.self) == "item.value is not a text")
    #expect(try read([UInt8].self) == "item.value is not a blob")
    #expect(try read(Bool.self) == "item.value is 2, which is out of range")
    #expect(try read(Double.self) == "2.0")
  }

  @Test func `a column of no table is named as it is written`() throws {
    let error = #expect(throws: SQLiteError.self) { try database.row("SELECT -1 AS n") { try $0[0] as Int } }
    #expect(error?.message == "n is -1, which is out of range")
    try store(.integer(-1))
    let sum = #expect(throws: SQLiteError.self) {
      try database.row("SELECT (SELECT min(value) FROM item)") { try $0[0] as Int }
    }
    #expect(sum?.message == "a value of item is -1, which is out of range")
  }
}
