/// What a command printed, in the words of a transcript, standard output and standard error apart.
struct ExpectedLines: Equatable {
  var output: [String] = []
  var errors: [String] = []
  var status: [String] = []

  /// What stands in a transcript; escapes that are not needed make no difference.
  init(written lines: [String]) {
    for line in lines {
      if line == "!" {
        errors.append(line)
      } else if line.hasPrefix("! ") {
        errors.append("! " + canonical(String(line.dropFirst(2)), escape: escapedError))
      } else if line.hasPrefix("? ") {
        // `? 0` is said by saying nothing.
        status = line == "? 0" ? [] : [line]
      } else {
        output.append(canonical(line, escape: escapedOutput))
      }
    }
    // Empty lines between the output and the other parts belong to neither.
    if !errors.isEmpty || !status.isEmpty {
      while output.last == "" { output.removeLast() }
    }
  }

  /// What was printed.
  init(_ result: TranscriptResult) {
    output = lines(of: result.standardOutput).map(escapedOutput) + marker(result.standardOutput)
    // Empty lines at the end would be taken for the gap before the next command.
    var index = output.count
    while index > 0, output[index - 1] == "" {
      index -= 1
      output[index] = "\\"
    }
    errors =
      lines(of: result.standardError).map { $0 == "" ? "!" : "! " + escapedError($0) }
      + marker(result.standardError).map { "! " + $0 }
    status = result.status == 0 ? [] : ["? \(result.status)"]
  }

  /// All lines as they are written.
  var written: [String] { output + errors + status }

  /// Whether what was printed is what stands here.
  func matches(_ actual: ExpectedLines) -> Bool {
    status == actual.status && lineMatch(output, actual.output, anyLines: "...")
      && lineMatch(errors, actual.errors, anyLines: "! ...")
  }
}

private func lines(of bytes: [UInt8]) -> [String] {
  var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
  if lines.last?.isEmpty ?? false { lines.removeLast() }
  return lines.map { String(decoding: $0, as: UTF8.self) }
}

/// `%` where the last line does not end.
private func marker(_ bytes: [UInt8]) -> [String] { bytes.isEmpty || bytes.last == 0x0A ? [] : ["%"] }

private func escapedOutput(_ line: String) -> String {
  let isSpecial =
    ["$ ", "! ", "? ", "\\"].contains { line.hasPrefix($0) } || ["...", "%", "!"].contains(line)
  return isSpecial ? "\\" + line : line
}

private func escapedError(_ line: String) -> String {
  line.hasPrefix("\\") || ["...", "%"].contains(line) ? "\\" + line : line
}

/// A lone backslash is an empty line that counts, and stays.
private func canonical(_ line: String, escape: (String) -> String) -> String {
  guard line.hasPrefix("\\"), line != "\\" else { return line }
  return escape(String(line.dropFirst()))
}

/// Whether lines match a pattern in which some lines stand for any number of lines.
func lineMatch(_ pattern: [String], _ lines: [String], anyLines: String) -> Bool {
  var (p, l) = (0, 0)
  // Where to go on when a guess was wrong: the last wildcard, and one line more for it.
  var retry: (p: Int, l: Int)?
  while l < lines.count {
    if p < pattern.count, pattern[p] == anyLines {
      p += 1
      retry = (p, l)
    } else if p < pattern.count, pattern[p] == lines[l] {
      (p, l) = (p + 1, l + 1)
    } else if let again = retry {
      retry = (again.p, again.l + 1)
      (p, l) = (again.p, again.l + 1)
    } else {
      return false
    }
  }
  return pattern[p...].allSatisfy { $0 == anyLines }
}
