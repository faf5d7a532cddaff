import CasebookKnowledge
import CasebookLogText
import Testing

/// What a log says went wrong, where it is not the first line that says so.
struct CauseTests {
  /// The level of each event and its leading message, one per line.
  private func causes(_ log: String) -> String {
    LogReader.events(in: log.utf8, written: endOf2021).events.map { "\($0.level): \($0.lead)" }.joined(
      separator: "\n")
  }

  @Test(arguments: [
    (
      "2021-10-21T08:00:00Z  INFO depot: up\nthread 'main' panicked at src/shelf.rs:8:4:\nthe shelf is not there\nnote: run",
      "fatal: the shelf is not there"
    ),
    (
      "[2021-10-21 08:00:00] [INFO] up\nterminate called after throwing an instance of 'depot::shelf_error'\n  what():  no shelf 7",
      "error: no shelf 7"
    ),
    (
      "2021-10-21 08:00:00,001 - depot.worker - ERROR - Compute Failed\nKey:       add-1\nException: \"KeyError('shelf')\"",
      "error: KeyError: shelf"
    ),
    (
      "2021/10/21 08:00:00 http: panic serving 10.0.0.9:5: runtime error: index out of range\ngoroutine 7 [running]:\n"
        + "panic({0x6c1e40?, 0xc000118402?})\n\t/go/panic.go:770 +0x132",
      "fatal: runtime error: index out of range"
    ),
    (
      "[08:00:00 ERR] Order lost\nSystem.InvalidOperationException: It cannot be saved.\n"
        + " ---> Acme.Net.SocketException (111): Nobody listens\n   at Acme.Net.Open(Int32 port)\n"
        + "   --- End of inner exception stack trace ---\n   at Acme.Orders.Save()",
      "error: SocketException: Nobody listens"
    ),
    (
      "node:internal/process:288\n            throwUncaughtException(err);\n            ^\n\n"
        + "Error: connect ECONNREFUSED 10.0.0.5:79\n    at Connect.done [as oncomplete] (node:net:15:16) {",
      "error: connect ECONNREFUSED 10.0.0.5:79"
    ),
    (
      "=================== FAILURES ===================\n    def test_shelf():\n>       shelf(None)\n"
        + "E       TypeError: the shelf is None",
      "error: TypeError: the shelf is None"
    ),
    (
      "[2021-10-21 08:00:01 TP0] Loop hit an exception: Traceback (most recent call last):\n"
        + "  File \"/app/loop.py\", line 7, in run\n    step()\nValueError: seven is odd",
      "error: ValueError: seven is odd"
    ),
    (
      "2021-10-21 08:00:00 | ERROR    | depot:run:8 - job lost\nTraceback (most recent call last):\n\n"
        + "> File \"/app/jobs.py\", line 7, in run\n    total = amount / count\n            │        └ 0\n\n"
        + "ZeroDivisionError: division by zero",
      "error: ZeroDivisionError: division by zero"
    ),
    (
      "2021-10-21 08:00:00,001\tERROR tune.py:13 -- Trial lost\nTraceback (most recent call last):\n"
        + "  File \"/lib/worker.py\", line 2, in get\n    values = get()\n"
        + "acme.exceptions.RemoteTaskError(ValueError): acme::train() (pid=4)\n"
        + "  File \"/app/train.py\", line 3, in train\n    raise odd\nValueError: 12 is not a multiple of 8",
      "error: ValueError: 12 is not a multiple of 8"
    ),
    (
      "2021-10-21 08:00:00,001 - app - ERROR - Call threw exception with root cause\n\n"
        + "java.sql.SQLException: The column is null\n\tat com.acme.A.b(A.java:10)",
      "error: SQLException: The column is null"
    ),
    (
      "2021-10-21 08:00:00.3 [error] <0.9.0> Channel error on connection <0.5.0>, channel 1:\n"
        + "2021-10-21 08:00:00.3 [error] <0.9.0> the exchange was refused for user 'depot'",
      "error: the exchange was refused for user 'depot'"
    ),
    (
      "[ Info: up\n┌ Error: cannot load the shelf\n│   shelf = 7\n│   exception =\n│    KeyError: key 7 not found\n│    Stacktrace:\n"
        + "│     [1] load(s::Int64)\n│       @ Depot /app/failed.jl:31\n└ @ Depot /app/shelf.jl:40\n[ Info: done",
      "error: KeyError: key 7 not found"
    ),
    (
      "┌ Warning: slow\n└ @ Depot a.jl:3\n┌ Info: retried\n│   exception = IOError: refused\n└ @ Main a.jl:3\n"
        + "┌ Error: no depot\n│   exception = IOError: refused\n└ @ Main a.jl:3\n[ Error: the queue is full\nend",
      "warning: slow\nerror: IOError: refused\nerror: the queue is full"
    ),
    (
      "up\nERROR: LoadError: LoadError: UndefVarError: `shelf` not defined\nStacktrace:\n [1] failed(x::Int64)\n"
        + "   @ Main ~/run.jl:3\nin expression starting at /run.jl:7\n",
      "error: UndefVarError: `shelf` not defined"
    ),
    (
      "ERROR: TaskFailedException\n\n    nested task error: BoundsError: at index [4]\n    Stacktrace:\n     [1] get\n"
        + "       @ ./array.jl:9 [inlined]\nStacktrace:\n [1] wait(t::Task)\n   @ Base ./task.jl:371",
      "error: BoundsError: at index [4]"
    ),
    ("ERROR: LoadError: cannot load such file -- json", "error: LoadError: cannot load such file -- json"),
  ])
  func `the cause leads, not the line that announces it`(log: String, cause: String) {
    #expect(causes(log) == cause)
  }

