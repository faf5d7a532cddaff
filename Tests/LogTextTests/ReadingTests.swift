import CasebookKnowledge
import CasebookLogText
import Testing

/// Logs of services as they are: a prefix behind a prefix, times that lack a part, failures that state another level.
struct ReadingTests {
  @Test(
    arguments: [
      ("{job.py:12} ERROR - the queue is gone", "error - ¦ the queue is gone"),
      ("[ERROR][o.a.b.Boot     ] [n-1] cannot bind", "error o.a.b.Boot ¦ cannot bind"),
      (
        "[ERROR] W-12-bert_2.0 org.acme.serve.Worker - cannot bind",
        "error org.acme.serve.Worker ¦ cannot bind"
      ),
      ("[ERROR] W-12-bert_2.0-stdout MODEL_LOG - cannot bind", "error MODEL_LOG ¦ cannot bind"),
      ("ERROR pool.py:88 -- the actor died", "error pool.py:88 ¦ the actor died"),
      ("[error] <0.12.3> the channel was closed", "error - ¦ the channel was closed"),
      ("Error                 CBS    cannot open the session", "error CBS ¦ cannot open the session"),
      (
        "ERROR [main      ] Loader          : cannot open the session",
        "error Loader ¦ cannot open the session"
      ),
      ("err agent  [77]netcheck:ERROR:the address was invalid", "error - ¦ the address was invalid"),
      ("##[error]the step was cancelled", "error - ¦ the step was cancelled"),
      ("[E:rt:, session.cc:17 run()] no kernel", "error - ¦ no kernel"),
    ])
  func `the prefix does not stay in the message`(line: String, event: String) {
    let read = table("2021-10-21 08:00:00,000 " + line)
    #expect(String(read.drop { $0 != "Z" }.dropFirst(2)).hasSuffix(event.drop { $0 != "¦" }), "\(read)")
    #expect(read.contains(" \(event.prefix { $0 != " " }) "), "\(read)")
  }

