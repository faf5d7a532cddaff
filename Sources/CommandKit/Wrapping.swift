/// The text in lines of at most `columns` columns, broken at spaces; a word is broken only if it is too long
/// for a line.
///
/// Line feeds in the text are kept; runs of spaces become one. Empty text gives no lines.
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
      for index in word.indices {
        let characterWidth = word.width(at: index)
        if width > 0, width + characterWidth > columns {
          lines.append(line)
          (line, width) = ("", 0)
        }
        line.append(word[index])
        width += characterWidth
      }
    }
    lines.append(line)
  }
  return lines
}
