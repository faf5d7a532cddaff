import CasebookText

/// Dates and times of day, in the forms found in logs.
package struct TimeShape {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var position: Int

  private init(_ bytes: UnsafeBufferPointer<UInt8>, _ position: Int) {
    self.bytes = bytes
    self.position = position
  }

  /// The end of the date, time, or both that start at `start`; `nil` if there is neither.
  package static func end(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
    guard mayBegin(bytes, start) else { return nil }
    var clock = TimeShape(bytes, start)
    if clock.date() {
      let afterDate = clock.position
      if clock.separator(), clock.timeOfDay(needsSeconds: false) { return clock.bounded() }
      clock.position = afterDate
      return clock.bounded()
    }
    clock.position = start
    if clock.timeOfDay(needsSeconds: false) { return clock.bounded() }
    return nil
  }

  /// Most numbers are not times; the byte after the digits decides.
  private static func mayBegin(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Bool {
    var end = start
    let limit = min(bytes.count, start + 9)
    while end < limit, bytes[end].isDigit { end += 1 }
    let count = end - start
    guard end < bytes.count, count <= 4 || count == 8 else { return false }
    switch bytes[end] {
    case UInt8(ascii: ":"): return count <= 2 || count == 8
    case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "."): return true
    case UInt8(ascii: "T"), UInt8(ascii: "t"), UInt8(ascii: "_"), 0x20: return count == 8
    default: return false
    }
  }

  /// The end of `dd [yyyy] hh:mm:ss [yyyy]` or `dd, yyyy …` after the name of a month.
  static func endAfterMonth(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
    var clock = TimeShape(bytes, start)
    if clock.peek == 0x20 { clock.position += 1 }
    guard clock.digits(1...2) != nil else { return nil }
    var dated = false
    if clock.take(UInt8(ascii: ",")) {
      guard clock.take(0x20), clock.digits(4...4) != nil else { return nil }
      dated = true
    }
    let afterDate = clock.position
    if clock.take(0x20) {
      let beforeTime = clock.position
      if clock.digits(4...4) == nil || !clock.take(0x20) { clock.position = beforeTime }
      if clock.timeOfDay(needsSeconds: false) {
        let afterTime = clock.position
        if clock.takeText(" AM") || clock.takeText(" PM") {}
        if clock.take(0x20), clock.digits(4...4) != nil, !clock.peek.isWord { return clock.bounded() }
        if clock.position != afterTime, clock.position > afterTime + 1 { return clock.bounded() }
        clock.position = afterTime
        return clock.bounded()
      }
    }
    clock.position = afterDate
    return dated ? clock.bounded() : nil
  }

  private var peek: UInt8 { position < bytes.count ? bytes[position] : 0 }

  private func bounded() -> Int? { peek.isWord ? nil : position }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard peek == byte, position < bytes.count else { return false }
    position += 1
    return true
  }

  private mutating func takeText(_ text: StaticString) -> Bool {
    let count = text.utf8CodeUnitCount
    guard position + count <= bytes.count else { return false }
    let isEqual = text.withUTF8Buffer { bytes[position..<(position + count)].elementsEqual($0) }
    if isEqual { position += count }
    return isEqual
  }

  private mutating func digits(_ counts: ClosedRange<Int>) -> Int? {
    var value = 0
    let start = position
    while peek.isDigit, position - start < counts.upperBound {
      value = value * 10 + Int(peek - 48)
      position += 1
    }
    guard position - start >= counts.lowerBound, !peek.isDigit else {
      position = start
      return nil
    }
    return value
  }

  private mutating func date() -> Bool {
    let start = position
    if compactDate() { return true }
    position = start
    guard let first = digits(1...4) else { return false }
    let firstCount = position - start
    let separator = peek
    guard separator == UInt8(ascii: "-") || separator == UInt8(ascii: "/") || separator == UInt8(ascii: ".")
    else {
      return false
    }
    position += 1
    if firstCount <= 2, Month.starts(bytes, position) {
      position += 3
      guard take(separator), digits(4...4) ?? digits(2...2) != nil else { return false }
      return first <= 31
    }
    guard let second = digits(1...2), take(separator) else { return false }
    if firstCount == 4 {
      guard (1900...2199).contains(first), (1...12).contains(second), let third = digits(1...2) else {
        return false
      }
      return (1...31).contains(third)
    }
    let thirdStart = position
    guard firstCount <= 2, separator != UInt8(ascii: "-"), let third = digits(1...4) else { return false }
    switch position - thirdStart {
    case 4: return (1900...2199).contains(third) && first <= 31 && second <= 31 && first > 0 && second > 0
    case 2:
      // `17/06/09` counts only with a time of day; alone it could be anything.
      guard separator == UInt8(ascii: "/"), firstCount == 2 else { return false }
      var probe = self
      return probe.separator() && probe.timeOfDay(needsSeconds: true)
    default: return false
    }
  }

  /// `20171223`, with a time of day after it.
  private mutating func compactDate() -> Bool {
    guard let day = digits(8...8), (1900...2199).contains(day / 10_000), (1...12).contains(day / 100 % 100),
      (1...31).contains(day % 100)
    else { return false }
    var probe = self
    return probe.separator() && probe.timeOfDay(needsSeconds: false)
  }

  private mutating func separator() -> Bool {
    let byte = peek
    switch byte {
    case UInt8(ascii: "T"), UInt8(ascii: "t"), 0x20, UInt8(ascii: "_"), UInt8(ascii: ":"), UInt8(ascii: "-"):
      position += 1
      if byte == 0x20, peek == 0x20 { position += 1 }
      return peek.isDigit
    default: return false
    }
  }

  /// `09:00:00,318+02:00`, `15.42.50.363779`, `090000`, `9:00`.
  private mutating func timeOfDay(needsSeconds: Bool) -> Bool {
    let start = position
    if let compact = digits(6...6), start > 0, bytes[start - 1] | 32 == UInt8(ascii: "t") {
      zone()
      return compact / 10_000 < 24
    }
    position = start
    guard let hour = digits(1...2), hour < 24 else { return false }
    let hourCount = position - start
    let separator = peek
    let isDotted = separator == UInt8(ascii: ".") && start > 0 && bytes[start - 1] == UInt8(ascii: "-")
    guard separator == UInt8(ascii: ":") || isDotted else { return false }
    position += 1
    guard let minute = digits(2...2), minute < 60 else { return false }
    guard take(separator) else {
      // `12:30` counts alone; `1:30` could be a ratio, or a line and a column.
      if needsSeconds || hourCount < 2 || isDotted { return false }
      zone()
      return true
    }
    guard let second = digits(1...2), second <= 60 else { return false }
    if peek == UInt8(ascii: ".") || peek == UInt8(ascii: ",") || peek == UInt8(ascii: ":") {
      let mark = position
      position += 1
      if digits(1...9) == nil { position = mark }
    }
    zone()
    return true
  }

  /// `Z`, `+02:00`, ` +0200`, ` UTC`.
  private mutating func zone() {
    let start = position
    if take(UInt8(ascii: "Z")) || takeText(" UTC") || takeText(" GMT") { return }
    _ = take(0x20)
    if take(UInt8(ascii: "+")) || take(UInt8(ascii: "-")) {
      if digits(4...4) != nil, !peek.isWord { return }
      if digits(2...2) != nil, take(UInt8(ascii: ":")), digits(2...2) != nil { return }
    }
    position = start
  }
}

