import CasebookText

/// Passwords in command lines.
extension RedactionScan {
  /// `--password VALUE`, `-Password VALUE`, and the short options of commands; `place` is the dash.
  func option(at place: Int) -> Secret? {
    guard !at(place - 1).isWord, at(place - 1) != UInt8(ascii: "-") else { return nil }
    var name = place + 1
    if at(name) == UInt8(ascii: "-") { name += 1 }
    guard at(name).isLetter else { return nil }
    var end = name
    while end < bytes.count, end - place < 48, bytes[end].isLetter || bytes[end] == UInt8(ascii: "-") {
      end += 1
    }
    if let secret = commandOption(at: place) { return secret }
    guard at(end) == 0x20, end - name > 2, let match = key(endingAt: end), match.key.role != .value else {
      return nil
    }
    var start = end
    while at(start) == 0x20, start - end < 4 { start += 1 }
    guard let value = optionValue(from: start) else { return nil }
    if match.key.role == .cookie { return cookie(value, isSet: false) }
    guard match.key.role == .plain else { return nil }
    return isName(value.start, value.end) ? nil : judged(value, of: match.key)
  }

  /// An option that means a password only for this command: `mysql -pVALUE`, `curl -u user:VALUE`.
  private func commandOption(at place: Int) -> Secret? {
    guard let rule = index.option else { return nil }
    for number in index.commandsByLetter[Int(at(place + 1))] {
      let option = index.commands[number]
      let end = place + option.option.count
      guard end < bytes.count, option.option.indices.allSatisfy({ bytes[place + $0] == option.option[$0] })
      else { continue }
      var start = end
      if at(end) == 0x20 || at(end) == UInt8(ascii: "=") && option.option.count > 2 {
        guard option.isSpaced else { continue }
        start = end + 1
      } else if !option.isGlued {
        continue
      }
      guard var value = optionValue(from: start), !isName(value.start, value.end),
        stands(option.command, before: place)
      else { continue }
      if option.hasUser {
        let sight = bytes[value.start..<min(value.end, value.start + 64)]
        guard let colon = sight.firstIndex(where: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "%") })
        else {
          continue
        }
        value.start = colon + 1
      }
      if !option.lead.isEmpty {
        let start = value.start + option.lead.count
        guard start < value.end, bytes[value.start..<start].elementsEqual(option.lead) else { continue }
        value.start = start
      }
      guard value.end > value.start, !isPlaceholder(value.start, value.end, isQuoted: value.isQuoted) else {
        continue
      }
      return Secret(start: value.start, end: value.end, rule: rule)
    }
    return nil
  }

  /// Whether the command appears as a word earlier on the line.
  private func stands(_ command: [UInt8], before place: Int) -> Bool {
    var end = place
    let limit = max(0, place - 2 * Self.sight)
    while end > limit, bytes[end - 1] != 0x0A {
      var start = end
      while start > limit, bytes[start - 1].isWord || bytes[start - 1] == UInt8(ascii: "-") { start -= 1 }
      if end - start == command.count, bytes[start..<end].elementsEqual(command) { return true }
      end = start < end ? start : end - 1
    }
    return false
  }
}
