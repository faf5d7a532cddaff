import CasebookText

extension LogFields {
  /// Appends the message that these fields of `line` make: the message, then the error, the telling fields as
  /// `name=value`, and the stack on lines of its own. If all of these are missing, the message is the whole
  /// line.
  func appendMessage(of line: Bytes, to text: inout [UInt8]) {
    let start = text.count
    // Loggers repeat the text of an error as the message.
    if let message, error.map({ !line.at($0.range).elementsEqual(line.at(message.range)) }) ?? true {
      append(message, line, to: &text)
    }
    if let error {
      if text.count > start { text.append(contentsOf: [ascii(":"), ascii(" ")]) }
      if let errorKind, !line.at(error.range).starts(with: line.at(errorKind.range)) {
        append(errorKind, line, to: &text)
        text.append(contentsOf: [ascii(":"), ascii(" ")])
      }
      append(error, line, to: &text)
    }
    if text.count == start, stack == nil {
      text.append(contentsOf: line)
      return
    }
    for (name, value) in telling {
      if text.count > start { text.append(ascii(" ")) }
      text.append(contentsOf: line.at(name))
      text.append(ascii("="))
      append(value, line, to: &text)
    }
    for (name, value) in details where isPostgres {
      text.append(0x0A)
      let name = line.at(name)
      // The identifier of the state is known by this name.
      text.append(contentsOf: name.equals("state_code") ? Array("sqlstate".utf8) : Array(name))
      text.append(contentsOf: [ascii(":"), ascii(" ")])
      append(value, line, to: &text)
    }
    if let stack {
      if text.count > start { text.append(0x0A) }
      append(stack, line, to: &text)
    }
    while let last = text.last, text.count > start, last == 0x0A || last == 0x20 { text.removeLast() }
  }

  /// The text of a value.
  func text(of value: Value, in line: Bytes) -> String {
    var text: [UInt8] = []
    append(value, line, to: &text)
    return text.text
  }

  private func append(_ value: Value, _ line: Bytes, to text: inout [UInt8]) {
    let bytes = line.at(value.range)
    if value.isQuoted {
      Escape.append(bytes, to: &text)
    } else {
      text.append(contentsOf: bytes)
    }
  }
}
