/// A session on the command line, as text that people read and tests replay.
///
///     Everything before the first command is prose.
///
///     $ casebook search 'no such host' --limit 2
///     a line on standard output
///     ...
///     ! a line on standard error
///     ? 1
///
///     $ # prose between commands is a comment of the shell
///     $ printf 'disk full\n' | casebook diagnose -
///     $ casebook diagnose - <<'EOF'
///     disk full
///     EOF
///
/// `...` matches any lines of standard output, `! ...` of standard error. Empty lines before the next command are
/// ignored. A line that could be mistaken for something else starts with a backslash. `%` means that the line above
/// it has no line end. Besides the program, the commands `printf`, `echo` and `cat FILE…` work as its input or alone,
/// and so does `cat > FILE <<'EOF'`. A variable can be set for one call: `LANG=de casebook …`. In output, the path of
/// the working directory is written `$PWD`.
public struct Transcript: Sendable {
  /// The transcript's name in messages.
  public let file: String
  /// The lines before the first command.
  let preface: [String]
  let steps: [Step]

  /// A command and its output.
  struct Step: Sendable {
    /// The line of the command, from 1.
    let line: Int
    /// The command as written, including a here-document.
    let source: [String]
    let action: Action
    /// The lines after it, as written, without trailing empty lines.
    let expected: [String]
    let emptyLines: Int
  }

  /// The action of a step.
  enum Action: Sendable, Equatable {
    case nothing
    case call(arguments: [String], environment: [String: String], input: Input?)
    case write(file: String, bytes: [UInt8])
    case show(Input)
  }

  /// The input of a command.
  enum Input: Sendable, Equatable {
    case bytes([UInt8])
    case files([String])
  }

  /// Reads a transcript with calls of `program`. `file` is its name in messages.
  public init(_ text: String, file: String, program: String) throws(TranscriptError) {
    self.file = file
    var reader = TranscriptReader(text: text, file: file, program: program)
    (preface, steps) = try reader.read()
  }
}

/// A transcript that cannot be read.
public struct TranscriptError: Error, Equatable, CustomStringConvertible {
  /// The transcript.
  public let file: String
  /// The line, from 1.
  public let line: Int
  /// The problem.
  public let message: String

  /// `file:line: message`.
  public var description: String { "\(file):\(line): \(message)" }
}