  @Test(arguments: ["", "2021-10-21T08:00:00.1234567Z "])
  func `what a step of a build printed leads, not that the build failed`(time: String) {
    let steps = [
      "#7 [build 3/4] RUN make # failed", "#7 0.512 cc -c shelf.c", "#8 0.600 unrelated: fine",
      "#7 0.733 Traceback (most recent call last):", "#8 0.7 fine", "#7 0.733   File \"a.py\", line 3, in f",
      "#7 0.733     x()",
      "#7 0.734 ValueError: seven is odd",
    ]
    let end = [
      "#7 ERROR: process \"/bin/sh -c make\" did not complete successfully: exit code: 1", "------",
      " > [build 3/4] RUN make # failed:", "0.734 ValueError: seven is odd", "------", "Dockerfile:12",
      "--------------------", "  11 |     COPY missing.txt .", "  12 | >>> RUN make || echo failed",
      "--------------------",
      "ERROR: failed to solve: process \"/bin/sh -c make\" did not complete successfully: exit code: 1",
    ]
    func log(_ lines: [String]) -> String { lines.map { time + $0 }.joined(separator: "\n") }
    #expect(LogReader.looksLikeLog(log(steps + end).utf8) == !time.isEmpty)
    for lines in [steps + end, Array(end[2...])] {
      #expect(ErrorReport(reading: log(lines)).messages.first?.text == "ValueError: seven is odd")
      #expect(causes(log(lines)).hasPrefix("error: ValueError: seven is odd\nerror: "))
      #expect(LogReader.events(in: log(lines).utf8).events.count <= 3)
    }
  }

  @Test(arguments: [
    ("#1 [disk] FAILED: no space left", "#1 [disk] FAILED: no space left"),
    ("#4 DONE with errors: the shelf failed", "DONE with errors: the shelf failed"),
    (
      "two shelves failed:\n--------------------\n1 | ERROR: no shelf\n2 | ERROR: no depot\n--------------------",
      "2 | ERROR: no depot"
    ),
    (
      "#1 [1/2] RUN make\n#1 0.5 error: no shelf\n > [1/2] RUN make:\n0.5 error: no shelf\n0.6 error: no depot\n"
        + "end\n12.5 error: no crane",
      "12.5 error: no crane"
    ),
    (
      "PHP Fatal error:  Uncaught LogicException: no shelf in /a.php:3\nStack trace:\n#0 [internal function]: load()\n#1 {main}",
      "#0 [internal function]: load()"
    ),
  ])
  func `only a log of a build has its steps`(log: String, text: String) {
    let events = LogReader.events(in: log.utf8, keeping: .all).events
    #expect(events.contains { $0.body.contains(text) }, "\(events.map(\.body))")
  }

  @Test func `a box of Julia ends without its margin, and a table is none`() {
    let log =
      "┌ Error: no shelf\n│   shelf = 7\n"
      + "Traceback (most recent call last):\n  File \"a.py\", line 3, in f\nKeyError: 'x'\n"
    #expect(LogReader.events(in: log.utf8).events.map(\.firstLine) == [1, 3])
    #expect(!table("┌ Error: first ─┐\n│ shelf │\nend").contains("│ shelf"))
  }

