import CasebookArchives
import CasebookCommandKit
import CasebookCommands
import CasebookKnowledge
import ScratchKit
import Testing

/// Every option of every verb with values that are missing, doubled, empty, huge or nonsense.
struct OptionValueTests {
  private struct Called {
    let line: [String]
    let status: CasebookCommandKit.ExitStatus
    let output: String
    let messages: [Substring]
  }

  private static func call(_ line: [String], in scratch: Scratch) -> Called {
    let (output, errors) = (Output.inMemory(), Output.inMemory())
    let status = casebookTable.run(
      line,
      context: Surroundings(
        standardOutput: output, standardError: errors,
        environment: ["HOME": scratch.path, "TMPDIR": scratch.path], bundled: nil,
        workingDirectory: scratch.path, now: { Timestamp(milliseconds: 1_767_603_600_000) },
        standardInput: ByteStream([]).read))
    return Called(
      line: line, status: status, output: output.text, messages: errors.text.split(separator: "\n"))
  }

  /// A message says what is wrong in a few lines, and is neither a question nor a defect.
  private static func check(_ called: Called, most: Int = 3) {
    let line = called.line.prefix(6).map { $0.prefix(60) }
    #expect(called.status != .internal, "\(line): \(called.messages)")
    // The demo reports its own ingest and question.
    #expect(
      called.messages.count <= (called.line.first == "demo" ? 20 : most),
      "\(line): \(called.messages.prefix(9))")
    for message in called.messages {
      #expect(!message.hasSuffix("?") && message.count < 1_000, "\(line): \(message.prefix(300))")
    }
  }

  private static let odd = [
    "", " ", "0", "-1", "99999999999999999999", "1.5", "nonsense", "\u{1B}[2J\u{202E}", "\u{FFFD}", "a\nb",
    "/dev/null/x", String(repeating: "x", count: 100_000), String(repeating: "日", count: 5_000), "=", "{{",
    "%s%n",
    "' OR 1=1 --",
  ]

  @Test(arguments: casebookTable.commands.map(\.name))
  func `odd values have a message or are taken, and never break anything`(verb: String) throws {
    let scratch = Scratch()
    let command = try #require(casebookTable.command(named: verb))
    let required = command.operands.filter(\.spec.arity.isRequired).map { _ in "1" }
    for option in command.options.map(\.spec) + casebookTable.globals.map(\.spec)
    where option.placeholder != nil {
      let name = "--" + option.name
      let missing = Self.call([verb, name], in: scratch)
      #expect(
        missing.status == .usage && missing.messages.first?.contains("needs a value") == true,
        "\(verb) \(name)")
      if !option.isRepeatable {
        let doubled = Self.call([verb, "\(name)=1", "\(name)=2"], in: scratch)
        #expect(
          doubled.status == .usage && doubled.messages.first?.contains("more than once") == true,
          "\(verb) \(name)")
      }
      for value in Self.odd {
        let called = Self.call([verb, "\(name)=\(value)"] + required, in: scratch)
        Self.check(called)
        guard !option.choices.isEmpty, verb != "help" else { continue }
        #expect(
          called.status == .usage && called.messages.first?.hasPrefix("casebook: invalid value '") == true,
          "\(verb) \(name)")
      }
    }
    for option in command.options.map(\.spec) where option.placeholder == nil {
      Self.check(Self.call([verb, "--\(option.name)"], in: scratch))
      #expect(Self.call([verb, "--\(option.name)=x"], in: scratch).status == .usage)
    }
  }

  @Test(arguments: casebookTable.commands.map(\.name))
  func `odd operands have a message or are taken`(verb: String) throws {
    let scratch = Scratch()
    for value in Self.odd {
      Self.check(Self.call([verb, "--", value], in: scratch))
      // A message for each input, and one for the whole.
      Self.check(Self.call([verb, "--json", "--", value, value], in: scratch), most: 5)
    }
    Self.check(Self.call([verb] + Array(repeating: "x", count: 2_000), in: scratch), most: 2_005)
  }

  @Test func `entries of a list can end with NUL`() {
    let scratch = Scratch()
    _ = Self.call(["ingest", "--no-bundled", scratch.path], in: scratch)
    for title in ["gate 7", "gate 8"] {
      let recorded = Self.call(["record", title + " is stuck", "--new"], in: scratch)
      #expect(recorded.status == .success, "\(recorded.messages)")
    }
    let called = Self.call(["incidents", "--format", "{{title}}", "-0"], in: scratch)
    #expect(called.output == "gate 8 is stuck\0gate 7 is stuck\0", "\(called.messages)")
  }

  /// Sync makes the folder's file; the verbs that write may make the knowledge base.
  @Test(arguments: [
    "diagnose x", "search x", "show x", "export --all", "incidents", "history", "triage", "audit", "check",
    "prune 1d --dry-run", "forget 1 --dry-run", "signature x", "test x.jsonl", "search x --in events",
  ])
  func `reading a file that does not exist is an error and makes none`(line: String) {
    let scratch = Scratch()
    let words = line.split(separator: " ").map(String.init)
    scratch.write("{\"text\":\"x\",\"expect\":[]}\n", to: "x.jsonl")
    let called = Self.call(words + ["--db", scratch["gone/k.db"]], in: scratch)
    #expect(called.status == .noInput, "\(line): \(called.messages)")
    #expect(contents(scratch["gone/k.db"]) == nil)
    #expect(called.messages.first?.contains("k.db") == true)
  }
}
