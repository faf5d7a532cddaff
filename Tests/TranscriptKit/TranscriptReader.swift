import CasebookCommandKit

/// Reads the lines of a transcript into steps.
struct TranscriptReader {
  private let lines: [String]
  private let file: String
  private let program: String
  private var position = 0

  init(text: String, file: String, program: String) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    self.lines = lines
    self.file = file
    self.program = program
  }

  mutating func read() throws(TranscriptError) -> (preface: [String], steps: [Transcript.Step]) {
    while position < lines.count, !isCommand(lines[position]) { position += 1 }
    let preface = Array(lines[..<position])
    var steps: [Transcript.Step] = []
    while position < lines.count { steps.append(try readStep()) }
    return (preface, steps)
  }

  private func isCommand(_ line: String) -> Bool { line.hasPrefix("$ ") }

  private mutating func readStep() throws(TranscriptError) -> Transcript.Step {
    let start = position
    let action = try readAction()
    let source = Array(lines[start..<position])
    let first = position
    while position < lines.count, !isCommand(lines[position]) { position += 1 }
    var expected = Array(lines[first..<position])
    while expected.last == "" { expected.removeLast() }
    return Transcript.Step(
      line: start + 1, source: source, action: action, expected: expected,
      emptyLines: position - first - expected.count)
  }

  private mutating func readAction() throws(TranscriptError) -> Transcript.Action {
    let (file, line) = (file, position + 1)
    func fail(_ message: String) -> TranscriptError {
      TranscriptError(file: file, line: line, message: message)
    }
    var command = String(lines[position].dropFirst(2))
    position += 1
    var tokens: [ShellToken]?
    while tokens == nil {
      // A quote that is not closed continues on the next line.
      tokens = try? shellTokens(command)
      if tokens == nil {
        guard position < lines.count else { throw fail("a quote is not closed") }
        command += "\n" + lines[position]
        position += 1
      }
    }
    var pipeline: [[String]] = [[]]
    var (input, output): (Transcript.Input?, String?) = (nil, nil)
    var rest = (tokens ?? [])[...]
    while let token = rest.popFirst() {
      switch token {
      case .word(let text, let expands):
        // A variable may name a folder. The program's runner inserts the session's folder.
        let isFolder = text.contains("=$PWD/") && !text.replacing("$PWD", with: "").contains("$")
        if expands, !isFolder { throw fail("'\(text)': nothing is expanded here; put it in single quotes") }
        pipeline[pipeline.count - 1].append(text)
      case .symbol("|"):
        pipeline.append([])
      case .symbol(let symbol):
        guard case .word(let text, _)? = rest.popFirst() else { throw fail("a word must follow '\(symbol)'") }
        switch symbol {
        case "<": input = .files([text])
        case "<<": input = .bytes(try readHereDocument(until: text, fail))
        case ">": output = text
        default: throw fail("'\(symbol)' is not supported")
        }
      }
    }
    return try action(pipeline, input, output, fail)
  }

  private mutating func readHereDocument(
    until end: String, _ fail: (String) -> TranscriptError
  ) throws(TranscriptError) -> [UInt8] {
    var bytes: [UInt8] = []
    while position < lines.count {
      let line = lines[position]
      position += 1
      if line == end { return bytes }
      bytes += Array(line.utf8) + [0x0A]
    }
    throw fail("the here-document does not end with '\(end)'")
  }

  private func action(
    _ pipeline: [[String]], _ input: Transcript.Input?, _ output: String?, _ fail: (String) -> TranscriptError
  ) throws(TranscriptError) -> Transcript.Action {
    if pipeline == [[]], input == nil, output == nil { return .nothing }
    if let output {
      guard pipeline == [["cat"]], case .bytes(let bytes)? = input else {
        throw fail("only cat > FILE <<'EOF' writes a file")
      }
      return .write(file: output, bytes: bytes)
    }
    guard pipeline.count <= 2, let last = pipeline.last, !(pipeline.count == 2 && input != nil) else {
      throw fail("only one command and one source of input")
    }
    var source = input
    if pipeline.count == 2 { source = try self.source(pipeline[0], fail) }
    var environment: [String: String] = [:]
    var words = last[...]
    while let word = words.first, let equals = word.firstIndex(of: "="), !word.hasPrefix("-") {
      environment[String(word[..<equals])] = String(word[word.index(after: equals)...])
      words.removeFirst()
    }
    if words.first == program {
      return .call(
        arguments: Array(words.dropFirst()), environment: environment, input: source)
    }
    guard source == nil, environment.isEmpty else { throw fail("'\(words.first ?? "")' takes no input here") }
    return .show(try self.source(last, fail))
  }

  private func source(
    _ words: [String], _ fail: (String) -> TranscriptError
  ) throws(TranscriptError) -> Transcript.Input {
    switch words.first {
    case "echo": return .bytes(Array((words.dropFirst().joined(separator: " ") + "\n").utf8))
    case "cat" where words.count > 1: return .files(Array(words.dropFirst()))
    case "printf" where words.count > 1:
      guard let bytes = printf(words[1], Array(words.dropFirst(2))) else {
        throw fail("printf knows \\n \\t \\r \\\\ \\ooo \\xhh %s and %%")
      }
      return .bytes(bytes)
    default: throw fail("'\(words.first ?? "")' is neither \(program) nor echo, printf FORMAT or cat FILE")
    }
  }
}
