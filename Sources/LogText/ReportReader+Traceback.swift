import CasebookText

extension ReportReader {
  /// Reads a Python traceback that starts on a line, with all that are chained to it. False if there is none.
  mutating func readTraceback(_ line: Int) -> Bool {
    guard let start = find("Traceback (most recent call last)", in: lines[line]) else { return false }
    // The first exception raised is the root of those raised while it was handled.
    var isFirst = true
    var column = start - lines[line].lowerBound
    while let exception = skipFrames(column) {
      addException(lines[exception], at: exception, prefix: column, isRoot: isFirst)
      isFirst = false
      guard let chained = chainedTraceback() else { break }
      next = chained + 1
      column =
        (find("Traceback", in: lines[chained]) ?? lines[chained].lowerBound) - lines[chained].lowerBound
    }
    return true
  }

  private func find(_ text: StaticString, in range: Range<Int>) -> Int? {
    text.withUTF8Buffer { needle in
      guard range.count >= needle.count else { return nil }
      let limit = min(range.upperBound - needle.count, range.lowerBound + 512)
      var index = range.lowerBound
      while index <= limit {
        if bytes[index] == needle[0], bytes[index..<(index + needle.count)].elementsEqual(needle) {
          return index
        }
        index += 1
      }
      return nil
    }
  }

  /// Skips the frames of a traceback that starts in `column`. Returns the line of its exception.
  private mutating func skipFrames(_ column: Int) -> Int? {
    while next < lines.count {
      let range = lines[next]
      next += 1
      let content = content(range, column)
      guard let first = content.first else { continue }
      if first <= 0x20 || first == UInt8(ascii: "|") || first == UInt8(ascii: "+") { continue }
      if content.starts(with: "File \"".utf8) {
        // After a log header, the source line has no indentation to recognise it by.
        if next < lines.count, column > 0 { next += 1 }
        continue
      }
      return next - 1
    }
    return nil
  }

  /// A line without the text before the traceback on its first line.
  private func content(_ range: Range<Int>, _ column: Int) -> ArraySlice<UInt8> {
    if column == 0 { return bytes[range] }
    let isIndented = bytes[range].prefix(column).allSatisfy { $0 == 0x20 || $0 == 0x09 }
    if isIndented { return bytes[range].dropFirst(min(column, range.count)) }
    let header = LogHeader(bytes, range)
    return bytes[header.end..<range.upperBound]
  }

  /// `module.Class: message`.
  private mutating func addException(_ range: Range<Int>, at line: Int, prefix: Int, isRoot: Bool) {
    let content = content(range, prefix)
    let start = content.startIndex
    guard let exception = ExceptionLine(bytes, content.startIndex..<content.endIndex) else {
      readLine(start..<range.upperBound, at: line)
      return
    }
    pendingClass = exception.name
    if readJSON(line, from: start) { return }
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
      } else if find("Traceback (most recent call last)", in: lines[line]) != nil {
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

  init?(_ bytes: [UInt8], _ range: Range<Int>) {
    var end = range.lowerBound
    var last = end
    while end < range.upperBound,
      bytes[end].isWord || bytes[end] == UInt8(ascii: ".") || bytes[end] == UInt8(ascii: "$")
    {
      if bytes[end] == UInt8(ascii: ".") || bytes[end] == UInt8(ascii: "$") { last = end + 1 }
      end += 1
    }
    guard end > last, end - range.lowerBound <= 256 else { return nil }
    let name = String(decoding: bytes[last..<end], as: UTF8.self)
    // A dotted name before a colon is a class even if its name does not show it.
    guard ExceptionName.matches(name) || last > range.lowerBound && bytes[last].isUpper else { return nil }
    self.name = name
    guard end < range.upperBound else {
      message = nil
      return
    }
    // .NET: `System.Exception (0x80004005): message`.
    if bytes[end] == 0x20, end + 1 < range.upperBound, bytes[end + 1] == UInt8(ascii: "("),
      let close = bytes[end..<range.upperBound].prefix(64).firstIndex(of: UInt8(ascii: ")"))
    {
      end = close + 1
    }
    guard end < range.upperBound, bytes[end] == UInt8(ascii: ":") else { return nil }
    var start = end + 1
    // `X: X: message` says it twice.
    while true {
      while start < range.upperBound, bytes[start] <= 0x20 { start += 1 }
      let rest = bytes[start..<range.upperBound]
      guard rest.starts(with: name.utf8),
        rest.dropFirst(name.utf8.count).first ?? UInt8(ascii: ":") == UInt8(ascii: ":")
      else { break }
      start = min(range.upperBound, start + name.utf8.count + 1)
    }
    let text = String(decoding: bytes[start..<range.upperBound], as: UTF8.self)
    message = text.isEmpty ? nil : text
  }
}
