import CasebookText
import Glibc

extension ReportReader {
  /// Reads one line, or the rest of it, as plain text.
  mutating func readLine(_ given: Range<Int>, at line: Int) {
    let header = LogHeader(bytes, given)
    var start = header.end
    while start < given.upperBound, bytes[start] <= 0x20 { start += 1 }
    for introduction in ["Unhandled exception. ", "Unhandled Exception: ", "Exception in thread \"main\" "]
    where bytes[start..<given.upperBound].starts(with: introduction.utf8) {
      start += introduction.utf8.count
    }
    let range = start..<min(given.upperBound, start + 8_192)
    guard !range.isEmpty, !isFrame(range) else { return }
    if readDiagnostic(range, at: line) { return }
    let body = text(range)
    if readLogfmt(body, at: line) || readEvent(body, at: line) || readCause(range, body, at: line)
      || readField(range, body, at: line)
    {
      return
    }
    if let exception = ExceptionLine(bytes, range) {
      pendingClass = exception.name
      guard exception.message != nil || !followsMessage() else { return }
      let weight: Weight = hasFrames() ? .root : .error
      add(
        exception.text, line: line, weight, weight == .root ? .root : .consequence,
        weight == .root ? .causedBy : .plain, code: exception.name)
      chain = weight == .root ? exception.text : nil
      return
    }
    addError(body, line: line, weight(of: body, header.severity), role(of: body), .plain)
  }

  private func weight(of body: String, _ severity: LogHeader.HeaderSeverity) -> Weight {
    if Phrases.isNote(body) { return .note }
    if Phrases.isWrapper(body) { return .wrapper }
    switch severity {
    case .error: return .error
    case .warning: return Phrases.isFailure(body) ? .error : .plain
    case .unknown: return Phrases.isFailure(body) ? .error : .plain
    case .quiet: return Phrases.isFailure(body) ? .plain : .note
    }
  }

  private func role(of body: String) -> ErrorReport.ReportMessage.MessageRole {
    Phrases.isNote(body) || !Phrases.isFailure(body) ? .context : .consequence
  }

  /// Whether the line is a stack frame, or only draws.
  private func isFrame(_ range: Range<Int>) -> Bool {
    let content = bytes[range]
    if content.starts(with: "at ".utf8),
      content.contains(UInt8(ascii: "(")) || content.contains(UInt8(ascii: ":"))
    {
      return true
    }
    if content.starts(with: "File \"".utf8) || content.starts(with: "... ".utf8)
      || content.starts(with: "goroutine ".utf8)
      || content.starts(with: "--- End of".utf8)
    {
      return true
    }
    return !content.contains { $0.isLetter || $0 >= 0x80 || $0.isDigit }
  }

  /// True if the next line is a stack frame, which makes the line before it the head of a stack.
  private func hasFrames() -> Bool {
    guard next < lines.count else { return false }
    let range = lines[next]
    var start = range.lowerBound
    while start < range.upperBound, bytes[start] <= 0x20 { start += 1 }
    let content = bytes[start..<range.upperBound]
    return start > range.lowerBound && content.starts(with: "at ".utf8)
      || content.starts(with: "Caused by: ".utf8)
  }

  private func followsMessage() -> Bool {
    guard next < lines.count else { return false }
    return text(lines[next]).contains("Message:")
  }

  // MARK: Chains

