import CasebookKnowledge
import CasebookText

extension ReportReader {
  /// Reads one line, or the rest of it, as plain text.
  mutating func readLine(_ given: Range<Int>, at line: Int) {
    let header = header(given)
    var start = header.body
    let introductions: [StaticString] = [
      "Unhandled exception. ", "Unhandled Exception: ", "Exception in thread \"main\" ", "Exception Info: ",
      "Exception Details: ",
    ]
    for introduction in introductions where bytes.at(start..<given.upperBound).has(introduction) {
      start += introduction.utf8CodeUnitCount
    }
    // Julia wraps what fails while a file is loaded. Ruby's class of this name has no other behind it.
    for _ in 0..<8 where bytes.has("LoadError: ", at: start) || bytes.has("InitError: ", at: start) {
      let inner = start + 11
      guard inner < given.upperBound,
        ExceptionLine(bytes.at(inner..<min(given.upperBound, inner + 512))) != nil
      else { break }
      start = inner
    }
    // pytest marks the lines of an exception.
    if bytes.at(start..<given.upperBound).has("E   ") { start = bytes.skipSpace(start + 1) }
    let range = start..<min(max(start, header.end), start + 8_192)
    guard !range.isEmpty, !isFrame(bytes.at(range)), !isMarkedBelow(), !isRule(bytes.at(range)),
      !isCategory(bytes.at(range))
    else { return }
    if readDiagnostic(range, at: line) { return }
    let body = text(withoutBrackets(range))
    if body == "Stacktrace:" { return skipNumberedFrames() }
    if readLogfmt(bytes.at(range), header.level, at: line) || readEvent(body, at: line)
      || readHead(body, at: line) || readCause(range, body, at: line)
      || readField(range, body, at: line)
    {
      return
    }
    if let exception = ExceptionLine(bytes.at(withoutBrackets(range))) {
      pendingClass = exception.name
      guard exception.message != nil || !followsMessage() else { return }
      let weight: Weight = hasFrames() ? .root : .error
      add(
        exception.text, line: line, weight, weight == .root ? .root : .consequence,
        weight == .root ? .causedBy : .plain, code: exception.name)
      chain = weight == .root ? exception.text : nil
      return
    }
    // The head of a stack says what failed, whatever was logged about it, unless a cause follows its frames.
    if hasFrames() {
      add(body, line: line, .root, .root, .plain)
      chain = body
      return
    }
    let weight = introducesError(body) ? .wrapper : weight(of: body, header.level)
    addError(body, line: line, weight, role(of: body), .plain)
  }

  /// Whether the line ends with a colon and the next one states an error: `Errors in file app.trc:`, `ORA-01555: …`.
  private func introducesError(_ body: String) -> Bool {
    guard body.utf8.last == ascii(":"), next < lines.count else { return false }
    let following = text(lines[next])
    let words = following.split(separator: " ", maxSplits: 1)
    guard words.count > 1 else { return false }
    let code = words[0].utf8
    return Phrases.isFailure(following)
      || code.last == ascii(":") && code.first?.isUpper == true && code.contains(where: \.isDigit)
  }

  private func weight(of body: String, _ level: Level?) -> Weight {
    if Phrases.isNote(body) { return .note }
    if Phrases.isWrapper(body) { return .wrapper }
    if let level, level >= .error { return .error }
    let isQuiet = level.map { $0 < .warning } ?? false
    return Phrases.isFailure(body) ? isQuiet ? .plain : .error : isQuiet ? .note : .plain
  }

  private func role(of body: String) -> ErrorReport.ReportMessage.MessageRole {
    Phrases.isNote(body) || !Phrases.isFailure(body) ? .context : .consequence
  }

  /// Whether the next line points with carets at this one, which is then code.
  private func isMarkedBelow() -> Bool {
    guard next < lines.count else { return false }
    let below = bytes.at(lines[next])
    let indent = below.skipSpace(0)
    let marks = below.from(indent)
    return marks.contains(ascii("^")) && marks.allSatisfy { $0 == ascii("^") || $0 == ascii("~") }
  }

