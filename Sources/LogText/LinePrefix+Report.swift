import CasebookText

extension LinePrefix {
  /// Reads the prefix of a line of a report. A line without one gets the shape *plain*.
  ///
  /// People paste indented lines, and programs that print one error label it in any case: `Error: …`. Such a
  /// label is a level here. In a log, it opens the message.
  static func readReported(_ line: Bytes) -> LinePrefix {
    var start = line.skipMargin()
    // The prefix that a process or a container puts before its lines is not theirs.
    if let envelope = Envelope.read(line.from(start)), envelope.kind != .docker {
      start += envelope.inner.lowerBound
    }
    var text = line.from(start)
    if let outer = read(text), let inner = outer.inside(text) {
      start += inner
      text = line.from(start)
      if let envelope = Envelope.read(text), envelope.kind == .build {
        start += envelope.inner.lowerBound
        text = line.from(start)
      }
    }
    var prefix = LinePrefix(shape: .plain, body: 0)
    if let found = read(text) { prefix = PrefixReader.readRest(found, text) }
    if prefix.level == nil, let word = LevelWord.read(text, prefix.body) {
      let end = prefix.body + word.count
      if end == text.count || text[end] == ascii(":") {
        prefix.level = word.level
        prefix.shape = .level
        prefix.body = end
        if text.peek(end + 1).isSpace {
          prefix = PrefixReader.readRest(prefix, text)
        } else {
          prefix.body += 1
        }
      }
    }
    prefix.body = Swift.min(prefix.body + start, line.count)
    prefix.bodyEnd = prefix.bodyEnd == .max ? line.count : prefix.bodyEnd + start
    while prefix.body < line.count, line[prefix.body] <= 0x20 { prefix.body += 1 }
    return prefix
  }
}