  @Test(arguments: [
    ("exit code: 1", 1), ("exit code: 137", 2), ("exit code: ", 2), ("exit code: 99999999999999999999", 2),
  ])
  func `the end of a step says nothing beside its errors, but a signal does`(status: String, messages: Int) {
    let end = "#7 ERROR: process \"/bin/sh -c make\" did not complete successfully: " + status
    #expect(ErrorReport(reading: "#7 0.7 error: no shelf\n" + end).messages.count == messages)
    #expect(ErrorReport(reading: end).messages.count == 1)
  }

  @Test(arguments: [
    (
      "#5 [2/3] COPY missing.txt /app/\n#5 ERROR: failed to calculate checksum of ref a::b: \"/missing.txt\": not found\n"
        + "------\n > [2/3] COPY missing.txt /app/:\n------\nERROR: failed to solve: failed to compute cache key",
      "failed to calculate checksum of ref a::b: \"/missing.txt\": not found"
    ),
    (
      "#9 8.1 npm error code E404\n#9 8.2 npm error 404 no shelf\n#9 ERROR: process", "npm error 404 no shelf"
    ),
    (" > [4/5] RUN make:\n0.7 shelf.c:2:1: fatal error: shelf.h: No such file", "shelf.h: No such file"),
  ])
  func `a pasted end of a build leads with what its step printed`(report: String, lead: String) {
    #expect(ErrorReport(reading: report).messages.first?.text == lead)
  }

