import CasebookText

extension ReportReader {
  /// Reads a Python traceback that starts on a line, with all that are chained to it. False if there is none.
  mutating func readTraceback(_ line: Int) -> Bool {
    guard let start = find(Structure.head, in: lines[line]) else { return false }
    // The first exception raised is the root of those raised while it was handled.
    var isFirst = true
    var column = start - lines[line].lowerBound
    var (root, last): (String?, ErrorReport.ReportMessage?)
    while var exception = skipFrames(column) {
      // A remote traceback inside the message of an exception ends with its cause.
      while hasRemoteFrames(column) {
        addException(lines[exception], at: exception, prefix: column, isRoot: false)
        guard let inner = skipFrames(column) else { return true }
        exception = inner
      }
      addException(lines[exception], at: exception, prefix: column, isRoot: isFirst)
      if isFirst { root = candidates.last?.message.text } else { last = candidates.last?.message }
      isFirst = false
      guard let chained = chainedTraceback() else { break }
      next = chained + 1
      column =
        (find("Traceback", in: lines[chained]) ?? lines[chained].lowerBound) - lines[chained].lowerBound
    }
    if let root { noteHead(last, of: root) }
    return true
  }

  /// Whether a frame follows the exception that was read.
  private func hasRemoteFrames(_ column: Int) -> Bool {
    guard next < lines.count else { return false }
    let content = bytes.at(content(lines[next], column))
    let indent = content.skipSpace(0)
    return indent > 0 && Continuation.isPythonFrame(content.from(indent))
  }

  private func find(_ text: StaticString, in range: Range<Int>) -> Int? {
    let head = range.lowerBound..<min(range.upperBound, range.lowerBound + 512 + text.utf8CodeUnitCount)
    return bytes.at(head).index(of: text).map { range.lowerBound + $0 }
  }

  /// Skips the frames of a traceback that starts in `column`. Returns the line of its exception.
  private mutating func skipFrames(_ column: Int) -> Int? {
    while next < lines.count {
      let range = lines[next]
      next += 1
      let content = bytes.at(content(range, column))
      guard Structure.isBeforeException(content) else { return next - 1 }
      // Without indentation, nothing tells the source line from the exception.
      if content.has("File \""), next < lines.count { next += 1 }
    }
    return nil
  }

  /// A line without the text before the traceback on its first line.
  private func content(_ range: Range<Int>, _ column: Int) -> Range<Int> {
    let indent = min(column, range.count)
    if bytes.at(range).skipSpace(0) >= indent { return (range.lowerBound + indent)..<range.upperBound }
    return header(range).body..<range.upperBound
  }

  /// `module.Class: message`.
  private mutating func addException(_ range: Range<Int>, at line: Int, prefix: Int, isRoot: Bool) {
    let content = content(range, prefix)
    guard let exception = ExceptionLine(bytes.at(content)) else { return readLine(content, at: line) }
    pendingClass = exception.name
    if readJSON(line, from: content.lowerBound) { return }
    if exception.message == nil, next < lines.count, find("Message:", in: lines[next]) != nil { return }
    add(
      exception.text, line: line, isRoot ? .root : .link, isRoot ? .root : .consequence, .traceback,
      code: exception.name)
  }

  /// The line of the traceback chained to this one.
  private func chainedTraceback() -> Int? {
    var line = next
    let limit = min(lines.count, next + 24)
    var isChained = false
    while line < limit {
      if find("During handling of the above exception", in: lines[line]) != nil
        || find("The above exception was the direct cause", in: lines[line]) != nil
      {
        isChained = true
      } else if find(Structure.head, in: lines[line]) != nil {
        return isChained ? line : nil
      }
      line += 1
    }
    return nil
  }
}

/// `module.Class: message`, the form in which Python, Java and .NET print exceptions.
struct ExceptionLine {
  /// The class without its module.
  let name: String
  /// The text after the class; `nil` if it is empty or repeats the class.
  let message: String?
  /// `Class: message`.
  var text: String { message.map { "\(name): \($0)" } ?? name }

  init?(_ line: Bytes) {
    var end = 0
    var last = 0
    while end < line.count, line[end].isWord || line[end] == ascii(".") || line[end] == ascii("$") {
      if line[end] == ascii(".") || line[end] == ascii("$") { last = end + 1 }
      end += 1
    }
    guard end > last, end <= 256 else { return nil }
    let name = line.at(last..<end).text
    // A dotted name before a colon is a class even if its name does not show it.
    guard ExceptionName.matches(name) || last > 0 && line[last].isUpper else { return nil }
    self.name = name
    guard end < line.count else {
      message = nil
      return
    }
    // .NET: `System.Exception (0x80004005): message`.
    if line.has(" (", at: end), let close = line.at(end..<min(end + 64, line.count)).index(of: ascii(")")) {
      end += close + 1
    }
    guard line.peek(end) == ascii(":") else { return nil }
    var rest = line.from(end + 1)
    // `X: X: message` says it twice.
    while true {
      rest = rest.from(rest.firstIndex { $0 > 0x20 } ?? rest.count)
      let count = name.utf8.count
      guard rest.starts(with: name.utf8), count == rest.count || rest[count] == ascii(":") else { break }
      rest = rest.from(count + 1)
    }
    message = rest.isEmpty ? nil : rest.text
  }
}
