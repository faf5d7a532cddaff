import CasebookText

/// The fields that a failed request or an exception prints on lines of their own.
extension ReportReader {
  /// `Message: …`, `Content: b'…'`, `InnerException: …`, `Headers: …`.
  mutating func readField(_ range: Range<Int>, _ body: String, at line: Int) -> Bool {
    guard let colon = body.utf8.firstIndex(of: ascii(":")) else { return false }
    let value = Self.trimmed(body[body.utf8.index(after: colon)...])
    switch Phrases.field(body[..<colon]) {
    case .message:
      guard !value.isEmpty, value != "None", value != "null" else { return true }
      add(value, line: line, .root, .root, .field, code: pendingClass)
      pendingClass = nil
      return true
    case .body:
      guard let content = Self.content(value), !content.isEmpty else { return true }
      let isTelling = Self.words(content) >= 2
      add(content, line: line, isTelling ? .root : .note, isTelling ? .root : .context, .field)
      return true
    case .headers:
      if let description = Self.between("error_description=\"", "\"", body) {
        add(description, line: line, .link, .root, .field)
      }
      add(body, line: line, .note, .context, .plain)
      return true
    case .other, nil: return false
    }
  }

  /// The text of a body: a bytes literal is decoded; HTML is reduced to its title.
  private static func content(_ value: String) -> String? {
    let text = withBytes(of: value) { bytes in
      let start = bytes.peek(0) == ascii("b") && bytes.peek(1).isQuote ? 1 : 0
      let quote = bytes.peek(start)
      guard quote.isQuote else { return bytes.from(start).text }
      let end = bytes.count > start + 1 && bytes.last == quote ? bytes.count - 1 : bytes.count
      return Escape.unescaped(bytes.at((start + 1)..<end)).text
    }
    guard text.hasPrefix("<") else { return text }
    return between("<title>", "</title>", text) ?? between("<h1>", "</h1>", text)
  }

  private static func between(_ open: String, _ close: String, _ text: String) -> String? {
    let parts = text.components(separatedBy: open)
    guard parts.count > 1 else { return nil }
    return parts[1].components(separatedBy: close).first
  }
}
