/// Moves through JSON without building its values.
package struct JSONScanner {
  @usableFromInline let bytes: Bytes
  /// The place that was reached.
  package var position: Int

  @inlinable package init(_ bytes: Bytes, at position: Int = 0) {
    self.bytes = bytes
    self.position = position
  }

  /// Moves past the object that starts here. `member` gets the place of each name, without quotes, and moves past
  /// its value. False if `member` stops, or if this is not an object that ends.
  @inlinable
  package mutating func object(_ member: (inout JSONScanner, Range<Int>) -> Bool) -> Bool {
    position = bytes.skipSpace(position + 1)
    if bytes.peek(position) == ascii("}") {
      position += 1
      return true
    }
    while bytes.peek(position) == ascii("\""), let quote = bytes.closingQuote(position) {
      let name = (position + 1)..<quote
      position = bytes.skipSpace(quote + 1)
      guard bytes.peek(position) == ascii(":") else { return false }
      position = bytes.skipSpace(position + 1)
      guard member(&self, name) else { return false }
      position = bytes.skipSpace(position)
      switch bytes.peek(position) {
      case ascii(","): position = bytes.skipSpace(position + 1)
      case ascii("}"):
        position += 1
        return true
      default: return false
      }
    }
    return false
  }

  /// Moves past the value that starts here, and returns its place; `nil` if there is none, or it does not end.
  /// Brackets are counted, so that depth costs nothing.
  @inlinable
  package mutating func value() -> Range<Int>? {
    let start = position
    var depth = 0
    repeat {
      switch bytes.peek(position) {
      case ascii("\""):
        guard let quote = bytes.closingQuote(position) else { return nil }
        position = quote
      case ascii("{"), ascii("["): depth += 1
      case ascii("}"), ascii("]"): depth -= 1
      default:
        if depth > 0 { break }
        while position < bytes.count, bytes[position] != ascii(","), bytes[position] != ascii("}"),
          bytes[position] != ascii("]"), !bytes[position].isSpace
        {
          position += 1
        }
        return position > start && bytes[start] != 0 ? start..<position : nil
      }
      position += 1
    } while depth > 0 && position < bytes.count
    return depth == 0 ? start..<position : nil
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The quote that ends the string which the quote at `start` begins. A backslash escapes a quote.
  @inlinable
  package func closingQuote(_ start: Int) -> Int? {
    let quote = self[start]
    var q = start + 1
    while let end = index(of: quote, from: q) {
      var backslashes = 0
      while end - backslashes > q, self[end - backslashes - 1] == ascii("\\") { backslashes += 1 }
      if backslashes % 2 == 0 { return end }
      q = end + 1
    }
    return nil
  }
}
