import CasebookLogText
import Testing

/// Lines that belong together become one event.
struct AssemblyTests {
  @Test(
    arguments: [
      """
      Traceback (most recent call last):
        File "a.py", line 1, in <module>
          foo()

        File "b.py", line 2, in foo
      ValueError: bad

      The above exception was the direct cause of the following exception:

      Traceback (most recent call last):
        File "c.py", line 1, in <module>
      RuntimeError: worse
      """,
      """
      Exception in thread "main" java.lang.RuntimeException: plain
      \tat a.b.Main.main(Main.java:3)
      Caused by: java.net.ConnectException: Connection refused
      \tat x.y.Z(Native Method)
      \t... 3 more
      """,
      """
      panic: runtime error: index out of range [5] with length 3

      goroutine 1 [running]:
      main.load(0xc000010000, 0x3)
      \t/src/main.go:12 +0x1d
      main.main()
      \t/src/main.go:20 +0x30
      created by main.start in goroutine 7
      \t/src/x.go:3
      exit status 2
      """,
      """
      thread 'main' panicked at 'called `Option::unwrap()`', src/main.rs:4:5
      stack backtrace:
         0: rust_begin_unwind
                   at /rustc/abc/library/std/src/panicking.rs:584:5
      note: Some details are omitted
      """,
      """
      Error: boom
          at Object.<anonymous> (/app/server.js:10:9)
          at Module._compile (node:internal/modules/cjs/loader:1105:14)

      Node.js v18.0.0
      """,
      """
      Unhandled exception. System.AggregateException: One or more errors occurred. (x)
       ---> System.InvalidOperationException: x
         at App.Program.Main(String[] args) in /src/Program.cs:line 9
         --- End of inner exception stack trace ---
         at App.Program.<Main>(String[] args)
      """,
      """
      terminate called after throwing an instance of 'std::runtime_error'
        what():  bad things
      """,
      """
      main.c:3:5: error: 'x' undeclared
          3 |     x = 1;
            |     ^
      """,
      """
      Error:
      {
        "code": "AciDeploymentFailed",

        "statusCode": 400
      }
      """,
      """
      {
        "error": {
          "code": "X"
        }
      }
      """,
    ])
  func `a stack trace or printed value between plain lines is one event`(error: String) {
    let lines = error.split(separator: "\n", omittingEmptySubsequences: false).count
    let (events, _) = LogReader.events(in: "before\n\(error)\nAfter it\n".utf8)
    #expect(events.map { [$0.firstLine, $0.lastLine] } == [[2, lines + 1]])
    #expect(events.map(\.body) == [error])
  }

  @Test(
    arguments: [
      ("2021-10-21T08:00:00.2Z stderr F ", "\n"),
      (#"{"log":""#, "\\n\",\"stream\":\"stderr\",\"time\":\"2021-10-21T08:00:00.2Z\"}\n"),
      ("2021-10-21 08:00:00,200 ERROR app: ", "\n"),
      ("[2021-10-21 08:00:00 +0000] [7] [ERROR] ", "\n"),
      ("2021-10-21 08:00:00,200 - app - ERROR - ", "\n"),
      ("2021-10-21T08:00:00.200000000Z ", "\n"),
      ("scorer-0  | ", "\n"), ("[rank0]: ", "\n"), ("(pid=12) ", "\n"),
      ("Oct 21 08:00:00 host app[12]: ", "\n"),
    ])
  func `a traceback behind a prefix on every line is one event`(before: String, after: String) {
    let lines = [
      "Traceback (most recent call last):", "  File 'a.py', line 1, in <module>", "    foo()",
      "KeyError: 'x'", "",
      "During handling of the above exception, another exception occurred:", "",
      "Traceback (most recent call last):", "  File 'b.py', line 1, in <module>", "RuntimeError: y",
    ]
    let log = (lines + ["again"]).map { before + $0 + after }.joined()
    let (events, _) = LogReader.events(in: log.utf8)
    let traceback = events.filter { $0.body.contains("Traceback") }
    #expect(traceback.map { [$0.firstLine, $0.lastLine] } == [[1, 10]])
    #expect(traceback.map(\.body) == [lines.joined(separator: "\n")])
  }

  @Test func `a prefixed line ends a traceback, a blank line does not`() {
    let log = """
      2021-10-21 08:00:01 ERROR app: failed
      java.lang.IllegalStateException: x
      \tat a.b.C.d(C.java:12)

      \t... 12 more
      Caused by: java.io.IOException: y
      2021-10-21 08:00:02 INFO app: fine

      2021-10-21 08:00:03 INFO app: Traceback (most recent call last):
        File "x"
      ValueError: at level info
      2021-10-21 08:00:04 WARNING app: last
      a second line

      No more of it
      """
    #expect(
      table(log) == """
        1-6 2021-10-21T08:00:01Z error app ¦ failed
        │java.lang.IllegalStateException: x
        │\tat a.b.C.d(C.java:12)
        │
        │\t... 12 more
        │Caused by: java.io.IOException: y
        9-11 2021-10-21T08:00:03Z error app ¦ Traceback (most recent call last):
        │  File "x"
        │ValueError: at level info
        12-13 2021-10-21T08:00:04Z warning app ¦ last
        │a second line
        """)
  }

