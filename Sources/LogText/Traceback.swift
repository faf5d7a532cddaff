import CasebookText

/// The structure that a pending error is in the middle of, as far as it decides which lines still belong to
/// the error.
enum Structure: Sendable {
  /// No known structure.
  case none
  /// A Python traceback before its exception line.
  case frames
  /// After a frame that lost its indentation: the next line is its source.
  case source
  /// After the exception line of a traceback.
  case exception
  /// `During handling of the above exception, …`: another traceback follows.
  case chained
  /// The goroutines of a Go panic.
  case goroutines
  /// A log message of Julia, drawn as a box that has not ended.
  case box
  /// Output of npm, which marks each of its lines.
  case npm

  /// The line with which Python starts a traceback.
  static let head: StaticString = "Traceback (most recent call last)"

  /// Whether a line connects an exception of Python with the traceback of the one that followed it.
  static func isChain(_ text: Bytes) -> Bool {
    text.has("During handling of the above exception") || text.has("The above exception was ")
  }

  /// The structure after `line` has been added. `isIndented` is relative to the head of the event.
  func after(_ line: Bytes, isIndented: Bool) -> Structure {
    let text = line.from(line.skipSpace(0))
    if text.isEmpty { return self }
    switch self {
    case .source: return .frames
    case .box: return text.has("└") ? .none : .box
    case .frames where text.has("> File \""): return .frames
    case .frames where text.has("File \"") && !isIndented: return .source
    // A remote traceback inside the message of an exception.
    case .exception where isIndented && Continuation.isPythonFrame(text) && text.index(of: ", in ") != nil:
      return .frames
    case .frames where text[0] == ascii("^") || text[0] == ascii("~"): return .frames
    default: break
    }
    switch text[0] {
    case ascii("T"), ascii("D"):
      if text.has(Self.head) { return .frames }
      if Self.isChain(text) { return .chained }
    case ascii("p"):
      if text.has("panic: "), !isIndented { return .goroutines }
    case ascii("g"):
      if text.has("goroutine "), text.index(of: "[") != nil { return .goroutines }
    case ascii("n"):
      if Self.isNPM(text) { return .npm }
    default: break
    }
    // `Scheduler hit an exception: Traceback (most recent call last):`
    if text.ends(with: "Traceback (most recent call last):") { return .frames }
    return self == .frames && !isIndented ? .exception : self
  }

  /// Whether a line belongs to the structure or to a stack trace, whatever its indentation, which `text` lacks.
  func takes(_ text: Bytes) -> Bool {
    let isOwn =
      switch self {
      case .frames, .source: true
      case .chained: text.has("Traceback (most recent")
      case .goroutines: Self.isGoroutineLine(text)
      case .box: text.has("│") || text.has("└")
      case .none, .exception, .npm: false
      }
    return isOwn || Continuation.isTraceLine(text)
  }

  static func isNPM(_ text: Bytes) -> Bool { text.has("npm ERR!") || text.has("npm error ") }

  /// Whether a line of a Python traceback comes before its exception: a frame, its source, or the margin of a
  /// group of exceptions.
  static func isBeforeException(_ line: Bytes) -> Bool {
    guard let first = line.first else { return true }
    return first <= 0x20 || first == ascii("|") || first == ascii("+") || first == ascii("^")
      || first == ascii("~")
      || line.has("File \"") || line.has("> File \"")
  }

  /// A line between the goroutines of a Go panic: `main.load(0x0)`.
  private static func isGoroutineLine(_ text: Bytes) -> Bool {
    text.last == ascii(")") || text.has("exit status ") || text.has("goroutine ") || text.has("created by ")
      || text.has("[signal ")
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The start of the text behind the margin of a box that Julia draws around a message, and behind indentation.
  func skipMargin() -> Int {
    let start = firstIndex { $0 > 0x20 } ?? count
    return has("│", at: start) || has("┌ ", at: start) || has("└ ", at: start) ? skipSpace(start + 3) : start
  }
}

/// Recognises lines that continue an error although they are not indented.
enum Continuation {
  /// Whether `text`, without its indentation, is a frame of a stack, or stands for several.
  static func isFrame(_ text: Bytes) -> Bool {
    text.has("at ") && looksLikeFrame(text) || text.has("File \"") || text.has("... ")
      || text.has("goroutine ") || text.has("panic({0x") || text.has("panic(0x") || text.has("--- End of")
  }