  /// A heading between two rules: `===== FAILURES =====`; or what CMake looks for: `-- Looking for x - not found`.
  private func isRule(_ line: Bytes) -> Bool {
    let isBetweenRules =
      line.has("====") && line.ends(with: "====") || line.has("____") && line.ends(with: "____")
    return isBetweenRules && line.index(of: ascii(":")) == nil || Severity.isCheckOfCMake(line)
  }

  /// Whether the line only says who logs the one below: `fail: Microsoft.AspNetCore.Server.Kestrel[0]`.
  private func isCategory(_ line: Bytes) -> Bool {
    let levels: [StaticString] = ["trce: ", "dbug: ", "info: ", "warn: ", "fail: ", "crit: "]
    guard line.last == ascii("]"), next < lines.count, bytes.at(lines[next]).skipMargin() > 1,
      levels.contains(where: { line.has($0) }), let open = line.lastIndex(of: ascii("["))
    else { return false }
    return line.at(6..<open).allSatisfy { $0.isWord || ".+`".utf8.contains($0) }
      && line.at(open + 1..<line.count - 1).allSatisfy(\.isDigit)
  }

  /// An exception that ASP.NET puts between brackets, `[SqlException (0x80131904): …]`, without them.
  private func withoutBrackets(_ range: Range<Int>) -> Range<Int> {
    guard range.count > 2, bytes[range.lowerBound] == ascii("["), bytes[range.upperBound - 1] == ascii("]"),
      ExceptionLine(bytes.at(range.lowerBound + 1..<range.upperBound - 1))?.message != nil
    else { return range }
    return range.lowerBound + 1..<range.upperBound - 1
  }

  /// Whether the line is a stack frame, or only draws.
  private func isFrame(_ line: Bytes) -> Bool {
    Continuation.isFrame(line) || isPlaceOfJulia(line)
      || !line.contains { $0.isLetter || $0 >= 0x80 || $0.isDigit }
  }

  /// `@ Main run.jl:3`, below a message or a frame.
  private func isPlaceOfJulia(_ line: Bytes) -> Bool {
    guard line.has("@ "), let colon = line.lastIndex(of: ascii(":")), colon + 1 < line.count else {
      return false
    }
    return line.from(colon + 1).allSatisfy(\.isDigit) && line.at(2..<colon).count { $0 == 0x20 } == 1
  }

  /// True if the next line is a stack frame, which makes the line before it the head of a stack.
  func hasFrames() -> Bool {
    guard next < lines.count else { return false }
    let line = bytes.at(lines[next])
    let indent = line.skipMargin()
    return indent > 0 && line.has("at ", at: indent) || line.has("Caused by: ", at: indent)
      || line.from(indent).equals("Stacktrace:")
  }

  /// Skips the frames that Julia numbers: `[1] f(x::Int64)` and `@ Main run.jl:3`.
  private mutating func skipNumberedFrames() {
    while next < lines.count {
      let line = bytes.at(lines[next])
      let text = line.from(line.skipMargin())
      guard
        text.has("@ ") || text.has("⋮")
          || text.has("[") && text.peek(1 + text.digitCount(1)) == ascii("]") && text.peek(1).isDigit
      else { return }
      next += 1
    }
  }

  private func followsMessage() -> Bool {
    guard next < lines.count else { return false }
    return bytes.at(lines[next]).index(of: "Message:") != nil
  }

  // MARK: Heads