  /// `Caused by: …`, `a ---> b`, `… caused by: …`, `…; nested exception is …`, `… with error …`.
  private mutating func readCause(_ range: Range<Int>, _ body: String, at line: Int) -> Bool {
    if let cause = Self.after("Caused by: ", body) ?? Self.after("caused by: ", body)
      ?? Self.after("Root cause: ", body)
    {
      if let chain { demote(chain) }
      let start = range.upperBound - cause.utf8.count
      let exception = ExceptionLine(bytes, max(range.lowerBound, start)..<range.upperBound)
      let text = exception?.text ?? cause
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
      let bytes = Array(last.utf8)
      let exception = ExceptionLine(bytes, 0..<bytes.count)
      if let chain { demote(chain) }
      let root = exception?.text ?? last
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

  private static func words(_ text: String) -> Int { text.split(separator: " ").count }

  // MARK: Fields

  /// `Message: …`, `Content: b'…'`, `InnerException: …`, `Headers: …`.
  private mutating func readField(_ range: Range<Int>, _ body: String, at line: Int) -> Bool {
    guard let colon = body.utf8.firstIndex(of: UInt8(ascii: ":")) else { return false }
    let name = body[..<colon].lowercased()
    let value = Self.trimmed(body[body.utf8.index(after: colon)...])
    switch name {
    case "message", "error message", "errormessage", "exception message", "innerexception", "inner exception",
      "failure reason", "root cause":
      guard !value.isEmpty, value != "None", value != "null" else { return true }
      add(value, line: line, .root, .root, .field, code: pendingClass)
      pendingClass = nil
      return true
    case "content", "body", "response body", "response", "server response", "response content":
      guard let content = Self.content(value), !content.isEmpty else { return true }
      let isTelling = Self.words(content) >= 2
      add(content, line: line, isTelling ? .root : .note, isTelling ? .root : .context, .field)
      return true
    case "headers", "response headers", "request headers":
      if let description = Self.quoted(after: "error_description=\"", in: body) {
        add(description, line: line, .link, .root, .field)
      }
      add(body, line: line, .note, .context, .plain)
      return true
    default: return false
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while let first = text.utf8.first, first <= 0x20 { text = Substring(text.utf8.dropFirst()) }
    while let last = text.utf8.last, last <= 0x20 { text = Substring(text.utf8.dropLast()) }
    return String(text)
  }

  /// The text of a body: a bytes literal is decoded; HTML is reduced to its title.
  private static func content(_ value: String) -> String? {
    var bytes = Array(value.utf8)
    if bytes.first == UInt8(ascii: "b"), bytes.count >= 2, bytes[1].isQuote {
      bytes.removeFirst()
    }
    if let quote = bytes.first, quote.isQuote {
      bytes.removeFirst()
      if bytes.last == quote { bytes.removeLast() }
      bytes = Escape.unescaped(bytes)
    }
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.hasPrefix("<") else { return text }
    return between("<title>", "</title>", text) ?? between("<h1>", "</h1>", text)
  }

  private static func between(_ open: String, _ close: String, _ text: String) -> String? {
    let parts = text.components(separatedBy: open)
    guard parts.count > 1 else { return nil }
    return parts[1].components(separatedBy: close).first
  }

  private static func quoted(after prefix: String, in text: String) -> String? {
    let parts = text.components(separatedBy: prefix)
    guard parts.count > 1 else { return nil }
    return parts[1].split(separator: "\"", maxSplits: 1, omittingEmptySubsequences: false).first.map(
      String.init)
  }

  // MARK: Diagnostics

  /// `file(10): error C2065: …`, `file:10:5: error: …`, `tool : fatal error U1073: …`, with the location cut
  /// off.
  private mutating func readDiagnostic(_ range: Range<Int>, at line: Int) -> Bool {
    let limit = min(range.upperBound, range.lowerBound + 512)
    var colon = range.lowerBound
    while colon + 7 < limit {
      guard bytes[colon] == UInt8(ascii: ":"), bytes[colon + 1] == 0x20 else {
        colon += 1
        continue
      }
      let start = colon + 2
      let rest = bytes[start..<range.upperBound]
      let isFatal = rest.starts(with: "fatal error".utf8)
      let after = start + (isFatal ? 11 : 5)
      guard isFatal || rest.starts(with: "error".utf8), after < range.upperBound,
        isLocation(range.lowerBound..<colon)
      else { return false }
      if bytes[after] == UInt8(ascii: ":") {
        add(text((after + 1)..<range.upperBound), line: line, .error, .consequence, .plain)
        return true
      }
      guard bytes[after] == 0x20, let end = rest[after...].firstIndex(of: UInt8(ascii: ":")),
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
    if last == UInt8(ascii: ")") || last.isDigit { return true }
    // Microsoft's tools write a space before the colon: `NMAKE :`, `main.obj :`.
    return end < range.upperBound || bytes[range.lowerBound..<end].contains(UInt8(ascii: "."))
  }

  /// `level=error msg="…" err="…"`: the error leads; the message is its consequence.
  private mutating func readLogfmt(_ body: String, at line: Int) -> Bool {
    guard body.holds("level="),
      let message = Self.value("msg=", in: body) ?? Self.value("message=", in: body)
    else {
      return false
    }
    guard let level = Self.value("level=", in: body) else { return false }
    let isFailure = ["error", "fatal", "panic", "critical", "warn", "warning"].contains(level)
    let cause = Self.value("err=", in: body) ?? Self.value("error=", in: body)
    guard isFailure else {
      add(message, line: line, .note, .context, .plain)
      return true
    }
    if let cause { addError(cause, line: line, .link, .root, .causedBy) }
    add(message, line: line, .error, .consequence, .plain)
    return true
  }

  /// The value after `key=`, in quotes or not.
  private static func value(_ key: String, in text: String) -> String? {
    let parts = (" " + text).components(separatedBy: " " + key)
    guard parts.count > 1 else { return nil }
    let bytes = Array(parts[1].utf8)
    guard bytes.first == UInt8(ascii: "\"") else {
      return parts[1].split(separator: " ", omittingEmptySubsequences: false).first.map(String.init)
    }
    var value: [UInt8] = []
    var position = 1
    while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
      if bytes[position] == UInt8(ascii: "\\"), position + 1 < bytes.count {
        position += 1
        Escape.read(bytes, &position, into: &value)
      } else {
        value.append(bytes[position])
        position += 1
      }
    }
    return String(decoding: value, as: UTF8.self)
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
    addError(
      message, line: line, isWarning ? .root : .note, isWarning ? .root : .context, .event,
      code: String(fields[1]))
    return true
  }
}

extension String {
  /// Whether the text contains `part`, byte for byte. The standard library's `contains` compares characters,
  /// at a hundredth of the speed.
  func holds(_ part: StaticString) -> Bool {
    var text = self
    return text.withUTF8 { utf8 in
      guard var next = UnsafeRawPointer(utf8.baseAddress) else { return false }
      let (needle, count) = (part.utf8Start, part.utf8CodeUnitCount)
      let end = next + utf8.count
      while end - next >= count, let found = memchr(next, Int32(needle[0]), end - next - count + 1) {
        if memcmp(found, needle, count) == 0 { return true }
        next = UnsafeRawPointer(found) + 1
      }
      return false
    }
  }

  /// The parts between the occurrences of `separator`.
  func components(separatedBy separator: String) -> [String] {
    let text = Array(utf8)
    let needle = Array(separator.utf8)
    var parts: [String] = []
    var start = 0
    var index = 0
    while index + needle.count <= text.count {
      if text[index] == needle[0], text[index..<(index + needle.count)].elementsEqual(needle) {
        parts.append(String(decoding: text[start..<index], as: UTF8.self))
        index += needle.count
        start = index
      } else {
        index += 1
      }
    }
    parts.append(String(decoding: text[start...], as: UTF8.self))
    return parts
  }
}
