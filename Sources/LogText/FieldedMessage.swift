import CasebookKnowledge
import CasebookText

/// A message with fields behind it, one of which is the error: `"Cannot mount" err="no such file" pod="ml/a"` of klog,
/// `query failed error="deadlock detected" path=/items` of zerolog and hclog.
enum FieldedMessage {
  /// The message and the error, with the telling fields, as for a logfmt line; `nil` for any other message.
  static func read(_ body: Bytes, level: Level) -> [UInt8]? {
    guard let mark = body.index(of: " err=\"") ?? body.index(of: " error=\"") else { return nil }
    let start = start(body, before: mark)
    let fields = body.from(start)
    // Prose may hold such a word, too: only fields follow a message, and no quotation is open before them.
    guard consistsOfFields(fields), body.at(0..<start).count(where: { $0 == ascii("\"") }) % 2 == 0 else {
      return nil
    }
    guard let found = LogfmtLine.read(fields, level: level), found.error != nil else { return nil }
    var text: [UInt8] = []
    if body[0] == ascii("\""), let end = body.closingQuote(0), end + 1 == start - 1 {
      Escape.append(body.at(1..<end), to: &text)
    } else {
      text.append(contentsOf: body.at(0..<start))
    }
    while let last = text.last, last == 0x20 || last == ascii(":") || last == ascii(",") { text.removeLast() }
    guard !text.isEmpty else { return nil }
    text.append(contentsOf: [ascii(":"), ascii(" ")])
    found.appendMessage(of: fields, to: &text)
    return text
  }

  /// What HAProxy says of a session, without its times and counts: `shop/<NOSRV>: 503 SC-- "GET / HTTP/1.1"`; `shop/a: SC` of
  /// a connection.
  static func proxied(_ body: Bytes) -> [UInt8]? {
    let fields = body.split(separator: 0x20, maxSplits: 7)
    guard fields.count > 3 else { return nil }
    var text = Array(fields[0]) + [ascii(":"), 0x20]
    guard fields[1].count(where: { $0 == ascii("/") }) == 4, fields.count > 6 else { return text + fields[3] }
    text += fields[2] + [0x20] + fields[6]
    if let request = body.index(of: " \"") { text += body.from(request) }
    return text
  }

  /// Whether a text is nothing but `name=value`, with spaces only between quotation marks.
  private static func consistsOfFields(_ text: Bytes) -> Bool {
    var place = 0
    while place < text.count {
      guard let equals = text.index(of: ascii("="), from: place), equals > place,
        text.at(place..<equals).allSatisfy({ $0.isWord || $0 == ascii(".") || $0 == ascii("-") })
      else { return false }
      let value = equals + 1
      place =
        text.peek(value) == ascii("\"") ? (text.closingQuote(value) ?? text.count) + 1 : text.wordEnd(value)
      guard place >= text.count || text[place] == 0x20 else { return false }
      place = text.skipSpace(place)
    }
    return true
  }

  /// The place of the first field of those before the error, without other words between.
  private static func start(_ body: Bytes, before mark: Int) -> Int {
    var start = mark + 1
    // Other fields may come first: `failed id=7 error="…"`.
    while start > 1, let space = body.at(0..<(start - 1)).lastIndex(of: 0x20) {
      let word = body.at((space + 1)..<(start - 1))
      guard let equals = word.index(of: ascii("=")), equals > 0, word.at(0..<equals).allSatisfy(\.isWord)
      else { break }
      start = space + 1
    }
    return start
  }
}
