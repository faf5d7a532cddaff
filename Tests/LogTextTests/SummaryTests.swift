import CasebookLogText
import Testing

struct SummaryTests {
  @Test(
    arguments: [
      ("process exited with code 1", 1), ("command terminated with exit code 137", 137), ("exit status 2", 2),
      ("\"exitCode\": 3", 3), ("exited with non-zero code: -11", -11), ("exit code 1\nexit code 0", 0),
      ("Exit Code:    139", 139), ("exit 1", nil), ("the exit of 4 gates", nil),
      ("exit code 12345678901234", nil),
    ] as [(String, Int?)])
  func `the exit status is the last that the log tells`(text: String, status: Int?) {
    #expect(LogReader.events(in: text.utf8).summary.exitStatus == status)
  }

  @Test(
    arguments: [
      ("2021-10-21 08:00:00 INFO a: x\n2021-10-21 08:00:01 ERROR a: y", true),
      ("INFO:root:a\nINFO:root:b\nERROR:root:c", true),
      (
        #"{"time":1634803200,"level":"info","msg":"a"}"# + "\n"
          + #"{"time":1634803201,"level":"error","msg":"b"}"#, true
      ),
      ("E1021 08:00:00.123456       1 file.go:12] a\nI1021 08:00:00.123456       1 file.go:12] b", true),
      ("2021-10-21 08:00:00 ERROR a: one line is not a log", false),
      ("ERROR: Could not find a version\nERROR: No matching distribution", false),
      ("Traceback (most recent call last):\n  File \"x\"\nValueError: y", false),
      (
        "2021-10-21 08:00:00 ERROR a: x\nTraceback (most recent call last):\n  File \"x\"\nValueError: y",
        false
      ),
      ("{\n  \"error\": {\n    \"code\": \"X\"\n  }\n}", false),
      ("0/3 nodes are available: 3 Insufficient nvidia.com/gpu", false), ("", false),
    ])
  func `a log is told from an error report`(text: String, isLog: Bool) {
    #expect(LogReader.looksLikeLog(text.utf8) == isLog)
  }
}
