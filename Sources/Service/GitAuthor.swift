/// The name of the user in a configuration of git, which is read and not run.
///
/// Understands sections, quotes, escapes and comments (git-config(1)); includes are not followed.
public func gitUserName(inConfiguration text: String) -> String? {
  var isUser = false
  var name: String?
  for line in text.split(whereSeparator: \.isNewline) {
    let line = line.drop(while: \.isWhitespace)
    if line.first == "[" {
      isUser = line.dropFirst().prefix { $0 != "]" }.lowercased() == "user"
    } else if isUser, let equals = line.firstIndex(of: "="),
      line[..<equals].filter({ !$0.isWhitespace }).lowercased() == "name"
    {
      name = value(line[line.index(after: equals)...])
    }
  }
  return name.flatMap { $0.isEmpty ? nil : $0 }
}

private func value(_ text: Substring) -> String {
  var value = ""
  // Space counts only inside quotes and between words.
  var space = ""
  var isQuoted = false
  var characters = text.drop(while: \.isWhitespace)
  while let character = characters.popFirst() {
    switch character {
    case "\"": isQuoted.toggle()
    case "#" where !isQuoted, ";" where !isQuoted: return value
    case "\\":
      value += space + String(characters.popFirst() ?? "\\")
      space = ""
    case let character where character.isWhitespace && !isQuoted: space.append(character)
    default:
      value += space + String(character)
      space = ""
    }
  }
  return value
}
