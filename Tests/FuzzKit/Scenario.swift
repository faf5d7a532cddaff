/// The commands that a person would run with one input.
struct Scenario {
  /// The grammar rule that generates the input.
  let rule: String
  /// The name of the input file; `nil` if the input comes from standard input or an argument.
  let file: String?
  /// The commands in order, words separated by spaces; `{file}` and `{text}` are the input.
  let commands: [String]

  init(_ rule: String, file: String? = nil, _ commands: String...) {
    self.rule = rule
    self.file = file
    self.commands = commands
  }

  /// Whether the commands change the knowledge base, which then has to be a copy.
  var writes: Bool {
    commands.contains { $0.hasPrefix("ingest") || $0.hasPrefix("record") || $0.hasPrefix("learn") }
  }

  static let all = [
    Scenario("report", "diagnose -"),
    Scenario("report", "diagnose --json -", "search --json -"),
    Scenario("report", "diagnose --brief -", "search --in events -"),
    Scenario("report", "signature -", "signature --each -"),
    Scenario("report", "signature --json --explain -", "signature --each --explain -"),
    Scenario("line", "diagnose -", "signature -", "search -- {text}"),
    Scenario("label", "diagnose -", "signature --each -"),
    Scenario("chain", "diagnose -", "signature --explain -"),
    Scenario("message", "search -- {text}", "signature -"),
    Scenario("message", "search --in all --json -- {text}", "search --in incidents -- {text}"),
    Scenario("log", "diagnose -", "signature --each -"),
    Scenario(
      "log", file: "run.log", "ingest --keep all {file}", "history", "triage", "search --in events failed"),
    Scenario("log", file: "run.jsonl", "ingest --context 1 --json {file}", "check", "history --json"),
    Scenario("report", "ingest --keep all --label a=b -", "diagnose --json -", "audit --secrets"),
    Scenario("report", "record -", "incidents", "diagnose -", "resolve 1 -", "show incident#1"),
    Scenario(
      "message", "record --title {text} -- {text}", "note 1 -- {text}", "incidents --json",
      "export --format json"),
    Scenario(
      "message", "learn --merge -- {text} {text}", "learn --as job-cannot-get-a-node -- {text}", "learn"),
    Scenario("article", file: "article.md", "ingest {file}", "search failed", "check", "audit", "diagnose -"),
    Scenario("article", file: "article.md", "ingest --json {file}", "export", "audit --json"),
    Scenario("article", file: "article.yml", "ingest {file}", "search --json -"),
    Scenario("format", file: "depot.json", "check {file}", "check --json {file}"),
    Scenario("format", file: "formats/depot.json", "diagnose --formats {folder} -", "signature --each -"),
    Scenario("cases", file: "cases.jsonl", "test {file}", "test --search --json {file}"),
    Scenario("cases", "test -"),
  ]
}

/// One input and its commands; the same seed and number give the same case.
struct FuzzCase {
  let scenario: Scenario
  var input: [UInt8]
  /// The form of the output: as in a pipe, or on a terminal of this width.
  let width: Int?
  let language: String

  init(seed: UInt64, index: Int) {
    var random = SplitMix64(seed: seed, index: index)
    scenario = Scenario.all[random.below(Scenario.all.count)]
    let length = [8, 24, 60, 150, 400, 1_200][min(random.below(7), random.below(8), 5)]
    input = Grammar.casebook.text(of: scenario.rule, length: length, &random)
    input = Mutation.handed(input, &random)
    width = random.once(in: 3) ? 1 + random.below(120) : nil
    language = ["en_US.UTF-8", "de_DE.UTF-8", "C", "ru", "zh_CN", ""][random.below(6)]
  }
}
