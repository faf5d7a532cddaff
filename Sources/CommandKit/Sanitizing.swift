/// The text with everything that steers a terminal replaced by something that can be seen.
///
/// C0 controls and DEL become their pictures (`␛`), C1 controls and the overrides and isolates of bidirectional text
/// become `<U+202E>`. Line feeds, tabs and the carriage return before a line feed stay.
public func sanitized(_ text: String) -> String {
  guard needsSanitizing(text.utf8) else { return text }
  var result = ""
  result.reserveCapacity(text.utf8.count + 16)
  var scalars = text.unicodeScalars[...]
  while let scalar = scalars.popFirst() {
    switch scalar.value {
    case 0x0A, 0x09: result.unicodeScalars.append(scalar)
    case 0x0D where scalars.first == "\n": result.unicodeScalars.append(scalar)
    case 0..<0x20: append(0x2400 + scalar.value)
    case 0x7F: append(0x2421)
    case 0x80...0x9F, 0x202A...0x202E, 0x2066...0x2069:
      let digits = String(scalar.value, radix: 16, uppercase: true)
      result += "<U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + ">"
    default: result.unicodeScalars.append(scalar)
    }
  }
  func append(_ picture: UInt32) { result.unicodeScalars.append(Unicode.Scalar(picture) ?? "\u{FFFD}") }
  return result
}

/// Sanitized, and line feeds and tabs as spaces: text for one line or one cell.
public func singleLine(_ text: String) -> String {
  let isBreak = { (byte: UInt8) in byte == 0x0A || byte == 0x09 || byte == 0x0D }
  guard text.utf8.contains(where: isBreak) else { return sanitized(text) }
  return sanitized(String(decoding: text.utf8.map { isBreak($0) ? 0x20 : $0 }, as: UTF8.self))
}

/// Whether there may be something to replace; by bytes, because almost always there is nothing.
private func needsSanitizing(_ bytes: String.UTF8View) -> Bool {
  var previous: UInt8 = 0
  var beforeThat: UInt8 = 0
  for byte in bytes {
    if byte < 0x20 ? byte != 0x0A && byte != 0x09 : byte == 0x7F { return true }
    if previous == 0xC2, byte <= 0x9F { return true }
    // E2 80 AA…AE and E2 81 A6…A9.
    if beforeThat == 0xE2, previous == 0x80 || previous == 0x81, byte >= 0xA6 { return true }
    (beforeThat, previous) = (previous, byte)
  }
  return false
}