  /// A line whose message is the next one: `thread 'main' panicked at src/main.rs:2:5:`, `terminate called after throwing an
  /// instance of 'std::runtime_error'`.
  private mutating func readHead(_ body: String, at line: Int) -> Bool {
    // Dask prints the `repr` of an exception.
    if let printed = Self.after("Exception: ", body), let exception = Self.printedException(printed) {
      add(exception.text, line: line, .root, .root, .field, code: exception.name)
      return true
    }
    // The exception among the values that Julia logs with a message.
    if let value = Self.after("exception =", body), bytes[lines[line].lowerBound].isLetter == false {
      let inline = Self.trimmed(value[...])
      let place = inline.isEmpty && next < lines.count ? next : line
      let content = bytes.at(lines[place]).from(bytes.at(lines[place]).skipMargin())
      let message = inline.isEmpty ? content.text : inline
      if place == next { next += 1 }
      let exception = withBytes(of: message) { ExceptionLine($0) }
      noteHead(candidates.last { $0.weight >= .error }?.message, of: exception?.text ?? message)
      add(exception?.text ?? message, line: place, .root, .root, .field, code: exception?.name)
      return true
    }
    guard next < lines.count else { return false }
    let following = Self.trimmed(text(lines[next])[...])
    var (message, code): (String?, String?)
    if body.utf8.last == ascii(":"), body.holds("panicked at ") {
      message = following
    } else if let thrown = Self.after("terminate called after throwing an instance of '", body) {
      message = Self.after("what():", following).map { Self.trimmed($0[...]) }
      code = thrown.components(separatedBy: "::").last.map { String($0.prefix { $0 != "'" }) }
    }
    guard let message, !message.isEmpty else { return false }
    add(message, line: next, .root, .root, .field, code: code)
    add(body, line: line, .link, .consequence, .plain)
    next += 1
    return true
  }

  /// `"ValueError('no such shard')"` as `ValueError: no such shard`.
  private static func printedException(_ text: String) -> (name: String, text: String)? {
    let bare =
      text.utf8.first == ascii("\"") && text.utf8.last == ascii("\"")
      ? text.dropFirst().dropLast() : text[...]
    guard let open = bare.utf8.firstIndex(of: ascii("(")), bare.utf8.last == ascii(")") else { return nil }
    let name = String(bare[..<open])
    let inside = bare[bare.utf8.index(after: open)...].dropLast()
    guard ExceptionName.matches(name), let quote = inside.utf8.first, quote.isQuote,
      inside.utf8.last == quote,
      inside.utf8.count > 2
    else { return nil }
    return (name, "\(name): \(inside.dropFirst().dropLast())")
  }

  // MARK: Chains

  /// `Caused by: …`, `a ---> b`, `… caused by: …`, `…; nested exception is …`, `… with error …`.
  private mutating func readCause(_ range: Range<Int>, _ body: String, at line: Int) -> Bool {
    if let cause = Self.after("Caused by: ", body) ?? Self.after("caused by: ", body)
      ?? Self.after("Root cause: ", body) ?? Self.after("nested task error: ", body)
      ?? Self.after("---> ", body)
    {
      let head = head(before: line)
      join(head)
      if let chain { demote(chain) }
      let exception = withBytes(of: cause) { ExceptionLine($0) }
      let text = exception?.text ?? cause
      noteHead(head, of: text)
      add(text, line: line, .root, .root, .causedBy, code: exception?.name)
      chain = text
      return true
    }
    guard body.utf8.count >= 12 else { return false }
    let separators: [StaticString] = [
      " ---> ", "; nested exception is ", " caused by: ", " Caused by: ", " with error: ", " with error ",
      " with exception: ", ". Reason: ",
    ]
    for separator in separators where body.holds(separator) {
      let separator = separator.description
      let parts = body.components(separatedBy: separator)
      guard parts.count > 1, let last = parts.last, Self.words(last) >= (separator == " with error " ? 4 : 1)
      else { continue }
      let exception = withBytes(of: last) { ExceptionLine($0) }
      let root = exception?.text ?? last
      if chain != nil { join(head(before: line)) }
      let isHead = Self.words(parts[0]) > 1
      noteHead(chain == nil ? isHead ? headMessage(parts[0], line) : nil : head(before: line), of: root)
      if let chain { demote(chain) }
      add(root, line: line, .root, .root, .causedBy, code: exception?.name)
      chain = root
      for part in parts.dropLast().reversed() where Self.words(part) >= 2 {
        add(part, line: line, .wrapper, .consequence, .causedBy)
      }
      add(body, line: line, .link, .consequence, .plain)
      return true
    }
    return false
  }

  private static func after(_ prefix: String, _ text: String) -> String? {
    text.hasPrefix(prefix) ? String(text.dropFirst(prefix.utf8.count)) : nil
  }

  static func words(_ text: String) -> Int { text.split(separator: " ").count }

  static func trimmed(_ text: Substring) -> String { String(Substring(text.utf8.trimmed)) }

  // MARK: Diagnostics

