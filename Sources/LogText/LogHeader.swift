import CasebookText

/// The header of a log line, before the message: time, level, process, thread, logger.
struct LogHeader {
  enum HeaderSeverity: Comparable { case quiet, unknown, warning, error }

  /// Where the message starts.
  private(set) var end: Int
  /// The level, if the header has one.
  private(set) var severity = HeaderSeverity.unknown
  /// True if there was a time or a level.
  var isPresent: Bool { hasTime || hasLevel }

  private let bytes: [UInt8]
  private let limit: Int
  private var hasTime = false
  private var hasLevel = false

  /// Reads the header of a line.
  init(_ bytes: [UInt8], _ line: Range<Int>) {
    self.bytes = bytes
    end = line.lowerBound
    limit = line.upperBound
    skipSpace()
    skipFileName()
    for _ in 0..<12 where !field() { break }
    while end < limit, isSeparator(bytes[end]) { end += 1 }
    if end < limit, !isPresent { end = line.lowerBound }
    skipSpace()
  }

  private func at(_ index: Int) -> UInt8 { index < limit ? bytes[index] : 0 }

  private mutating func skipSpace() { while end < limit, bytes[end] <= 0x20 { end += 1 } }

  /// Skips the file name before the time, written by tools that read many logs.
  private mutating func skipFileName() {
    var stop = end
    var isLog = false
    while stop < limit, bytes[stop] > 0x20, stop - end < 160 {
      isLog = isLog || bytes[stop] == UInt8(ascii: ".") && bytes[stop..<limit].starts(with: ".log".utf8)
      stop += 1
    }
    guard isLog, stop + 1 < limit else { return }
    let start = end
    end = stop + 1
    if !time() { end = start }
  }

