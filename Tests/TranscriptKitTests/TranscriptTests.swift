import Testing

@testable import TranscriptKit

/// Prints its arguments, its input and its variables, as `say` would.
private func say(_ call: TranscriptCall) -> TranscriptResult {
  var result = TranscriptResult(standardOutput: [])
  for argument in call.arguments {
    switch argument {
    case "-": result.standardOutput += call.standardInput ?? []
    case "where": result.standardOutput += Array("in \(call.workingDirectory)/x\n".utf8)
    case "fail":
      result.standardError = Array("say: failed\n".utf8)
      result.status = 64
    default: result.standardOutput += Array((argument + "\n").utf8)
    }
  }
  for (name, value) in call.environment.sorted(by: { $0.key < $1.key }) {
    result.standardOutput += Array("\(name) is \(value)\n".utf8)
  }
  return result
}

struct TranscriptTests {
  private func replay(_ text: String) throws -> TranscriptReplay {
    let transcript = try Transcript(text, file: "t", program: "say")
    return try withTemporaryFolder { transcript.replay(in: $0, run: say) }
  }

  @Test func `a transcript that tells the truth has no mismatch`() throws {
    let text = #"""
      Prose comes first.

      $ say one 'two  words' "and \"three\""
      one
      two  words
      and "three"

      $ say
      $ # A comment, and nothing else.
      $ say fail done
      done
      ! say: failed
      ? 64

      $ printf 'a\tb\x41\101%s%%\n' x y | say -
      $ echo hello   world | say - end
      hello world
      end
      $ say - <<'EOF'
      here $ it is
      $ say this is text
      EOF
      here $ it is
      \$ say this is text
      $ cat > some/file.txt <<'EOF'
      # Heading
      EOF
      $ cat some/file.txt
      # Heading
      $ say - < some/file.txt
      # Heading
      $ LANG=de B=c say where
      in $PWD/x
      B is c
      LANG is de
      $ say 'line
      break' \
        next
      line
      break
      next
      """#
    let fixed = text.replacing(
      "| say -\n$ echo", with: "| say -\na\tbAAx%\na\tbAAy%\n$ echo", maxReplacements: 1)
    let replay = try replay(fixed)
    #expect(replay.mismatches == [])
    #expect(replay.recorded == fixed + "\n")
  }

  @Test func `what differs is told with its place`() throws {
    let text = """
      $ say a b c d e f g
      a
      b
      c
      d
      x
      g
      $ say fail
      ! say: filed
      """
    let replay = try replay(text)
    #expect(
      replay.mismatches == [
        """
        t:1: $ say a b c d e f g
          (…)
          c
          d
        - x
        + e
        + f
          g
        """,
        """
        t:8: $ say fail
        - ! say: filed
        + ! say: failed
        + ? 64
        """,
      ])
    #expect(
      replay.recorded == """
        $ say a b c d e f g
        a
        b
        c
        d
        e
        f
        g
        $ say fail
        ! say: failed
        ? 64

        """)
  }

  @Test(arguments: [
    "...", "! ...", "? 3", "$ x", "%", "\\", "\\\\x", "", "\n", "a\n\n", "! x", "!", "![x](y)", "? ", "# x",
    "....",
    "a\n%\nb", "\\$ y", "!x",
  ])
  func `anything that is printed can be recorded and replayed`(line: String) throws {
    let command = "$ say '\(line)' - <<E\nE\n"
    let recorded = try replay(command).recorded
    #expect(try replay(recorded).mismatches == [])
    #expect(try replay("$ say a\na\n\n" + recorded + "\n$ say b\nb\n").mismatches == [])
    #expect(try replay(recorded.replacing("say ", with: "say z ")).mismatches.count == 1)
  }

  @Test(arguments: [
    ("printf 'x'", "x\n%", true), ("printf 'x'", "x", false), ("printf 'x\\n'", "x\n%", false),
    ("printf 'x\\n\\n'", "x\n\\", true), ("printf 'x\\n\\n'", "x", false), ("printf 'x\\n'", "x\n\n\n", true),
    ("printf 'a\\nb\\nc\\n'", "...\nc", true), ("printf 'a\\nb\\nc\\n'", "a\n...\nc", true),
    ("printf 'a\\nb\\nc\\n'", "a\n...\nb", false), ("printf 'a\\nb\\nc\\n'", "a\nb\nc\n...", true),
    ("printf 'a\\nb\\nc\\n'", "...\nb\n...\nc\n...", true), ("printf 'a\\n'", "\\...", false),
    ("printf 'a\\n'", "\\a", true), ("say fail", "! ...\n? 64", true), ("say fail", "...\n? 64", false),
    ("say fail", "! ...\n? 65", false), ("say fail", "! ...", false), ("say a", "a\n? 0", true),
    ("say a", "a\n! ...", true), ("say a", "a\n! x", false), ("cat nothing", "", false),
    ("cat ../x", "", false), ("cat /etc/hostname", "...", false),
  ])
  func `lines match as written`(command: String, expected: String, matches: Bool) throws {
    #expect(try replay("$ \(command)\n\(expected)\n").mismatches.isEmpty == matches)
  }

  @Test(arguments: [
    ("$ ls", "t:1: 'ls' is neither say nor echo, printf FORMAT or cat FILE"),
    ("x\n$ say $HOME", "t:2: '$HOME': nothing is expanded here; put it in single quotes"),
    ("$ say 'a", "t:1: a quote is not closed"),
    ("$ say - <<EOF\nx", "t:1: the here-document does not end with 'EOF'"),
    ("$ say a > b", "t:1: only cat > FILE <<'EOF' writes a file"),
    ("$ say a && say b", "t:1: '&&' is not supported"),
    ("$ say a | say b | say c", "t:1: only one command and one source of input"),
    ("$ printf '%d' 3 | say -", "t:1: printf knows \\n \\t \\r \\\\ \\ooo \\xhh %s and %%"),
    ("$ say <", "t:1: a word must follow '<'"),
  ])
  func `what cannot be replayed is refused`(text: String, message: String) {
    do {
      _ = try Transcript(text, file: "t", program: "say")
      Issue.record("accepted")
    } catch {
      #expect(error.description == message)
    }
  }
}

struct TranscriptFileTests {
  @Test func `recording rewrites the file and complains all the same`() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/a.transcript"
      try writeFile(path, Array("Say.\n\n$ say x\n...\n\n$ say y\nwrong\n".utf8))
      try writeFile(folder + "/notes.txt", [])
      #expect(transcriptFiles(in: folder) == [path])
      let before = problems(inTranscript: path, program: "say", recording: false, run: say)
      #expect(before == ["\(path):6: $ say y\n- wrong\n+ y"])
      let during = problems(inTranscript: path, program: "say", recording: true, run: say)
      #expect(during.first == "\(path): recorded; 1 steps differed")
      // Matching lines stay as they were written.
      #expect(try String(decoding: readFile(path), as: UTF8.self) == "Say.\n\n$ say x\n...\n\n$ say y\ny\n")
      #expect(problems(inTranscript: path, program: "say", recording: false, run: say) == [])
      #expect(problems(inTranscript: path, program: "say", recording: true, run: say).count == 1)
    }
  }

  @Test func `a folder is prepared, and gone afterwards`() throws {
    var place = ""
    try withTemporaryFolder { folder in
      let path = folder + "/a.transcript"
      try writeFile(path, Array("$ cat in/put\nprepared\n".utf8))
      let found = problems(
        inTranscript: path, program: "say", recording: false,
        prepare: {
          place = $0
          try writeFile($0 + "/in/put", Array("prepared\n".utf8))
        }, run: say)
      #expect(found == [])
    }
    #expect(throws: FileProblem.self) { try readFile(place + "/in/put") }
  }

  @Test func `a missing transcript is a problem`() {
    #expect(
      problems(inTranscript: "/nowhere.transcript", program: "say", run: say)
        == ["/nowhere.transcript: No such file or directory"])
  }
}
