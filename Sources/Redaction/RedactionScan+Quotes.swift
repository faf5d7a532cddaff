/// Quotes and marks as they are escaped inside other texts: `\u0022`, `&quot;`, `%22`.
extension RedactionScan {
  /// The end of the quote at `start`, in any of these spellings; `nil` for other text.
  func quoteMark(at start: Int) -> (end: Int, Void)? {
    switch at(start) {
    case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"): return (start + 1, ())
    case UInt8(ascii: "&"):
      for text: StaticString in ["&quot;", "&#34;", "&#39;", "&apos;", "&#x27;", "&#x22;"]
      where starts(text, at: start) { return (start + text.utf8CodeUnitCount, ()) }
    case UInt8(ascii: "%"):
      if starts("%22", at: start) || starts("%27", at: start) { return (start + 3, ()) }
    case UInt8(ascii: "\\"):
      var end = start
      while end - start < 16, at(end) == UInt8(ascii: "\\") { end += 1 }
      for text: StaticString in ["\"", "'", "`", "u0022", "u0027", "x22", "x27"] where starts(text, at: end) {
        return (end + text.utf8CodeUnitCount, ())
      }
    default: break
    }
    return nil
  }

  /// The start of a quote written `&quot;` that ends at `end`.
  func quoteMark(endingAt end: Int) -> Int? {
    for count in 5...6 where end >= count && bytes[end - count] == UInt8(ascii: "&") {
      if let mark = quoteMark(at: end - count), mark.end == end { return end - count }
    }
    return nil
  }

  /// `=`, `:` or `>` written as `%3D`, `\u003d`, `&#61;` and so on.
  func escapedMark(at start: Int) -> (mark: UInt8, end: Int)? {
    var place = start
    while place - start < 16, at(place) == UInt8(ascii: "\\") { place += 1 }
    let forms: [(StaticString, UInt8)] = [
      ("%3d", 0x3D), ("%3a", 0x3A), ("u003d", 0x3D), ("u003a", 0x3A), ("u003e", 0x3E), ("x3d", 0x3D),
      ("&#61;", 0x3D), ("&#58;", 0x3A), ("&gt;", 0x3E),
    ]
    for (text, mark) in forms where startsFolded(text, at: place) {
      if (bytes[place] == UInt8(ascii: "u") || bytes[place] == UInt8(ascii: "x")) && place == start {
        continue
      }
      return (mark, place + text.utf8CodeUnitCount)
    }
    return nil
  }
}
