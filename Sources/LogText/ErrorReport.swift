import CasebookKnowledge
import CasebookText

/// Text that a person pasted, or one event of a log, read as error messages with the root cause first.
public struct ErrorReport: Sendable {
  /// One error message of a report.
  public struct ReportMessage: Hashable, Sendable {
    /// How a message relates to the others.
    public enum MessageRole: String, Sendable {
      /// The first failure, as far as the report shows.
      case root
      /// Caused by the root, or wraps it.
      case consequence
      /// Hints, states and notes around the error.
      case context
    }

    /// The form in which the message was found.
    public enum ReportSource: String, Sendable {
      /// The body of an error in JSON, or in Python's notation for the same value.
      case json
      /// The last line of a Python traceback.
      case traceback
      /// A link of a chain: `Caused by: …`, `---> …`, `… caused by: …`, `failed to …: cannot …: …`.
      case causedBy = "caused_by"
      /// An event of `kubectl describe`.
      case event
      /// The body of a response, or a field such as `Message:`.
      case field
      /// A line of text.
      case plain
    }

    /// The message without its log header, on one line.
    public var text: String
    /// The line of the report on which it starts, counted from 1.
    public var line: Int
    /// How it relates to the others.
    public var role: MessageRole
    /// The form in which it was found.
    public var source: ReportSource
    /// The code given with it: a JSON `code`, an exception's class, an event's reason.
    public var code: String?
  }

  /// The messages, the one that most probably states the error first, `mostMessages` at most.
  public let messages: [ReportMessage]
  /// The lines that only say that something is tried again, in a report that tells what failed.
  public let idleLines: Set<Int>
  /// What failed at the head of the chain that ends with the first message: the exception that it was wrapped in, or that
  /// was raised while it was handled.
  public let head: ReportMessage?
  /// True if the text was longer than `limit`, so that only its beginning and its end were read.
  public let isCut: Bool

  /// The parts of a report that the reader finds.
  typealias ReadReport = (messages: [ReportMessage], idleLines: Set<Int>, head: ReportMessage?)

  /// The longest text, in bytes, that is read completely.
  public static let limit = 1 << 20
  /// The most messages that are kept. The least telling are dropped first.
  public static let mostMessages = 64

  /// Reads any text and never fails. A text without words has no messages.
  public init(reading text: String) {
    var text = text
    isCut = text.utf8.count > Self.limit
    (messages, idleLines, head) = text.withUTF8 { bytes -> ReadReport in
      guard bytes.count > Self.limit else { return ReportReader.read(bytes) }
      // Both cuts are moved to line ends, if there are any nearby.
      let half = Self.limit / 2
      let ends = Array(bytes.at(0..<half)) + [0x0A] + Array(bytes.from(bytes.count - half))
      // The lines of the rest have other numbers than those of the text.
      return (ends.withUnsafeBufferPointer { ReportReader.messages(of: $0) }, [], nil)
    }
  }

  /// The message of a line that begins with the label of an error, `ERROR: …`, and whether it surely names a cause rather
  /// than adding to another line; `nil` for any other line.
  public static func labelled(_ line: Substring) -> (message: Substring, isTelling: Bool)? {
    let count = withBytes(of: String(line.prefix(16))) { line -> Int? in
      guard let word = LevelWord.read(line, 0), word.level >= .error, line.peek(word.count) == ascii(":"),
        line.peek(word.count + 1).isSpace
      else { return nil }
      return word.count + 2
    }
    guard let count else { return nil }
    let message = line.utf8.dropFirst(count)
    let text = String(Substring(message))
    return (
      Substring(message),
      Phrases.isFailure(text) && !Phrases.isNote(text) && !Phrases.isWrapper(text) && !Phrases.isOutcome(text)
    )
  }

  /// The original text, if the report was copied from inside a string literal and still has `\n` and `\"` in
  /// it; `nil` for any other text.
  public static func unescaped(_ text: String) -> String? {
    var (escaped, plain) = (0, 0)
    var isEscaped = false
    for byte in text.utf8 {
      if byte == UInt8(ascii: "\"") {
        if isEscaped { escaped += 1 } else { plain += 1 }
        if escaped == 0 { return nil }
      }
      isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
    }
    guard escaped >= 4, escaped > 2 * plain else { return nil }
    // A Windows path has other letters after its backslashes.
    return withBytes(of: text) { Escape.unescaped($0, known: Set("ntr\"'\\/".utf8)).text }
  }
}
