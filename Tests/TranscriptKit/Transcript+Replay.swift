/// A call of the program in a transcript.
public struct TranscriptCall: Sendable {
  /// The arguments after the program's name.
  public let arguments: [String]
  /// The variables that the line sets.
  public let environment: [String: String]
  /// The bytes piped to standard input; `nil` without a pipe, as on a terminal where a person types nothing.
  public let standardInput: [UInt8]?
  /// Where relative paths start. The process itself does not change its directory.
  public let workingDirectory: String

  /// Creates a call.
  public init(
    arguments: [String], environment: [String: String] = [:], standardInput: [UInt8]? = nil,
    workingDirectory: String
  ) {
    self.arguments = arguments
    self.environment = environment
    self.standardInput = standardInput
    self.workingDirectory = workingDirectory
  }
}

/// The output and the exit status of a call.
public struct TranscriptResult: Sendable {
  /// The bytes written to standard output.
  public var standardOutput: [UInt8]
  /// The bytes written to standard error.
  public var standardError: [UInt8]
  /// The exit status.
  public var status: Int32

  /// Creates a result.
  public init(standardOutput: [UInt8], standardError: [UInt8] = [], status: Int32 = 0) {
    self.standardOutput = standardOutput
    self.standardError = standardError
    self.status = status
  }
}

/// The result of replaying a transcript.
public struct TranscriptReplay: Sendable {
  /// One text per failed step: `file:line: command` and the difference.
  public let mismatches: [String]
  /// The transcript that would match.
  public let recorded: String
}

extension Transcript {
  /// Runs all steps in order and compares their output with the transcript.
  public func replay(
    in workingDirectory: String, run: (TranscriptCall) throws -> TranscriptResult
  ) -> TranscriptReplay {
    var mismatches: [String] = []
    var recorded = preface
    for step in steps {
      let place = "\(file):\(step.line): \(step.source[0])"
      let written = ExpectedLines(written: step.expected)
      var kept = step.expected
      do {
        var result = try perform(step.action, in: workingDirectory, run)
        result.standardOutput = naming(workingDirectory, in: result.standardOutput)
        result.standardError = naming(workingDirectory, in: result.standardError)
        let actual = ExpectedLines(result)
        if !written.matches(actual) {
          let difference = lineDifference(expected: written.written, actual: actual.written)
          mismatches.append(([place] + difference).joined(separator: "\n"))
          kept = actual.written
        }
      } catch {
        mismatches.append("\(place)\n  \(error)")
      }
      recorded += step.source + kept + Array(repeating: "", count: step.emptyLines)
    }
    return TranscriptReplay(mismatches: mismatches, recorded: recorded.map { $0 + "\n" }.joined())
  }

  private func perform(
    _ action: Action, in folder: String, _ run: (TranscriptCall) throws -> TranscriptResult
  ) throws -> TranscriptResult {
    switch action {
    case .nothing:
      return TranscriptResult(standardOutput: [])
    case .call(let arguments, let environment, let input):
      return try run(
        TranscriptCall(
          arguments: arguments, environment: environment,
          standardInput: try input.map { try read($0, in: folder) },
          workingDirectory: folder))
    case .show(let input):
      return TranscriptResult(standardOutput: try read(input, in: folder))
    case .write(let file, let bytes):
      try writeFile(inside(folder, file), bytes)
      return TranscriptResult(standardOutput: [])
    }
  }

  private func read(_ input: Input, in folder: String) throws -> [UInt8] {
    switch input {
    case .bytes(let bytes): bytes
    case .files(let files): try files.flatMap { try readFile(inside(folder, $0)) }
    }
  }
}

/// The path of a file in the folder. A transcript touches nothing else.
private func inside(_ folder: String, _ path: String) throws -> String {
  if path.hasPrefix("/") || path.split(separator: "/").contains("..") {
    throw FileProblem(path: path, message: "is outside of the working directory")
  }
  return folder + "/" + path
}

/// The bytes with the folder's path replaced by `$PWD`, because the path differs each time.
private func naming(_ folder: String, in bytes: [UInt8]) -> [UInt8] {
  let path = Array(folder.utf8)
  guard path.count > 1, bytes.count >= path.count else { return bytes }
  var result: [UInt8] = []
  var index = 0
  while index < bytes.count {
    if bytes[index] == path[0], bytes[index...].starts(with: path) {
      result += Array("$PWD".utf8)
      index += path.count
    } else {
      result.append(bytes[index])
      index += 1
    }
  }
  return result
}
