/// The output of a command, as written in a transcript, with standard output and standard error separate.
struct ExpectedLines: Equatable {
  var output: [String] = []
  var errors: [String] = []
  var status: [String] = []

  /// Reads lines of a transcript. Unnecessary escapes make no difference.
  init(written lines: [String]) {
    for line in lines {
      if line == "!" {
        errors.append(line)
      } else if line.hasPrefix("! ") {
        errors.append("! " + canonical(String(line.dropFirst(2)), escape: escapedError))
      } else if line.hasPrefix("? ") {
        // `? 0` is the default and is not written.
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

  /// Formats the output of a call.
  init(_ result: TranscriptResult) {
    output = lines(of: result.standardOutput).map(escapedOutput) + marker(result.standardOutput)
    // Trailing empty lines would look like the gap before the next command.
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

  /// All lines as written in a transcript.
  var written: [String] { output + errors + status }

  /// Whether the actual output matches these lines.
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

/// `%` if the last line has no end.
private func marker(_ bytes: [UInt8]) -> [String] { bytes.isEmpty || bytes.last == 0x0A ? [] : ["%"] }

private func escapedOutput(_ line: String) -> String {
  let isSpecial =
    ["$ ", "! ", "? ", "\\"].contains { line.hasPrefix($0) } || ["...", "%", "!"].contains(line)
  return isSpecial ? "\\" + line : line
}

private func escapedError(_ line: String) -> String {
  line.hasPrefix("\\") || ["...", "%"].contains(line) ? "\\" + line : line
}

/// A lone backslash is an empty line that counts, so it is kept.
private func canonical(_ line: String, escape: (String) -> String) -> String {
  guard line.hasPrefix("\\"), line != "\\" else { return line }
  return escape(String(line.dropFirst()))
}

/// Whether lines match a pattern in which `anyLines` matches any number of lines.
func lineMatch(_ pattern: [String], _ lines: [String], anyLines: String) -> Bool {
  var (p, l) = (0, 0)
  // Where to continue after a wrong guess: at the last wildcard, with one more line for it.
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
