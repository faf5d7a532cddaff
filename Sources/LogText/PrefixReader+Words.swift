import CasebookText

/// The elements of a prefix.
extension PrefixReader {
  @inline(__always)
  func skipSeparators(_ start: Int) -> Int {
    var index = start
    while index < line.count {
      switch line[index] {
      case 0x20, 0x09, ascii("|"), ascii(","), ascii(";"): index += 1
      case ascii("-"), ascii(":"):
        // A dash or colon on its own, or one that closes the field before it.
        let next = line.peek(index + 1)
        guard next.isSpace || next == ascii("-") || index == start && next != ascii("/") else { return index }
        index += 1
      default: return index
      }
    }
    return index
  }

  @inline(__always)
  func fieldEnd(_ start: Int) -> Int {
    var index = start
    while index < line.count, index - start < 160 {
      switch line[index] {
      case 0x20, 0x09, ascii("|"), ascii(","), ascii(";"), ascii("["), ascii("]"): return index
      default: index += 1
      }
    }
    return index
  }

  /// The end of a bracketed group of 160 bytes or less, with balanced brackets inside it.
  func groupEnd(_ start: Int) -> Int? {
    let open = line[start]
    let close = open == ascii("(") ? ascii(")") : open + 2
    var depth = 0
    var index = start
    let limit = Swift.min(line.count, start + 160)
    while index < limit {
      if line[index] == open { depth += 1 }
      if line[index] == close {
        depth -= 1
        if depth == 0 { return index + 1 }
      }
      index += 1
    }
    return nil
  }

  /// The end of a possible logger name, class, or file with a line number.
  func loggerEnd(_ start: Int) -> Int {
    var index = start
    while index < line.count, index - start <= 120 {
      switch line[index] {
      case ascii("."), ascii("$"), ascii("@"), ascii("/"), ascii("#"), ascii("-"), ascii("<"), ascii(">"),
        ascii("*"),
        ascii("~"):
        index += 1
      case ascii(":") where line.peek(index + 1).isWord || line.peek(index + 1) == ascii(":"): index += 1
      case let byte where byte.isWord: index += 1
      default: return index
      }
    }
    return index
  }

  func isNumeric(_ range: Range<Int>) -> Bool {
    range.allSatisfy {
      line[$0].isDigit || line[$0] == ascii("#") || line[$0] == ascii(".") || line[$0] == ascii("-")
    }
  }

  /// `a.b` or `a.b.C`, with a letter after a dot.
  func isDotted(_ range: Range<Int>) -> Bool {
    var index = range.lowerBound
    while index + 1 < range.upperBound {
      if line[index] == ascii("."), line[index + 1].isLetter, index > range.lowerBound { return true }
      if line[index] == ascii("/") { return false }
      index += 1
    }
    return false
  }

  /// Whether it is a name and not the first word of a sentence: dotted, with inner capitals or underscores,
  /// or all lower case.
  ///
  /// Text without a lower-case letter is a code (`AH00035`, `ORA-00942`) and belongs to the message.
  func isLoggerName(_ range: Range<Int>) -> Bool {
    var lower = 0
    var isName = line[range.lowerBound].isLower
    for index in range {
      let byte = line[index]
      if byte.isLower {
        lower += 1
      } else if !byte.isUpper || lower > 0 {
        isName = true
      }
    }
    return isName && lower > 0
  }

  /// Whether it is an exception class, or a word that opens a message about a failure. Neither is a logger.
  func isFailureName(_ range: Range<Int>) -> Bool {
    let name = line.at(range)
    return ExceptionName.ends(name) || Self.isMessageWord(name) || name.has("Errno")
  }

  /// Whether messages start with this word, in either case.
  static func isMessageWord(_ name: Bytes) -> Bool {
    (3...10).contains(name.count) && messageWords.value(WordHash.of(name)) >= 0
  }

  private static let messageWords = HashTable("logs", "message-opening") { _ in 1 }
}
