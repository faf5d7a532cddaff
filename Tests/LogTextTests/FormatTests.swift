import CasebookKnowledge
import CasebookText
import Testing

@testable import CasebookLogText

/// The formats of `data/formats`, and those of a user.
struct FormatTests {
  private static let formats = LogFormats.standard.builtIn

  @Test(arguments: formats.map(\.name))
  func `each sample is read as it says, and is of no other format`(name: String) throws {
    let format = try #require(Self.formats.first { $0.name == name })
    #expect(LogFormats.standard.problems(of: format).map { "\($0.pointer): \($0.reason)" } == [])
    #expect(!format.title.isEmpty)
  }

  @Test func `formats have different names, and there are those that a service needs`() {
    let names = Self.formats.map(\.name)
    #expect(Set(names).count == names.count)
    #expect(
      Set(names).isSuperset(of: [
        "python", "azureml-driver", "azureml-scoring", "gunicorn", "json", "logfmt", "klog", "cri", "docker",
        "syslog",
        "syslog-5424", "log4j", "logback", "spark", "hadoop", "nginx", "apache", "access", "journal",
        "kubernetes-events", "pip", "docker-build", "plain",
      ]))
  }

  @Test func `a sample of what no reader takes is no record of another shape`() {
    // If a reader and a pattern both accepted a line, chance would decide which of them reads it.
    for format in Self.formats where format.reader == nil {
      for sample in format.samples {
        let shape = Array(sample.line.utf8).withUnsafeBufferPointer { LinePrefix.read($0)?.shape }
        #expect(shape == nil, "\(sample.line)")
      }
    }
  }

  @Test(arguments: formats.map(\.name))
  func `the reader and the patterns of a format see the same`(name: String) throws {
    let format = try #require(Self.formats.first { $0.name == name })
    guard format.reader == .prefix else { return }
    let match = PatternMatch()
    for sample in format.samples {
      let (bySight, byPattern) = Array(sample.line.utf8).withUnsafeBufferPointer { line in
        let event = LogReader.events(in: line, keeping: .all).events.first
        let prefix = format.read(line, match)
        return (
          "\(event?.time?.description ?? "-") \(event?.logger ?? "-") \(event?.body ?? "-")",
          "\(prefix?.clock?.timestamp()?.description ?? "-") "
            + "\(prefix.flatMap { $0.logger.isEmpty ? nil : line.at($0.logger).text } ?? "-") "
            + "\(prefix?.body(of: line).text ?? "-")"
        )
      }
      #expect(bySight == byPattern)
    }
  }

  private static let own = """
    {"name": "depot", "title": "The depot's own",
     "patterns": ["@(?<time>\\\\d+) <(?<logger>\\\\w+)> (?<level>\\\\w+)! (?<body>.*?)(?: ~\\\\w+)?"],
     "levels": {"Bad": "error", "Odd": "warning", "Fine": "info"},
     "samples": [{"line": "@1704186000 <belt> Bad! it is stuck ~x7", "time": "2024-01-02T09:00:00Z", "level": "error",
       "logger": "belt", "body": "it is stuck"}]}
    """

  @Test
  func `a user's format is read before the built-in ones, with its own levels, and keeps what follows it`()
    throws
  {
    let format = try LogFormat(JSON(parsing: Self.own.utf8))
    let formats = LogFormats(own: [format])
    #expect(formats.problems(of: format) == [])
    let log = """
      @1704186000 <belt> Fine! it runs
      @1704186001 <belt> Bad! it is stuck ~x7
      Traceback (most recent call last):
        File "belt.py", line 1, in <module>
      ValueError: parcel
      @1704186002 <gate> Odd! slow
      2024-01-02 09:00:09 ERROR other: between
      @1704186003 <gate> Fine! error is only a word here
      """
    let (events, summary) = LogReader.events(in: log.utf8, formats: formats)
    #expect(
      events.map(row).joined(separator: "\n") == """
        2-5 2024-01-02T09:00:01Z error belt ¦ it is stuck
        │Traceback (most recent call last):
        │  File "belt.py", line 1, in <module>
        │ValueError: parcel
        6 2024-01-02T09:00:02Z warning gate ¦ slow
        7 2024-01-02T09:00:09Z error other ¦ between
        """)
    #expect(summary.format == "depot")
    #expect(LogReader.events(in: log.utf8).summary.format != "depot")
  }

  @Test(
    arguments: [
      (#"[]"#, ": a log format must be a JSON object"),
      (
        #"{"name": "a", "patterns": ["(?<body>.*)"], "samples": ["x"], "sample": 1}"#,
        "/sample: unknown key 'sample'"
      ),
      (#"{"name": "A b", "patterns": ["(?<body>.*)"], "samples": ["x"]}"#, "/name: a format needs a 'name'"),
      (#"{"name": "a", "samples": ["x"]}"#, "/patterns: a format needs 'patterns'"),
      (#"{"name": "a", "patterns": [], "samples": ["x"]}"#, "/patterns: a format needs 'patterns'"),
      (#"{"name": "a", "patterns": [7], "samples": ["x"]}"#, "/patterns/0: a pattern must be a string"),
      (
        #"{"name": "a", "patterns": ["x(?<body>.*"], "samples": ["x"]}"#,
        "/patterns/0: missing closing parenthesis, at character 11"
      ),
      (
        #"{"name": "a", "patterns": ["(?<text>.*)"], "samples": ["x"]}"#,
        "/patterns/0: unknown group 'text'; there are"
      ),
      (
        #"{"name": "a", "patterns": ["(?<level>.*)"], "samples": ["x"]}"#,
        "/patterns/0: the group 'body' is missing"
      ),
      (#"{"name": "a", "patterns": ["(?<body>.*)"]}"#, "/samples: a format needs 'samples'"),
      (
        #"{"name": "a", "patterns": ["(?<body>.*)"], "samples": [1]}"#,
        "/samples/0: a sample must be a line, or an object"
      ),
      (
        #"{"name": "a", "patterns": ["(?<body>.*)"], "samples": [{"line": "x", "lvl": "error"}]}"#,
        "/samples/0/lvl: unknown key 'lvl' of a sample"
      ),
      (
        #"{"name": "a", "patterns": ["(?<body>.*)"], "samples": ["x"], "levels": {"x": "awful"}}"#,
        "/levels/x: 'x' is not a level; there are trace"
      ),
      (#"{"name": "a", "reader": "magic", "samples": ["x"]}"#, "/reader: no built-in reader 'magic'"),
    ])
  func `what is wrong with a format is said, and where`(text: String, problem: String) throws {
    do {
      _ = try LogFormat(JSON(parsing: text.utf8))
      Issue.record("taken")
    } catch let found as LogFormat.FormatProblem {
      #expect("\(found.pointer): \(found.reason)".hasPrefix(problem), "\(found)")
    }
  }

  @Test(
    arguments: [
      (
        #"["never"]"#, #"["x"]"#,
        [
          "/samples/0: the sample matches no pattern of this format",
          "/patterns/0: no sample matches this pattern; add one",
        ]
      ),
      (#"["(?<body>x)", "(?<body>y)"]"#, #"["x"]"#, ["/patterns/1: no sample matches this pattern; add one"]),
      (
        #"["(?<level>\\w+) (?<body>.*)"]"#, #"[{"line": "warn it", "level": "error", "logger": "a"}]"#,
        ["/samples/0: level is 'warning', not 'error'", "/samples/0: logger is nothing, not 'a'"]
      ),
      (
        #"["(?<body>.*)"]"#, #"["E0102 09:00:00.123456       1 leader.go:12] lease is lost"]"#,
        ["/samples/0: the sample also matches the format 'klog'; make one of the patterns stricter"]
      ),
    ])
  func `samples are held against what they say`(patterns: String, samples: String, problems: [String]) throws
  {
    let patterns = patterns.replacing("\"never\"", with: "\"(?<body>never)\"")
    let format = try LogFormat(
      JSON(parsing: #"{"name": "a", "patterns": \#(patterns), "samples": \#(samples)}"#.utf8))
    #expect(LogFormats.standard.problems(of: format).map { "\($0.pointer): \($0.reason)" } == problems)
  }

  @Test func `a group that takes no part in a match is nothing`() throws {
    let format = try LogFormat(
      JSON(
        parsing: """
          {"name": "depot", "samples": ["x"],
            "patterns": ["(?<time>@\\\\d+ )?(?<level>[A-Z]+ )?(?:-|(?<body>.*))"]}
          """.utf8))
    for line in ["", "-", "x", "@1 -", "E -"] {
      let (events, summary) = LogReader.events(
        in: line.utf8, keeping: .all, formats: LogFormats(own: [format]))
      #expect(summary.lines == (line.isEmpty ? 0 : 1))
      #expect(events.count == summary.lines)
      _ = LogFormats().problems(of: format)
    }
    let match = PatternMatch()
    let hasPrefix = { (line: String) in
      Array(line.utf8).withUnsafeBufferPointer { format.read($0, match) != nil }
    }
    #expect(!hasPrefix("-"))
    #expect(hasPrefix("x"))
  }

  @Test func `a pattern that runs wild ends, and bytes that are no text match nothing`() throws {
    let json = #"{"name": "a", "patterns": ["(?<body>(a+)+b)"], "samples": ["aab"]}"#
    let formats = LogFormats(own: [try LogFormat(JSON(parsing: json.utf8))])
    let log = String(repeating: String(repeating: "a", count: 5_000) + "\n", count: 20)
    #expect(LogReader.events(in: log.utf8, formats: formats).summary.lines == 20)
    let events = LogReader.events(in: [0x61, 0xFF, 0xC3, 0x62, 0x0A], keeping: .all, formats: formats).events
    #expect(events.map(\.body) == ["a\u{FFFD}\u{FFFD}b"])
  }

  @Test func `entries of the journal are records with all their lines`() {
    let binary = Array("MESSAGE\n".utf8) + [17, 0, 0, 0, 0, 0, 0, 0] + Array("it broke\nin \"two\"\n\n".utf8)
    let log =
      Array("__CURSOR=s=1\n__REALTIME_TIMESTAMP=1704186000123456\nPRIORITY=6\nMESSAGE=up\n\n".utf8)
      + Array("__CURSOR=s=2\n__REALTIME_TIMESTAMP=1704186001123456\nPRIORITY=3\nSYSLOG_IDENTIFIER=app\n".utf8)
      + binary
      + Array("__CURSOR=s=3\nPRIORITY=4\nMESSAGE=a=b\n_PID=7".utf8)
    for size in [1, 7, 1_000] {
      let (events, summary) = read(log, inPiecesOf: size, keeping: .problems)
      #expect(
        events.map(row).joined(separator: "\n") == """
          6-12 2024-01-02T09:00:01.123Z error app ¦ it broke
          │in "two"
          14-17 2024-01-02T09:00:01.123Z warning - ¦ a=b
          """)
      #expect(summary.format == "journal")
      #expect(summary.lines == 17)
    }
    // A wrong size takes the bytes that there are.
    let lie =
      Array("__CURSOR=s=1\nPRIORITY=3\nMESSAGE\n".utf8) + [UInt8](repeating: 0xFF, count: 8)
      + Array("x\n\n".utf8)
    #expect(LogReader.events(in: lie).events.map(\.body) == ["x"])
  }
}
