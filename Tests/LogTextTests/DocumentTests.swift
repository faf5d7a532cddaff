import CasebookKnowledge
import CasebookLogText
import Testing

/// Logs that are not made of lines.
struct DocumentTests {
  static let documents: [(String, String)] = [
    (
      """
      [
        {"textPayload": "up", "severity": "INFO", "timestamp": "2021-10-21T08:00:00Z"},
        {
          "jsonPayload": {"message": "no weights", "logger": "app"},
          "severity": "ERROR", "timestamp": "2021-10-21T08:00:05Z"
        }
      ]
      """,
      "3-6 2021-10-21T08:00:05Z error app ¦ no weights"
    ),
    (
      """
      {"events": [
        {"timestamp": 1634803200123, "message": "INFO start"},
        {"timestamp": 1634803201123, "message": "[ERROR] cannot import 'app'"}
      ], "nextToken": "f/1"}
      """,
      "3 2021-10-21T08:00:01.123Z error - ¦ cannot import 'app'"
    ),
    (
      #"{"data":{"result":[{"stream":{"app":"a"},"values":[["1634803200123000000","level=error msg=\"no \\\"model\\\"\" err=gone"]]}]}}"#,
      #"1 2021-10-21T08:00:00.123Z error - ¦ no "model": gone"#
    ),
    (
      #"""
      {"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"1634803200000000000","severityNumber":9,"body":{"stringValue":"fine"}}]}]}]}
      {"resourceLogs":[{"scopeLogs":[{"logRecords":[{"timeUnixNano":"1634803200000000000","severityNumber":17,"body":{"stringValue":"not fine"}}]}]}]}
      """#,
      "2 2021-10-21T08:00:00Z error - ¦ not fine"
    ),
    (
      """
      {"version": "4", "status": "firing", "alerts": [
        {"status": "firing", "labels": {"alertname": "PodDown", "severity": "critical"},
         "annotations": {"description": "the pod is down"}, "startsAt": "2021-10-21T08:00:00Z"}
      ]}
      """,
      "2-3 2021-10-21T08:00:00Z fatal PodDown ¦ the pod is down"
    ),
    (
      """
      {"apiVersion": "v1", "items": [
        {"kind": "Event", "type": "Normal", "reason": "Pulled", "message": "image pulled", "lastTimestamp": "2021-10-21T08:00:00Z"},
        {"kind": "Event", "type": "Warning", "reason": "BackOff", "message": "Back-off restarting failed container", "lastTimestamp": "2021-10-21T08:00:01Z"}
      ], "kind": "List"}
      """,
      "3 2021-10-21T08:00:01Z warning - ¦ Back-off restarting failed container"
    ),
    (
      """
      <?xml version="1.0"?>
      <testsuites><testsuite name="t" timestamp="2021-10-21T08:00:00">
        <testcase classname="tests.test_a" name="test_ok"/>
        <testcase classname="tests.test_a" name="test_b"><failure message="assert 1 == 2">def test_b():
      E  assert 1 == 2</failure></testcase>
      </testsuite></testsuites>
      """,
      "4-5 2021-10-21T08:00:00Z error tests.test_a.test_b ¦ assert 1 == 2\n│def test_b():\n│E  assert 1 == 2"
    ),
  ]

  @Test(arguments: documents)
  func `records of a document are found, whatever the pieces`(document: String, events: String) {
    #expect(table(document) == events)
    #expect(LogReader.looksLikeLog(document.utf8))
    for size in [1, 7, 64] {
      let (found, summary) = read(Array(document.utf8), inPiecesOf: size, keeping: .problems)
      #expect(found.map(row).joined(separator: "\n") == events)
      #expect(summary.lines == document.split(separator: "\n").count)
    }
  }

  @Test(arguments: documents.indices)
  func `damaged documents give the same events, whatever the pieces`(index: Int) {
    var state = UInt64(index) &+ 7
    func next(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    let bytes = Array(Self.documents[index].0.utf8)
    for _ in 0..<200 {
      var damaged = bytes
      for _ in 0..<3 {
        switch next(3) {
        case 0: damaged[next(damaged.count)] = UInt8(next(256))
        case 1: damaged.remove(at: next(damaged.count))
        default: damaged.insert(Array("{}[]\"\n<>,:".utf8)[next(10)], at: next(damaged.count))
        }
      }
      let whole = read(damaged, inPiecesOf: damaged.count, keeping: .problems)
      let (found, summary) = read(damaged, inPiecesOf: 1 + next(9), keeping: .problems)
      #expect(found.map(row) == whole.0.map(row))
      #expect(summary == whole.1)
    }
  }

  @Test(
    arguments: [
      "{\n  \"error\": {\n    \"code\": \"NotFound\",\n    \"message\": \"no model\"\n  }\n}\n",
      "[\n  1,\n  2\n]\nERROR: broken\n",
      "[2021-10-21 08:00:00] ERROR broken\n",
      "{not json}\nERROR: broken\n",
      "<html><body>502 Bad Gateway</body></html>\nERROR: broken\n",
    ])
  func `other text is read by its lines`(text: String) {
    let events = LogReader.events(in: text.utf8).events
    #expect(events.count == 1)
    let (found, _) = read(Array(text.utf8), inPiecesOf: 3, keeping: .problems)
    #expect(found == events)
  }

  @Test func `entities do not grow, and what was read before stays`() {
    let bomb = """
      <?xml version="1.0"?>
      <!DOCTYPE t [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
      <testsuite><testcase name="x"><failure message="&b;">&b;</failure></testcase></testsuite>
      """
    let (events, summary) = LogReader.events(in: bomb.utf8)
    #expect(events.isEmpty)
    #expect(summary.brokenLines == 1)
    let deep = "<testsuite>" + String(repeating: "<a>", count: 100_000)
    #expect(LogReader.events(in: deep.utf8).summary.brokenLines == 1)
    let cut = "<testsuite><testcase name=\"x\"><failure message=\"no\"/></testcase><testcase"
    #expect(LogReader.events(in: cut.utf8).events.map(\.body) == ["no"])
  }

  @Test func `an element beyond all bounds is skipped, and its successor is read`() {
    let record = #"{"message":"no disk","level":"error","timestamp":"2021-10-21T08:00:00Z"}"#
    let long = String(repeating: "x", count: LogReader.maxLine)
    let deep = String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000)
    let (events, summary) = LogReader.events(in: "[\(record),{\"a\":\"\(long)\"},\(deep),\(record)]".utf8)
    #expect(events.count == 2)
    #expect(summary.brokenLines == 1)
  }
}