  @Test(
    arguments: [
      (
        "[2021-10-21 08:00:00,077 E 74 74] (raylet) node.cc:170: This node is marked as dead.",
        "2021-10-21T08:00:00.077Z error node.cc:170 ¦ This node is marked as dead."
      ),
      (
        "[E1021 08:00:00.118 Group.cpp:1538] the watchdog timed out",
        "2021-10-21T08:00:00.118Z error Group.cpp:1538 ¦ the watchdog timed out"
      ),
      (
        "12:M 21 Oct 08:00:00.069 # Background saving error",
        "2021-10-21T08:00:00.069Z error - ¦ Background saving error"
      ),
      (
        "E1021 08:00:00.123456 1 life.cc:641] \"failed to load 'tts'\"",
        "2021-10-21T08:00:00.123Z error life.cc ¦ failed to load 'tts'"
      ),
      (
        "[2021-10-21T08:00:00.514Z] \"GET /v1/score HTTP/1.1\" 503 UF,URX 0 91",
        "2021-10-21T08:00:00.514Z error - ¦ \"GET /v1/score HTTP/1.1\" 503 UF,URX 0 91"
      ),
      (
        "2021-10-21 10:00:00.212 CEST [77] app@db FATAL:  database \"db\" does not exist",
        "2021-10-21T08:00:00.212Z fatal app@db ¦ database \"db\" does not exist"
      ),
      (
        "(Engine pid=21) ERROR 10-21 08:00:00 [core.py:12] the engine is dead",
        "2021-10-21T08:00:00Z error core.py:12 ¦ the engine is dead"
      ),
      (
        "(raylet) 2021-10-21 08:00:00,144\tERROR worker.py:980 -- the raylet is lost",
        "2021-10-21T08:00:00.144Z error worker.py:980 ¦ the raylet is lost"
      ),
      (
        "Oct 21 08:00:00 n1 kubelet[9]: E1021 08:00:00.471488    9 workers.go:12] Error syncing pod",
        "2021-10-21T08:00:00.471Z error workers.go ¦ Error syncing pod"
      ),
      (
        "Oct 21 08:00:00 n1 dockerd[9]: time=\"2021-10-21T08:00:00.5Z\" level=error msg=\"not mounted\"",
        "2021-10-21T08:00:00.500Z error dockerd ¦ not mounted"
      ),
      (
        "Oct 21 08:00:00 n1 app[9]: {\"level\":\"error\",\"msg\":\"not mounted\"}",
        "2021-10-21T08:00:00Z error app ¦ not mounted"
      ),
      (
        "Oct 21 08:00:00 n1 kernel: [  517.923918] Out of memory: Killed process 401 (train)",
        "2021-10-21T08:00:00Z error kernel ¦ Out of memory: Killed process 401 (train)"
      ),
      (
        "Oct 21 08:00:00 n1 systemd[1]: web.service: Failed with result 'signal'.",
        "2021-10-21T08:00:00Z error systemd ¦ web.service: Failed with result 'signal'."
      ),
      (
        "Oct 21 08:00:00 n1 systemd[1]: web.service: Main process exited, code=exited, status=3/NOTIMPLEMENTED",
        "2021-10-21T08:00:00Z error systemd ¦ web.service: Main process exited, code=exited, status=3/NOTIMPLEMENTED"
      ),
      (
        "2021-10-21T08:00:00.5000000Z FAILED tests/test_a.py::test_b - assert 1 == 2",
        "2021-10-21T08:00:00.500Z error - ¦ FAILED tests/test_a.py::test_b - assert 1 == 2"
      ),
      (
        "2021-10-21T08:00:00.5000000Z E       assert 1 == 2",
        "2021-10-21T08:00:00.500Z error - ¦ E       assert 1 == 2"
      ),
      (
        "2021-10-21 08:00:00, Info                  CBS    Failed to get the element [HRESULT = 0x800f080d - CBS_E_X]",
        "2021-10-21T08:00:00Z error CBS ¦ Failed to get the element [HRESULT = 0x800f080d - CBS_E_X]"
      ),
      (
        #"{"t":{"$date":"2021-10-21T08:00:00Z"},"s":"E","msg":"Host failed","attr":{"error":{"code":6,"codeName":"HostUnreachable","errmsg":"no route"}}}"#,
        "2021-10-21T08:00:00Z error - ¦ Host failed: HostUnreachable: no route"
      ),
      (
        "E, [2021-10-21T08:00:00.123456 #77] ERROR -- : the queue is gone",
        "2021-10-21T08:00:00.123Z error - ¦ the queue is gone"
      ),
      (
        "2021-10-21 08:00:00.123456 E | etcdserver: the leader is lost",
        "2021-10-21T08:00:00.123Z error etcdserver ¦ the leader is lost"
      ),
      (
        "2021-10-21T08:00:00.123+0000 E STORAGE  [initandlisten] the file is corrupt",
        "2021-10-21T08:00:00.123Z error STORAGE ¦ the file is corrupt"
      ),
      (
        "2021.10.21 08:00:00.123456 [ 77 ] {} <Error> a.Store: the disk is full",
        "2021-10-21T08:00:00.123Z error a.Store ¦ the disk is full"
      ),
      (
        "E0000 00:00:1634803200.123456      77 store.cc:12] the disk is full",
        "2021-10-21T08:00:00.123Z error store.cc ¦ the disk is full"
      ),
      (
        "E20211021 08:00:00.123456 77 store.cc:12] the disk is full",
        "2021-10-21T08:00:00.123Z error store.cc ¦ the disk is full"
      ),
      (
        "ERROR    app.store:main.py:12 the disk is full",
        "- error app.store:main.py:12 ¦ the disk is full"
      ),
      (
        "21/10/21 08:00:00 ERROR Executor: the disk is full",
        "2021-10-21T08:00:00Z error Executor ¦ the disk is full"
      ),
      (
        "0|api  | 2021-10-21T08:00:00: Error: the disk is full",
        "2021-10-21T08:00:00Z error - ¦ the disk is full"
      ),
      (
        "Oct 21 08:00:00 mx smtpd[77]: error: the disk is full",
        "2021-10-21T08:00:00Z error smtpd ¦ the disk is full"
      ),
      (
        "MainThread::ERROR::2021-10-21 08:00:00,300::agent::74::vds::(run) the disk is full",
        "2021-10-21T08:00:00.300Z error vds ¦ the disk is full"
      ),
      (
        #"{"level":3,"time":"2021-10-21T08:00:00Z","app":"files","message":"cannot scan"}"#,
        "2021-10-21T08:00:00Z error - ¦ cannot scan"
      ),
      (
        #"{"version":"1.1","host":"n1","short_message":"cannot scan","timestamp":1634803200,"level":3}"#,
        "2021-10-21T08:00:00Z error - ¦ cannot scan"
      ),
      (
        #"{"timestamp":"2021-10-21T08:00:00Z","message":"[ERROR] cannot import 'app'"}"#,
        "2021-10-21T08:00:00Z error - ¦ cannot import 'app'"
      ),
    ])
  func `a line is read as its program meant it`(line: String, event: String) {
    #expect(table(line, written: endOf2021) == "1 " + event)
  }

  @Test(
    arguments: [
      "2021-10-21 08:00:00.004 UTC [7] LOG:  background worker (PID 9) exited with exit code 1",
      #"{"level":1,"time":"2021-10-21T08:00:00Z","app":"files","message":"scanned"}"#,
      #"{"t":{"$date":"2021-10-21T08:00:00Z"},"s":"D1","msg":"check","attr":{"error":"HostUnreachable: gone"}}"#,
      "Oct 21 08:00:00 n1 systemd[1]: web.service: Main process exited, code=exited, status=0/SUCCESS",
      "[2021-10-21T08:00:00.514Z] \"GET /healthz HTTP/1.1\" 200 - 0 91",
    ])
  func `an orderly end is no error`(line: String) {
    #expect(table(line, written: endOf2021) == "")
  }