  @Test func `what another stream writes between does not tear a traceback apart`() {
    let log = """
      2021-10-21T08:00:00.2Z stderr F Traceback (most recent call last):
      2021-10-21T08:00:00.2Z stderr F   File "a.py", line 1, in <module>
      2021-10-21T08:00:00.3Z stdout F 10.0.0.1 - - [21/Oct/2021:08:00:00 +0000] "GET / HTTP/1.1" 200 3
      2021-10-21T08:00:00.3Z stderr F KeyError: 'x'
      2021-10-21T08:00:01.4Z stderr P ERROR:root:one line in\u{20}
      2021-10-21T08:00:01.4Z stderr P three\u{20}
      2021-10-21T08:00:01.4Z stderr F pieces
      """
    #expect(
      table(log) == """
        1-4 2021-10-21T08:00:00.200Z error - ¦ Traceback (most recent call last):
        │  File "a.py", line 1, in <module>
        │KeyError: 'x'
        5-7 2021-10-21T08:00:01.400Z error root ¦ one line in three pieces
        """)
  }

  @Test(
    arguments: [
      ("[rank0]: ", "[rank1]: "), ("(pid=12) ", "(pid=13) "), ("web_1  | ", "web_2  | "),
      ("[pod/a/x] ", "[pod/b/x] "),
    ])
  func `what two processes write at once is two errors`(one: String, two: String) {
    let traceback = ["Traceback (most recent call last):", "  File 'a.py', line 1, in <module>", "    foo()"]
    let log =
      traceback.map { "\(one)\($0)\n\(two)\($0)\n" }.joined() + "\(two)KeyError: 'y'\n\(one)KeyError: 'x'\n"
    let events = LogReader.events(in: log.utf8).events
    #expect(
      events.map(\.body) == ["x", "y"].map { (traceback + ["KeyError: '\($0)'"]).joined(separator: "\n") })
    #expect(events.map { [$0.firstLine, $0.lastLine] } == [[1, 8], [2, 7]])
  }

  @Test func `plain output is judged by its words`() {
    let log = """
      Collecting pillow
      ERROR: Could not find a version that satisfies the requirement pillow
      ERROR: No matching distribution found for pillow
      collected 3 items, 0 failed
      /usr/lib/x.py:12: UserWarning: old
        warnings.warn("old")
      bash: foo: command not found
      Events:
        Type     Reason            Age   From               Message
        Normal   Scheduled         3m    default-scheduler  Successfully assigned
        Warning  FailedScheduling  2m    default-scheduler  no node has a GPU
        Warning  BackOff           1m    kubelet            Back-off restarting failed container
      the process exited with code 3
      finished with exit code 0
      {"status": "ok", "errors": [], "s": 3}
      {"code": "DeploymentFailed", "message": "it failed"}
      Request failed with status code 504
      The command '/bin/sh -c make' returned a non-zero code: 2
      #12 ERROR: process did not complete
      scorer-0  0/1  CrashLoopBackOff  13  18m
      Get "https://x": dial tcp 10.0.0.1:443: connect: connection refused
      npm ERR! code ELIFECYCLE
      npm ERR! errno 1
      ServiceException: bad response:
      Response Code: 409
      Headers: {'a': 'b'}
      Content: b'{}'
      accuracy of 0.93 reached
      """
    #expect(
      table(log) == """
        2 - error - ¦ Could not find a version that satisfies the requirement pillow
        3 - error - ¦ No matching distribution found for pillow
        5-6 - warning - ¦ /usr/lib/x.py:12: UserWarning: old
        │  warnings.warn("old")
        7 - error - ¦ bash: foo: command not found
        11 - warning default-scheduler ¦ FailedScheduling  2m    default-scheduler  no node has a GPU
        12 - warning kubelet ¦ BackOff           1m    kubelet            Back-off restarting failed container
        13 - error - ¦ the process exited with code 3
        16 - error - ¦ it failed code=DeploymentFailed
        17 - error - ¦ Request failed with status code 504
        18 - error - ¦ The command '/bin/sh -c make' returned a non-zero code: 2
        19 - error - ¦ ERROR: process did not complete
        20 - error - ¦ scorer-0  0/1  CrashLoopBackOff  13  18m
        21 - error - ¦ Get "https://x": dial tcp 10.0.0.1:443: connect: connection refused
        22-23 - error - ¦ npm ERR! code ELIFECYCLE
        │npm ERR! errno 1
        24-27 - error - ¦ ServiceException: bad response:
        │Response Code: 409
        │Headers: {'a': 'b'}
        │Content: b'{}'
        """)
  }
}