  /// Whether `text`, without its indentation, is a frame as a virtual machine prints it, or the cause behind frames.
  static func isCallFrame(_ text: Bytes) -> Bool {
    text.has("at ") && looksLikeFrame(text) && text.last == ascii(")") || text.has("Caused by: ")
      || isPythonFrame(text)
  }

  /// `File "app.py", line 7`
  static func isPythonFrame(_ text: Bytes) -> Bool {
    text.has("File \"") && text.index(of: "\", line ") != nil
  }

  /// Whether `text`, without its indentation, is part of a stack trace in a common language.
  static func isTraceLine(_ text: Bytes) -> Bool {
    guard let first = text.first else { return false }
    switch first {
    case ascii("a"), ascii("F"), ascii("."), ascii("g"): return isFrame(text)
    case ascii("C"): return text.has("Caused by")
    case ascii("S"):
      return text.has("Suppressed: ") || text.has("Stack trace:") || text.has("StackTrace:")
        || text.has("Stacktrace:")
    case ascii("D"), ascii("T"): return Structure.isChain(text)
    case ascii("-"): return isFrame(text) || text.has("---> ")
    case ascii("c"): return text.has("created by ") || text.has("caused by: ")
    case ascii("i"): return text.has("in expression starting at ")
    case ascii("["): return text.has("[signal ") || text.has("[Previous line repeated")
    case ascii("s"): return text.has("stack backtrace:")
    case ascii("n"): return text.has("note: ")
    case ascii("w"): return text.has("what(): ")
    case ascii("#"):
      // PHP and gdb number their frames, but BuildKit numbers its steps the same way.
      return text.peek(1).isDigit
        && (text.index(of: "): ") != nil || text.index(of: " in ") != nil || text.ends(with: "{main}"))
    case ascii("N"): return text.has("Node.js v")
    case ascii("^"): return true
    default: return false
    }
  }

  /// `at package.Class.method(File.java:12)`, `at /srv/app.js:3:5`, not *at least one*.
  private static func looksLikeFrame(_ text: Bytes) -> Bool {
    text.index(of: ascii("("), from: 3) != nil || text.index(of: ascii("/"), from: 3) != nil
      || text.index(of: ascii("."), from: 3) != nil && text.wordEnd(3) == text.count
  }

  /// A closing bracket of a value printed over several lines.
  static func isCloser(_ text: Bytes) -> Bool {
    guard let first = text.first else { return false }
    return first == ascii("}") || first == ascii("]") || first == ascii(")")
  }

  /// A line that opens such a value and has no other content.
  static func isOpener(_ text: Bytes) -> Bool {
    guard let first = text.first, first == ascii("{") || first == ascii("[") else { return false }
    return text.skipSpace(1) == text.count || text[text.count - 1] == ascii("{")
      || text[text.count - 1] == ascii("[") || text[text.count - 1] == ascii(",") && first == ascii("{")
  }

  /// `Response Code: 409`, `Headers: {…}`: a detail of an error on a line of its own.
  static func isField(_ text: Bytes) -> Bool {
    guard let first = text.first, first.isUpper,
      let colon = text.at(0..<Swift.min(28, text.count)).index(of: ascii(":")),
      colon > 1, colon + 1 == text.count || text[colon + 1] == 0x20
    else { return false }
    var words = 1
    for byte in text.at(0..<colon) where !byte.isLetter {
      guard byte == 0x20 || byte == ascii("-") else { return false }
      words += 1
    }
    let name = text.at(0..<colon)
    return words <= 3 && text[1].isLower && !name.ends(with: "rror") && !name.ends(with: "xception")
      && !name.ends(with: "arning") && !name.ends(with: "ailed") && !name.ends(with: "ailure")
  }

  /// Whether a line of a printed JSON value shows that the value describes an error.
  static func namesError(_ text: Bytes) -> Bool {
    text.has("\"error") || text.has("\"Error") || text.has("\"exception") || text.has("\"code\": \"")
      || text.has("\"statusCode\": 4") || text.has("\"statusCode\": 5") || text.has("\"status\": \"Failure\"")
      || text.has("'error") || text.has("'code': '") || text.has("\"ErrorCode\"") || text.has("\"errorCode\"")
  }
}