  @Test func `a time without a year gets that of its neighbours, else that of the file`() {
    let syslog = "Dec 31 23:59:58 n1 app: error: first\nJan  1 00:00:02 n1 app: error: second"
    let turn = Timestamp(year: 2022, month: 1, day: 3)
    let (events, summary) = LogReader.events(in: syslog.utf8, written: turn)
    #expect(events.map { $0.time?.description ?? "-" } == ["2021-12-31T23:59:58Z", "2022-01-01T00:00:02Z"])
    #expect(summary.start?.description == "2021-12-31T23:59:58Z")
    #expect(summary.end?.description == "2022-01-01T00:00:02Z")
    let mixed = "2019-12-31 23:59:00 INFO start\nE0101 00:00:01.000000 1 a.go:1] late\n00:10:00.5 ERROR later"
    #expect(
      LogReader.events(in: mixed.utf8, written: turn).events.map { $0.time?.description ?? "-" } == [
        "2020-01-01T00:00:01Z", "2020-01-01T00:10:00.500Z",
      ])
    #expect(
      LogReader.fullTime("x\nI0101 00:00:01.0 1 a.go:1] x\n2019-12-31 23:59:00 INFO y".utf8)?.date
        == "2019-12-31")
  }

  @Test func `frames after a record that states no error make it one`() {
    let log = """
      2021-10-21 08:00:00 INFO a.b.Loader - start
      2021-10-21 08:00:01 INFO a.b.Loader - java.io.IOException: the disk is full
      \tat a.b.Loader.load(Loader.java:7)
      \tat a.b.Main.main(Main.java:3)
      2021-10-21 08:00:02 INFO a.b.Loader - stop
      """
    #expect(
      table(log) == """
        2-4 2021-10-21T08:00:01Z error a.b.Loader ¦ java.io.IOException: the disk is full
        │\tat a.b.Loader.load(Loader.java:7)
        │\tat a.b.Main.main(Main.java:3)
        """)
  }

  @Test func `tracebacks that follow one another are events of their own`() {
    let log = """
      Traceback (most recent call last):
        File "a.py", line 1, in <module>
          a()
      KeyError: 'rank'
      Traceback (most recent call last):
      File "b.py", line 1, in <module>
      b()
      ValueError: no batch
      """
    #expect(
      LogReader.events(in: log.utf8).events.map(\.lead) == ["KeyError: 'rank'", "ValueError: no batch"])
  }

  @Test func `a traceback belongs to the error that was logged before it`() {
    let log = [
      "the engine failed", "Traceback (most recent call last):", "  File \"a.py\", line 1", "    run()",
      "RuntimeError: no memory",
    ]
    .map { "(Engine pid=7) ERROR 10-21 08:00:00 [core.py:12] " + $0 }.joined(separator: "\n")
    let events = LogReader.events(in: log.utf8, written: endOf2021).events
    #expect(events.map(\.lastLine) == [5])
    #expect(events.map(\.lead) == ["RuntimeError: no memory"])
  }

  @Test func `details of a database's error are part of it`() {
    let log = """
      2021-10-21 08:00:00.095 UTC [7] ERROR:  invalid input syntax for type json
      2021-10-21 08:00:00.095 UTC [7] DETAIL:  Token "x" is invalid.
      2021-10-21 08:00:00.095 UTC [7] STATEMENT:  SELECT 1
      2021-10-21 08:00:01.000 UTC [7] LOG:  next
      """
    let events = LogReader.events(in: log.utf8).events
    #expect(events.map(\.lastLine) == [3])
    #expect(events.map(\.lead) == ["invalid input syntax for type json"])
  }

  @Test func `a message of several lines is one error where each has the same prefix`() {
    let head = "2021-10-21 08:00:00.599227+00:00 [error] <0.12.3> "
    let log = head + "closing the connection:\n" + head + "{writer,timeout}\n" + head + "next\n"
    #expect(LogReader.events(in: log.utf8).events.map(\.lastLine) == [2, 3])
  }

  @Test func `a block of a build tool is one error`() {
    let log = """
      [INFO] BUILD FAILURE
      [ERROR] Failed to execute goal a:b: Compilation failure -> [Help 1]
      [ERROR]\u{20}
      [ERROR] To see the full stack trace of the errors, re-run Maven with the -e switch.
      [ERROR] [Help 1] http://example.org/help
      """
    #expect(LogReader.events(in: log.utf8).events.map(\.lastLine) == [5])
  }

  @Test func `reports of Erlang are records`() {
    let log = """
      =INFO REPORT==== 21-Oct-2021::08:00:00 ===
      accepting the connection

      =ERROR REPORT==== 21-Oct-2021::08:00:01 ===
      closing the connection:
      {handshake_timeout,frame_header}

      =ERROR REPORT==== 21-Oct-2021::08:00:02 ===
      closing another
      """
    #expect(
      table(log) == """
        4-6 2021-10-21T08:00:01Z error - ¦ closing the connection:
        │{handshake_timeout,frame_header}
        8-9 2021-10-21T08:00:02Z error - ¦ closing another
        """)
  }
}
