import CasebookText

/// Units that make a number a duration or a size.
enum Units {
  struct UnitMatch {
    let end: Int
    let isDuration: Bool
  }

  private static let duration: Int32 = 1
  private static let size: Int32 = 2
  /// Added for a unit that too often means something else after a number and a space.
  private static let onlyAttached: Int32 = 4

  private static let units = HashTable("names", "unit") { kinds in
    (kinds.contains("duration") ? duration : size) | (kinds.contains("attached") ? onlyAttached : 0)
  }

  /// The unit that starts at `index`, directly after a number.
  static func attached(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> UnitMatch? {
    match(bytes, index, spaced: false)
  }

  /// The unit that starts at `index`, after a number and one space.
  static func spaced(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> UnitMatch? {
    guard index < bytes.count, bytes[index].isLetter || bytes[index] >= 0x80 else { return nil }
    return match(bytes, index, spaced: true)
  }

  private static func match(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int, spaced: Bool) -> UnitMatch? {
    var end = index
    // The bound is well above the longest unit.
    while end < bytes.count, end - index <= 13, bytes[end].isLetter || bytes[end] >= 0x80 { end += 1 }
    let count = end - index
    guard count > 0, count <= 12 else { return nil }
    if end < bytes.count, bytes[end] == 95 || bytes[end].isDigit && spaced { return nil }
    var hash = WordHash.start
    for position in index..<end { hash = WordHash.add(bytes[position], to: hash) }
    let unit = units.value(hash)
    if unit < 0 || spaced && unit & onlyAttached != 0 { return nil }
    if unit & duration != 0 {
      // `5m30s` continues with digits, `2d4f9` does not.
      if end < bytes.count, bytes[end].isDigit, attachedNext(bytes, end) == nil { return nil }
      return UnitMatch(end: end, isDuration: true)
    }
    guard end == bytes.count || !bytes[end].isDigit else { return nil }
    if end + 1 < bytes.count, bytes[end] == UInt8(ascii: "/"), bytes[end + 1] == UInt8(ascii: "s") {
      if end + 2 == bytes.count || !bytes[end + 2].isWord {
        return UnitMatch(end: end + 2, isDuration: false)
      }
      if end + 4 <= bytes.count, bytes[(end + 1)..<(end + 4)].elementsEqual("sec".utf8) {
        return UnitMatch(end: end + 4, isDuration: false)
      }
    }
    return UnitMatch(end: end, isDuration: false)
  }

  /// The end of the digits and unit of time that start at `index`.
  private static func attachedNext(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int? {
    var end = index
    while end < bytes.count, bytes[end].isDigit || bytes[end] == UInt8(ascii: ".") { end += 1 }
    guard end > index, end - index <= 12 else { return nil }
    let first = end
    while end < bytes.count, end - first <= 3, bytes[end].isLetter { end += 1 }
    guard end > first else { return nil }
    let unit = String(decoding: bytes[first..<end], as: UTF8.self)
    return ["h", "m", "s", "ms", "us", "ns"].contains(unit) ? end : nil
  }

  /// The end of further parts of the same duration: `1m` + `30s`, `2 min` + ` 30 sec`.
  static func compound(_ bytes: UnsafeBufferPointer<UInt8>, _ end: Int) -> Int {
    var end = end
    for _ in 0..<5 {
      var next = end
      if next < bytes.count, bytes[next] == 0x20 { next += 1 }
      let first = next
      while next < bytes.count, bytes[next].isDigit || bytes[next] == UInt8(ascii: "."), next - first <= 12 {
        next += 1
      }
      guard next > first, bytes[next - 1].isDigit else { return end }
      let attached = next < bytes.count && bytes[next].isLetter
      if !attached {
        guard next < bytes.count, bytes[next] == 0x20 else { return end }
        next += 1
      }
      guard let unit = match(bytes, next, spaced: !attached), unit.isDuration else { return end }
      end = unit.end
    }
    return end
  }
}
