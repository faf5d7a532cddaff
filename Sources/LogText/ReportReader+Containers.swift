import CasebookText

extension ReportReader {
  /// The most lines of a state that are read.
  private static let longestState = 24

  /// Takes the reason for which a container ended for a cause, if the line opens its state: `Last State: Terminated` of
  /// `kubectl describe`, or `lastState:` in YAML and JSON.
  ///
  /// The state after it, `CrashLoopBackOff`, says only that the container ended. A reason such as `Error` says no more, and
  /// one with a message of its own leaves the lead to that.
  mutating func noteContainerState(_ line: Int) {
    let opening = bytes.at(lines[line]).first { $0 > 0x20 && $0 != ascii("\"") && $0 != ascii("-") }
    guard let opening, "sSlL".utf8.contains(opening), let head = field(line),
      ["state", "laststate"].contains(head.key)
    else { return }
    var isEnd = head.value == "Terminated"
    var reason: (value: String, line: Int)?
    for place in line + 1..<max(line + 1, min(lines.count, line + Self.longestState)) {
      guard let field = field(place), field.indent > head.indent else { break }
      switch field.key {
      case "terminated": isEnd = isEnd || field.value.isEmpty
      case "reason": reason = (field.value, place)
      case "message" where !field.value.isEmpty: return
      default: break
      }
    }
    guard isEnd, let reason, !reason.value.isEmpty, !Phrases.isBareEnd(reason.value) else { return }
    hasEnd = true
    let isCode = text(lines[reason.line]).utf8.contains(ascii("\""))
    add(
      isCode ? reason.value : text(lines[reason.line]), line: reason.line, .root, .root, .field,
      code: reason.value)
  }

  /// A line `key: value` or `"key": "value",`; the key in lower case and without spaces. What opens an object is empty.
  private func field(_ line: Int) -> (indent: Int, key: String, value: String)? {
    let bytes = bytes.at(lines[line])
    guard bytes.count < 512, let colon = bytes.index(of: 0x3A) else { return nil }
    var indent = bytes.skipSpace(0)
    // The first key of an item of a list is as deep as the others.
    if bytes.peek(indent) == ascii("-"), bytes.peek(indent + 1) == 0x20 { indent += 2 }
    guard indent < colon else { return nil }
    func plain(_ bytes: Bytes) -> String { bytes.text.filter { !"\" ,{\t".contains($0) } }
    return (indent, plain(bytes.at(indent..<colon)).lowercased(), plain(bytes.from(colon + 1)))
  }
}