/// Names of months and days in English, as logs abbreviate them.
package enum Month {
  private static let month: Int32 = 1
  private static let long: Int32 = 2
  private static let day: Int32 = 3
  private static let names = HashTable("logs", "month") { kinds in
    kinds == ["day"] ? day : kinds == ["long"] ? long : month
  }

  static func starts(_ bytes: UnsafeBufferPointer<UInt8>, _ position: Int) -> Bool {
    guard position + 3 <= bytes.count, bytes[position].isUpper else { return false }
    return names.value(WordHash.of(bytes[position..<(position + 3)])) == month
  }

  static func isMonth(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    let kind = names.value(WordHash.of(bytes))
    return kind == month || kind == long
  }

  static func isDay(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    names.value(WordHash.of(bytes)) == day
  }
}

extension Month {
  /// The end of a written date (`Jun 15 04:06:18`, with or without a weekday before it) that starts at
  /// `start`.
  package static func writtenDate(_ bytes: UnsafeBufferPointer<UInt8>, _ start: Int) -> Int? {
    var end = start
    while end < bytes.count, bytes[end].isLetter, end - start <= 9 { end += 1 }
    guard end - start >= 3, end < bytes.count, bytes[end] == 0x20 else { return nil }
    var month = start..<end
    if end - start == 3, end + 4 < bytes.count, bytes[end + 4] == 0x20, isDay(bytes[month]),
      bytes[end + 1].isUpper
    {
      month = (end + 1)..<(end + 4)
    }
    let next = month.upperBound + 1
    guard next < bytes.count, bytes[next].isDigit || bytes[next] == 0x20, isMonth(bytes[month]) else {
      return nil
    }
    return TimeShape.endAfterMonth(bytes, next)
  }
}