  @Test(arguments: [
    (
      "10.0.1.2:333 [21/Oct/2021:08:00:00.655] web~ ",
      "0/-1/-1/-1/0 503 212 - - SC-- 1/1/0/0/0 0/0 {|curl} \"GET / HTTP/1.1\"",
      "error: shop/<NOSRV>: 503 SC-- \"GET / HTTP/1.1\""
    ),
    (
      "Oct 21 08:00:00 lb haproxy[7]: ::1:333 [21/Oct/2021:08:00:00.655] web ",
      "0/0/1/-1/30 504 194 - - sH-- 1/1/0/0/0 0/0 \"GET / HTTP/1.1\"",
      "error: shop/<NOSRV>: 504 sH-- \"GET / HTTP/1.1\""
    ),
    (
      "Oct 21 08:00:00 lb haproxy[7]: 10.0.1.2:333 [21/Oct/2021:08:00:00.655] tcp ",
      "0/-1/0 0 SC 1/1/0/0/3 0/0", "error: shop/<NOSRV>: SC"
    ),
    (
      "Oct 21 08:00:00 lb haproxy[7]: 10.0.1.2:333 [21/Oct/2021:08:00:00.655] web ",
      "0/0/1/5/6 200 212 - - ---- 1/1/0/0/0 0/0 \"GET /error HTTP/1.1\"", ""
    ),
    ("10.0.1.2:333 [21/Oct/2021:08:00:00.655] tcp ", "0/0/30 99 CD 1/1/0/0/0 0/0", ""),
    ("10.0.1.2:333 [21/Oct/2021:08:00:00.655] web ", "0/0/1/-1", ""),
  ])
  func `a session of HAProxy is an event if the server failed`(before: String, after: String, cause: String) {
    let log = "Oct 21 08:00:00 lb haproxy[7]: Server shop/a is DOWN, reason: Layer4 timeout. 0 active.\n"
    #expect(
      causes(log + before + "shop/<NOSRV> " + after + "\nOct 21 08:00:01 lb app[8]: error: no shelf")
        == ["error: Server shop/a is DOWN, reason: Layer4 timeout. 0 active.", cause, "error: no shelf"]
        .filter { !$0.isEmpty }
        .joined(separator: "\n"))
  }

  @Test func `a session of HAProxy has the time in brackets, and other lines of syslog are none`() {
    let session =
      "Oct 21 08:00:00 lb haproxy[7]: 10.0.1.2:333 [21/Oct/2020:08:00:00.655] web shop/a 0/0/1/-1/30 504 194 - - sH-- 1/1"
    let events = LogReader.events(in: session.utf8, written: endOf2021).events
    #expect(events.map { "\($0.time?.description ?? "")" } == ["2020-10-21T08:00:00.655Z"])
    for text in [
      "10.0.1.2 [21/Oct/2021:08:00:00] web shop/a 0/0/1 7 SC", "face [main] web shop/a 0/0/1 7 SC",
      "10.0.1.2:333 [main] web shop/a 0/0/1/-1/30 504 194 - - sH--",
      "10.0.1.2:333 [21/Oct/2021:08:00:00] web shop/a a/b/c 7 SC",
      "10.0.1.2:333 [21/Oct/2021:08:00:00] web shop/a 0/0/1 disk SC",
    ] {
      #expect(!causes("Oct 21 08:00:00 lb app[7]: " + text + ": error: no shelf").contains(": SC"))
    }
  }

  @Test(arguments: [
    (
      "a.b.Lost: no order\n\tat a.B.c(B.java:3)\nCaused by: a.Slow: late\n\tat a.B.d(B.java:4)\nCaused by: a.Gone: no shelf",
      "1 Lost: no order"
    ),
    (
      "Unhandled exception. A.OrderException: no order\n ---> A.ShelfException: no shelf\n   at A.B()",
      "1 OrderException: no order"
    ),
    ("A.OrderException: no order ---> A.ShelfException: no shelf", "1 A.OrderException: no order"),
    (
      "failed to start web: failed to pull the image: lookup registry.lan on 10.0.0.2:53: no such host",
      "1 failed to start web"
    ),
    (
      "Traceback (most recent call last):\n  File \"a.py\", line 1, in f\n    x()\nKeyError: 'x'\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File \"a.py\", line 2, in f\n    y()\nRuntimeError: no shelf",
      "11 RuntimeError: no shelf"
    ),
    (
      "┌ Error: cannot load the shelf\n│   exception = KeyError: key 7 not found\n└ @ Main a.jl:3",
      "1 cannot load the shelf"
    ),
    (
      "2021-10-21 08:00:00 ERROR no order\nTraceback (most recent call last):\n  File \"a.py\", line 1, in f\nKeyError: 'x'",
      nil
    ),
    ("Caused by: java.io.IOException: no shelf", nil),
    ("Shelf manager of the depot: failed to get the shelf of 7: the order was not found", nil),
    ("cannot fill the shelf, Err: caused by: the order is lost", "1 cannot fill the shelf"),
    ("error: no shelf", nil),
  ])
  func `the head of a chain is known beside its cause`(report: String, head: String?) {
    #expect(ErrorReport(reading: report).head.map { "\($0.line) \($0.text)" } == head)
  }

  @Test func `a traceback behind other output, or behind a line of C++, is an event of its own`() {
    let crash =
      "Traceback (most recent call last):\n  File \"/app/a.py\", line 3, in f\n    x()\nValueError: odd"
    #expect(
      causes("2021-10-21 08:00:00.1 ERROR the cache is gone\ndone in 3 s\n" + crash)
        == "error: the cache is gone\nerror: ValueError: odd")
    #expect(
      causes("2021-10-21 08:00:00.300118: E acme/cuda_driver.cc:268] cannot find a device\n" + crash)
        == "error: cannot find a device\nerror: ValueError: odd")
    #expect(causes("2021-10-21 08:00:00,1 - app - ERROR - job lost\n" + crash) == "error: ValueError: odd")
  }

  @Test(arguments: [
    (
      "2021-10-21 08:00:00 ERROR no order of the depot\n\tat com.acme.Foo.bar(Foo.java:3)\n"
        + "Caused by: java.net.ConnectException: Nobody listens\n\tat com.acme.Net.open(Net.java:1)",
      "error: ConnectException: Nobody listens"
    ),
    (
      "2021-10-21 08:00:00,1 ERROR app: cannot reach the shelf\nStack (most recent call last):\n"
        + "  File \"/a/b.py\", line 3, in run\n    go()\n2021-10-21 08:00:01,1 ERROR app: the quota is reached",
      "error: cannot reach the shelf\nerror: the quota is reached"
    ),
    (
      "2021-10-21T08:00:00Z ERROR depot: no answer error=cannot reach the shelf: it is gone attempt=3",
      "error: no answer error=cannot reach the shelf: it is gone attempt=3"
    ),
    (
      "2021-10-21 08:00:00 ERROR no bean for the type (org.acme.Foo)",
      "error: no bean for the type (org.acme.Foo)"
    ),
    ("2021-10-21 08:00:00 the mount failed: 0 blocks are free", "error: the mount failed: 0 blocks are free"),
    (#"{"time":"2021-10-21T08:00:00Z","message":"up","fields":{"event":"login"}}"#, ""),
  ])
  func `what only looks like another form stays what it is`(log: String, cause: String) {
    #expect(causes(log) == cause)
  }

  @Test func `a traceback behind a warning is an error only where the log ends with it`() {
    let warning =
      "2021-10-21 08:00:00,1 - app - WARNING - slow\nTraceback (most recent call last):\n  File \"a.py\", line 3, in f\n"
      + "ValueError: odd\n"
    #expect(causes(warning) == "error: ValueError: odd")
    #expect(causes(warning + "2021-10-21 08:00:01,1 - app - INFO - again\n") == "warning: ValueError: odd")
  }

  @Test(arguments: [
    ("[08:00:00 FTL] the host ended", "fatal: the host ended"),
    ("2021-10-21 08:00:00.771 +00:00 [FTL] the host ended", "fatal: the host ended"),
    ("2021-10-21T08:00:00.004Z\tDPANIC\tdepot/x.go:12\tthe shelf is odd", "fatal: the shelf is odd"),
    ("8:02AM ERR query lost error=\"pq: deadlock\" path=/items", "error: query lost: pq: deadlock"),
    (
      "E1021 08:00:00.118402       1 pods.go:28] \"Pod lost\" err=\"the node is gone\" pod=\"ml/a\"",
      "error: Pod lost: the node is gone"
    ),
    ("[2021-10-21 08:00:00,1] ERROR the disk is lost (kafka.log.LogManager)", "error: the disk is lost"),
    (
      "2021-10-21 08:00:00.5 UTC [1] LOG:  server process (PID 41) was terminated by signal 9: Killed",
      "error: server process (PID 41) was terminated by signal 9: Killed"
    ),
    (
      "2021-10-21T08:00:00.3Z 9c3b Task timed out after 3.00 seconds",
      "error: 9c3b Task timed out after 3.00 seconds"
    ),
    (
      "CMake Error at CMakeLists.txt:12 (find_package):",
      "error: CMake Error at CMakeLists.txt:12 (find_package):"
    ),
  ])
  func `levels and failures of further programs are read`(line: String, cause: String) {
    #expect(causes(line) == cause)
  }

  @Test(arguments: [
    "-- Performing Test HAVE_THREADS - Failed", "-- Could NOT find CURL", "Rows read: 312, failed: 0",
    "raiseUncaughtException(err, true);",
  ])
  func `what only looks like a failure is none`(line: String) {
    #expect(causes("2021-10-21 08:00:00 INFO up\n\n" + line).isEmpty)
    #expect(causes(line).isEmpty)
  }

  @Test(arguments: [
    (
      #"{"instant":{"epochSecond":1634803200,"nanoOfSecond":1},"level":"ERROR","message":"no order","thrown":{"message":"The column is null","name":"java.sql.SQLException","extendedStackTrace":"java.sql.SQLException: The column is null\n\tat A"}}"#,
      "2021-10-21T08:00:00Z error: SQLException: The column is null"
    ),
    (
      #"{"event":"no answer","exception":[{"exc_type":"KeyError","exc_value":"'user'"}],"level":"error","timestamp":"2021-10-21T08:00:00Z"}"#,
      "2021-10-21T08:00:00Z error: no answer: KeyError: 'user'"
    ),
    (
      #"{"event":"no answer","exception":"Traceback (most recent call last):\n  File \"a.py\", line 3, in f\nKeyError: 'user'","level":"error","timestamp":"2021-10-21T08:00:00Z"}"#,
      "2021-10-21T08:00:00Z error: KeyError: 'user'"
    ),
    (
      #"{"level":"error","message":"order lost","stack":"Error: connect ETIMEDOUT 10.0.0.5:54\n    at Connect (net.js:1)","timestamp":"2021-10-21T08:00:00Z"}"#,
      "2021-10-21T08:00:00Z error: connect ETIMEDOUT 10.0.0.5:54"
    ),
    (
      #"{"t":{"$date":"2021-10-21T08:00:00Z"},"s":"E","msg":"Tiger error","attr":{"error":28,"message":{"msg":"write lost","error_str":"No space left on device"}}}"#,
      "2021-10-21T08:00:00Z error: Tiger error: No space left on device"
    ),
    (
      #"{"level":50,"time":1634803200000,"err":{"type":"DatabaseError","message":"no such shelf"},"msg":"no such shelf"}"#,
      "2021-10-21T08:00:00Z error: DatabaseError: no such shelf"
    ),
    (
      #"{"textPayload":"INFO:     10.0.0.9:5 - \"GET /health HTTP/1.1\" 200 OK","severity":"ERROR","timestamp":"2021-10-21T08:00:00Z"}"#,
      ""
    ),
    (
      #"{"textPayload":"the shelf fell","severity":"ERROR","timestamp":"2021-10-21T08:00:00Z"}"#,
      "2021-10-21T08:00:00Z error: the shelf fell"
    ),
  ])
  func `the cause of a structured line is found where the logger puts it`(line: String, cause: String) {
    let events = LogReader.events(in: line.utf8).events
    #expect(events.map { "\($0.time?.description ?? "-") \($0.level): \($0.lead)" }.joined() == cause)
  }
}