  private func isSeparator(_ byte: UInt8) -> Bool {
    byte <= 0x20 || byte == UInt8(ascii: "|") || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "-")
  }

  /// Reads one field; false if the message begins.
  private mutating func field() -> Bool {
    let start = end
    while end < limit, isSeparator(bytes[end]) { end += 1 }
    let isPiped = end > start && bytes[start..<end].contains(UInt8(ascii: "|"))
    guard end < limit else { return false }
    if time() || level() { return true }
    if hasTime || hasLevel,
      number() || bracket() || logger() || isPiped && piped() || hasTime && !hasLevel && named()
    {
      return true
    }
    // A sign before a number belongs to it.
    if end > start, bytes[end - 1] == UInt8(ascii: "-"), bytes[end].isDigit { end -= 1 }
    return false
  }

  private mutating func time() -> Bool {
    let open: UInt8 = at(end) == UInt8(ascii: "[") ? 1 : 0
    let start = end + Int(open)
    let found: Int? = bytes.withUnsafeBufferPointer { buffer in
      let buffer = UnsafeBufferPointer(rebasing: buffer[..<limit])
      if at(start).isDigit { return TimeShape.end(buffer, start) }
      guard at(start).isUpper else { return nil }
      return Month.writtenDate(buffer, start)
    }
    guard var found else { return false }
    if open == 1 {
      guard at(found) == UInt8(ascii: "]") else { return false }
      found += 1
    }
    hasTime = true
    end = found
    return true
  }

  private static let quiet: Set = ["TRACE", "DEBUG", "INFO", "INFORMATION", "NOTICE", "VERBOSE"]
  private static let errors: Set = [
    "ERROR", "ERR", "FATAL", "CRITICAL", "SEVERE", "ALERT", "EMERG", "PANIC", "CRIT",
  ]

  private static func severity(_ word: String) -> HeaderSeverity? {
    if quiet.contains(word) { return .quiet }
    if errors.contains(word) { return .error }
    return word == "WARN" || word == "WARNING" ? .warning : nil
  }

  private mutating func level() -> Bool {
    if hasLevel { return false }
    var start = end
    let isBracketed =
      at(start) == UInt8(ascii: "[") || at(start) == UInt8(ascii: "<") || at(start) == UInt8(ascii: "(")
    if isBracketed { start += 1 }
    var stop = start
    while at(stop).isLetter, stop - start < 12 { stop += 1 }
    let word = String(decoding: bytes[start..<max(start, min(stop, limit))], as: UTF8.self)
    guard let severity = Self.severity(word.uppercased()) else { return false }
    let after = at(stop)
    let isUpper = word == word.uppercased()
    // `Error: …` and `warning: …` are levels, `Error reading …` is a message.
    let isLevel =
      isBracketed
      ? after == UInt8(ascii: "]") || after == UInt8(ascii: ">") || after == UInt8(ascii: ")")
      : after == UInt8(ascii: ":") || after == UInt8(ascii: "|") || stop >= limit || isUpper && after <= 0x20
    guard isLevel else { return false }
    self.severity = severity
    hasLevel = true
    end = stop + (isBracketed ? 1 : 0)
    return true
  }

  /// A process or thread number.
  private mutating func number() -> Bool {
    var stop = end
    while at(stop).isDigit { stop += 1 }
    guard stop > end, at(stop) <= 0x20 || at(stop) == UInt8(ascii: "|"), stop < limit, hasTime else {
      return false
    }
    // `3 errors` is a message: no number follows a level unless fields are separated by bars.
    if hasLevel, at(stop) != UInt8(ascii: "|") { return false }
    end = stop
    return true
  }

  /// `[thread]`, `(logger)`.
  private mutating func bracket() -> Bool {
    guard at(end) == UInt8(ascii: "[") || at(end) == UInt8(ascii: "(") else { return false }
    let close = at(end) == UInt8(ascii: "[") ? UInt8(ascii: "]") : UInt8(ascii: ")")
    var stop = end + 1
    while stop < limit, stop - end < 160, bytes[stop] != close { stop += 1 }
    guard at(stop) == close else { return false }
    end = stop + 1
    return true
  }

  /// `org.apache.hadoop.hdfs.LeaseRenewer:`, but not an exception class.
  private mutating func logger() -> Bool {
    var stop = end
    var dots = 0
    while at(stop).isWord || at(stop) == UInt8(ascii: ".") || at(stop) == UInt8(ascii: "$") {
      if bytes[stop] == UInt8(ascii: ".") { dots += 1 }
      stop += 1
    }
    let after = at(stop)
    guard stop > end, bytes[stop - 1] != UInt8(ascii: "."), dots > 0 else { return false }
    guard
      after == UInt8(ascii: ":") && at(stop + 1) <= 0x20
        || after == 0x20 && (hasTime && dots > 1 || at(stop + 1) == UInt8(ascii: "-"))
    else { return false }
    let last = bytes[end..<stop].split(separator: UInt8(ascii: ".")).last ?? []
    if ExceptionName.matches(String(decoding: last, as: UTF8.self)) { return false }
    end = stop
    return true
  }

  /// A field between bars: one word.
  private mutating func piped() -> Bool {
    var stop = end
    while stop < limit, bytes[stop] > 0x20, bytes[stop] != UInt8(ascii: "|"), stop - end < 80 { stop += 1 }
    guard at(stop) == UInt8(ascii: "|") else { return false }
    end = stop
    return true
  }

  /// Syslog's `host app[123]:`, between the time and the message.
  private mutating func named() -> Bool {
    var stop = end
    while stop < limit, bytes[stop] > 0x20, bytes[stop] != UInt8(ascii: ":"), stop - end < 64 { stop += 1 }
    guard at(stop) == UInt8(ascii: ":"), bytes[end..<stop].last == UInt8(ascii: "]") else {
      // A host counts only before such an app.
      guard at(stop) == 0x20 else { return false }
      var app = stop + 1
      while app < limit, bytes[app] > 0x20, bytes[app] != UInt8(ascii: ":"), app - stop < 64 { app += 1 }
      guard at(app) == UInt8(ascii: ":"), app > stop + 1, bytes[app - 1] == UInt8(ascii: "]") else {
        return false
      }
      end = app + 1
      return true
    }
    end = stop + 1
    return true
  }
}
