/// The text with a visible replacement for everything that controls a terminal, or hides on it.
///
/// C0 controls and DEL become their pictures (`␛`). C1 controls, invisible characters, and those that reorder
/// others become escapes (`\u{202E}`), except where a script or an emoji needs them (see `isConcealed(at:)`).
/// Line feeds, tabs and the carriage return before a line feed are kept.
public func sanitized(_ text: String) -> String {
  shown(text) { $0.isConcealed(at: $1) }
}

/// One line for a message or a cell: line feeds and tabs become spaces, and controls become visible.
///
/// Invisible characters are kept: a pipe gets them unchanged, and `Output` replaces them on a terminal.
public func singleLine(_ text: String) -> String {
  let isBreak = { (byte: UInt8) in byte == 0x0A || byte == 0x09 || byte == 0x0D }
  let isControl = { (scalars: String.UnicodeScalarView, index: String.Index) in
    (0x80...0x9F).contains(scalars[index].value)
  }
  guard text.utf8.contains(where: isBreak) else { return shown(text, escaping: isControl) }
  return shown(
    String(decoding: text.utf8.map { isBreak($0) ? 0x20 : $0 }, as: UTF8.self), escaping: isControl)
}

/// Controls as pictures, and the scalars that `isEscaped` names as escapes.
private func shown(
  _ text: String, escaping isEscaped: (String.UnicodeScalarView, String.Index) -> Bool
) -> String {
  // Checks bytes first: text rarely needs a replacement.
  let isPlain = { (byte: UInt8) in byte < 0x7F && (byte >= 0x20 || byte == 0x0A || byte == 0x09) }
  guard !text.utf8.allSatisfy(isPlain) else { return text }
  let scalars = text.unicodeScalars
  let isVisible = { (scalar: Unicode.Scalar) in
    scalar.plainWidth != nil || scalar.value == 0x0A || scalar.value == 0x09
  }
  guard !scalars.allSatisfy(isVisible) else { return text }
  var result = String.UnicodeScalarView()
  for index in scalars.indices {
    let scalar = scalars[index]
    switch scalar.value {
    case 0x0A, 0x09: result.append(scalar)
    case 0x0D where scalars.after(index) == "\n": result.append(scalar)
    case 0..<0x20: result.append(Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}")
    case 0x7F: result.append("\u{2421}")
    case 0x80... where isEscaped(scalars, index): result.append(contentsOf: scalar.escape.unicodeScalars)
    default: result.append(scalar)
    }
  }
  return String(result)
}

extension Unicode.Scalar {
  /// In the notation of Swift literals: `\u{202E}`.
  var escape: String { "\\u{" + String(value, radix: 16, uppercase: true) + "}" }
}