  /// `file(10): error C2065: …`, `file:10:5: error: …`, `tool : fatal error U1073: …`, with the location cut
  /// off.
  private mutating func readDiagnostic(_ range: Range<Int>, at line: Int) -> Bool {
    let limit = min(range.upperBound, range.lowerBound + 512)
    var colon = range.lowerBound
    while colon + 7 < limit {
      guard bytes[colon] == ascii(":"), bytes[colon + 1] == 0x20 else {
        colon += 1
        continue
      }
      let start = colon + 2
      let isFatal = bytes.has("fatal error", at: start)
      let after = start + (isFatal ? 11 : 5)
      guard isFatal || bytes.has("error", at: start), after < range.upperBound,
        isLocation(range.lowerBound..<colon)
      else { return false }
      if bytes[after] == ascii(":") {
        add(text((after + 1)..<range.upperBound), line: line, .error, .consequence, .plain)
        return true
      }
      guard bytes[after] == 0x20, let end = bytes.index(of: ascii(":"), from: after), end < range.upperBound,
        end - after <= 12
      else {
        return false
      }
      add(
        text(start..<range.upperBound), line: line, .error, .consequence, .plain,
        code: text((after + 1)..<end))
      return true
    }
    return false
  }

  /// A file with a line, an object file, or a tool.
  private func isLocation(_ range: Range<Int>) -> Bool {
    var end = range.upperBound
    while end > range.lowerBound, bytes[end - 1] == 0x20 { end -= 1 }
    guard end > range.lowerBound, end - range.lowerBound < 400 else { return false }
    let last = bytes[end - 1]
    if last == ascii(")") || last.isDigit { return true }
    // Microsoft's tools write a space before the colon: `NMAKE :`, `main.obj :`.
    return end < range.upperBound || bytes[range.lowerBound..<end].contains(ascii("."))
  }

  /// `level=error msg="…" err="…"`: the error leads; the message is its consequence.
  private mutating func readLogfmt(_ line: Bytes, _ level: Level?, at number: Int) -> Bool {
    guard let fields = LogfmtLine.read(line, level: level), let value = fields.message else { return false }
    let message = fields.text(of: value, in: line)
    guard fields.judged >= .warning else {
      add(message, line: number, .note, .context, .plain)
      return true
    }
    if let error = fields.error {
      addError(fields.text(of: error, in: line), line: number, .link, .root, .causedBy)
    }
    add(message, line: number, .error, .consequence, .plain)
    return true
  }

  // MARK: Events

  /// `Warning  FailedScheduling  10s (x3 over 1m)  scheduler  message`, as `kubectl describe` prints it.
  private mutating func readEvent(_ body: String, at line: Int) -> Bool {
    let fields = body.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: true)
    guard fields.count == 3, fields[0] == "Warning" || fields[0] == "Normal",
      fields[1].utf8.first?.isUpper == true,
      fields[1].utf8.allSatisfy(\.isLetter), fields[1].utf8.count > 3
    else { return false }
    // The source and the message follow the age, in columns two or more spaces apart.
    let columns = body.components(separatedBy: "  ").map { Self.trimmed($0[...]) }.filter { !$0.isEmpty }
    guard columns.count >= 4, let message = columns.last else { return false }
    let isWarning = fields[0] == "Warning"
    let isRestart = isWarning && Phrases.isRestart(message)
    addError(
      message, line: line, isRestart ? .link : isWarning ? .root : .note,
      isRestart ? .consequence : isWarning ? .root : .context, .event, code: String(fields[1]))
    return true
  }
}

extension String {
  /// Whether the text contains `part`, byte for byte. The standard library's `contains` compares characters,
  /// at a hundredth of the speed.
  func holds(_ part: StaticString) -> Bool { withBytes(of: self) { $0.index(of: part) != nil } }

  /// The parts between the occurrences of `separator`.
  func components(separatedBy separator: String) -> [String] {
    let needle = Array(separator.utf8)
    var parts: [String] = []
    var rest = Array(utf8)[...]
    while let place = rest.range(ofBytes: needle) {
      parts.append(String(decoding: rest[..<place.lowerBound], as: UTF8.self))
      rest = rest[place.upperBound...]
    }
    parts.append(String(decoding: rest, as: UTF8.self))
    return parts
  }
}
