/// The text in lines of at most so many columns, broken at spaces; a longer word is broken where it must be.
///
/// Line feeds of the text stay breaks; runs of spaces become one. Without text, no lines.
public func wrapped(_ text: String, to columns: Int) -> [String] {
  let columns = max(1, columns)
  var lines: [String] = []
  for paragraph in text.split(separator: "\n", omittingEmptySubsequences: false) where !text.isEmpty {
    var line = ""
    var width = 0
    for word in paragraph.split(separator: " ") {
      let word = String(word)
      let wordWidth = word.displayWidth
      if width > 0, width + 1 + wordWidth > columns {
        lines.append(line)
        (line, width) = ("", 0)
      }
      if wordWidth <= columns {
        if width > 0 { line += " " }
        width += wordWidth + (width > 0 ? 1 : 0)
        line += word
        continue
      }
      for character in word {
        if width > 0, width + character.displayWidth > columns {
          lines.append(line)
          (line, width) = ("", 0)
        }
        line.append(character)
        width += character.displayWidth
      }
    }
    lines.append(line)
  }
  return lines
}
