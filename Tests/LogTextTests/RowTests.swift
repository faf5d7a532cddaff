import CasebookKnowledge
import CasebookLogText
import Testing

/// Rows of PostgreSQL's `csvlog` and lines of its `jsonlog`.
struct RowTests {
  private static let head =
    #"2021-10-21 08:00:00.123 UTC,"depot","shop",42,"10.0.0.5:51",6171.2a,3,"INSERT",2021-10-21 07:59:00 UTC,5/1,789,"#

  @Test func `a row may span lines, and its detail and hint follow the message`() {
    let log =
      Self.head + #"ERROR,23505,"duplicate key of ""orders"# + "\n"
      + #"on shelf 7""","Key (id)=(7) already exists.","Use another",,,,"INSERT INTO orders"# + "\n"
      + #"VALUES ('ERROR: none')",,,"psql","client backend",,0"# + "\n"
      + Self.head + #"LOG,00000,"checkpoint starting: ERROR",,,,,,,,,"""# + "\n"
      + Self.head + #"FATAL,53300,"too many clients",,,,,,,,,"""# + "\n"
    #expect(
      table(log) == """
        1-3 2021-10-21T08:00:00.123Z error - ¦ duplicate key of "orders
        │on shelf 7"
        │sqlstate: 23505
        │detail: Key (id)=(7) already exists.
        │hint: Use another
        5 2021-10-21T08:00:00.123Z fatal - ¦ too many clients
        │sqlstate: 53300
        """)
    #expect(LogReader.events(in: log.utf8).summary.counts == [.error: 1, .info: 1, .fatal: 1])
    #expect(LogReader.looksLikeLog(log.utf8))
  }

  @Test(arguments: [
    #"2021-10-21 10:00:00.123 CEST,,,17,,6171.11,2,,2021-10-21 09:59:00 CEST,,0,PANIC,XX000,"the disk is lost",,,,,,,,,"""#,
    #"2021-10-21 08:00:00.123456 UTC,"depot","shop",p52,th-15,"[local]",,2021-10-21 07:59:00 UTC,0,con7,cmd1,seg-1,,dx1,,sx1,"PANIC","XX000","the disk is lost",,,,,,,0,,"x.c",15,"#,
    #"2021-10-21 08:00:00.123 UTC,"ERROR","shop",42,"[local]",6171.2a,1,"SELECT",2021-10-21 07:59:00 UTC,5/1,0,PANIC,XX000,"the disk is lost"#,
    #"{"timestamp":"2021-10-21 08:00:00.123 UTC","pid":17,"ps":"SELECT","error_severity":"PANIC","state_code":"XX000","message":"the disk is lost"}"#,
  ])
  func `the level is found in rows of all versions, of databases made from it, and in half a row`(row: String)
  {
    #expect(table(row + "\n").hasSuffix("Z fatal - ¦ the disk is lost\n│sqlstate: XX000"))
    #expect(table(row).hasPrefix("1 2021-10-21T08:00:00.123"))
  }

  @Test func `the end of a process by a signal is an error, though it is logged as LOG`() {
    let row =
      Self.head + #"LOG,00000,"server process (PID 41) was terminated by signal 9: Killed",,,,,,,,,"""#
    #expect(table(row).contains("Z error - ¦ server process (PID 41) was terminated by signal 9: Killed"))
  }

  @Test func `a row without an end is cut by the next, and a list with commas is none`() {
    let log =
      Self.head + "ERROR,42P01,\"no \u{0}shelf\n" + Self.head + #"ERROR,42P01,"no depot",,"# + "\n"
      + Self.head + #"ERROR,42P01,"no order"# + "\n\nlast"
    #expect(
      LogReader.events(in: log.utf8).events.map { "\($0.firstLine): \($0.lead)" }
        == ["1: no shelf", "2: no depot", "3: no order"])
    #expect(table("2021-10-21 08:00:00.123 UTC,7,\"failed: x\",8\nERROR: next").hasSuffix("error - ¦ next"))
    for size in [1, 7, 64] {
      #expect(read(Array(log.utf8), inPiecesOf: size, keeping: .problems).0.count == 3)
    }
  }

  @Test(arguments: [
    "2021-10-21 08:00:00.123 UTC,,,,\"", "2021-10-21 08:00:00.123 UTC,depot,q,w,length 7\" pipe",
    "2021-10-21 08:00:00.123 UTC,a,b,c,ERROR,STATE,,,,the shelf is gone,\"",
    "2021-10-21 08:00:00.123 UTC,a,b,c,d,e,f,g,h,i,j,ERROR,STATE,\"no shelf",
    head + "ERROR,23505,,\"no shelf", head + "LOG,00000,7\" shelf,\"", head + "LOG,00000,\"no end",
  ])
  func `lines behind what is no row, or never ends, are read one by one`(line: String) {
    let log =
      line + "\nERROR: no shelf 1\n{\"level\":\"error\",\"msg\":\"no shelf 2\"}\n"
      + "2021-10-21 08:00:01 ERROR no shelf 3\n  at the depot\n"
    let events = LogReader.events(in: log.utf8).events.filter { $0.firstLine > 1 }
    #expect(
      events.map { "\($0.firstLine)-\($0.lastLine) \($0.body)" }
        == ["2-2 no shelf 1", "3-3 no shelf 2", "4-5 no shelf 3\n  at the depot"])
    #expect(!table(log).contains("{"))
  }

  @Test func `the lines of a row that is no event are passed on as they are`() {
    var passed: [String] = []
    var hooks = LogHooks()
    hooks.pass = { passed.append("\($0) \(String(decoding: $1, as: UTF8.self))") }
    var reader = LogReader(hooks: hooks)
    let log = Self.head + "LOG,00000,\"up\nagain\",,\n" + Self.head + "ERROR,23505,\"no\nshelf\""
    Array(log.utf8).withUnsafeBytes { reader.read($0) { _ in } }
    _ = reader.finish { _ in }
    #expect(passed == ["1 " + Self.head + "LOG,00000,\"up", "2 again\",,"])
  }

  @Test(arguments: [
    (
      #"{"level":"error","message":"no shelf","detail":"it is gone","hint":"look","state_code":"CA"}"#,
      "no shelf"
    ),
    (#"level=error msg="no shelf" detail="it is gone""#, "no shelf"),
    (
      #"{"detail":"it is gone","error_severity":"ERROR","message":"no shelf"}"#,
      "no shelf\ndetail: it is gone"
    ),
  ])
  func `only PostgreSQL's detail and hint are of the message`(line: String, body: String) {
    #expect(LogReader.events(in: line.utf8).events.map(\.body) == [body])
  }
}
