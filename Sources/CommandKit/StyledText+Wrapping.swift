extension StyledText {
  /// The text in lines of at most `columns` columns, each piece in its style.
  ///
  /// Lines break at spaces, at line feeds, and beside East Asian wide characters, which have no spaces between words; a
  /// longer word is cut. Empty text gives no lines.
  public func wrapped(to columns: Int) -> [StyledText] {
    var flow = WrappingFlow(columns: max(1, columns))
    for run in runs { flow.add(run.text, run.style) }
    return flow.finish()
  }
}

/// Fills lines, one character after the other.
private struct WrappingFlow {
  let columns: Int
  private var lines: [StyledText] = []
  private var line = StyledText("")
  private var width = 0
  /// The end of the text, which cannot be broken yet.
  private var word = StyledText("")
  private var wordWidth = 0
  /// The last character of the word, and its columns.
  private var last: (scalar: Unicode.Scalar, width: Int)?
  /// The style of the space before the word; `nil` if there is none.
  private var space: TextStyle?
  private var isEmpty = true

  init(columns: Int) { self.columns = columns }

  mutating func add(_ text: String, _ style: TextStyle) {
    isEmpty = isEmpty && text.isEmpty
    // Nearly all text has one scalar a character, and needs no look at its properties.
    let isPlain = text.unicodeScalars.allSatisfy { $0.plainWidth != nil || $0.value < 0x20 }
    let scalars = text.unicodeScalars
    var start = text.startIndex
    var index = start
    while index < text.endIndex {
      let scalar = scalars[index]
      let next = isPlain ? scalars.index(after: index) : text.index(after: index)
      if scalar == " " || scalar.value == 0x09 || scalar.value == 0x0A || scalar.value == 0x0D {
        word.append(String(text[start..<index]), style)
        start = next
        if text[index..<next].utf8.last == 0x0A {
          endLine()
        } else {
          endWord()
          if width > 0 { space = style }
        }
      } else {
        let columns = isPlain ? scalar.plainWidth ?? 1 : text.width(at: index)
        if mayBreak(before: scalar, columns) || wordWidth + columns > self.columns {
          word.append(String(text[start..<index]), style)
          start = index
          endWord()
        }
        wordWidth += columns
        last = (scalar, columns)
      }
      index = next
    }
    word.append(String(text[start...]), style)
  }

  mutating func finish() -> [StyledText] {
    if !isEmpty { endLine() }
    return lines
  }

  private func mayBreak(before scalar: Unicode.Scalar, _ columns: Int) -> Bool {
    guard let last, columns == 2 || last.width == 2 else { return false }
    return !cannotBeginLine.contains(scalar) && !cannotEndLine.contains(last.scalar)
  }

  private mutating func endWord() {
    guard wordWidth > 0 else { return }
    let gap = space == nil || width == 0 ? 0 : 1
    if width + gap + wordWidth > columns, width > 0 {
      lines.append(line)
      (line, width) = (StyledText(""), 0)
    } else if gap > 0 {
      line.append(" ", space ?? [])
      width += 1
    }
    line.append(word)
    width += wordWidth
    (word, wordWidth, last, space) = (StyledText(""), 0, nil, nil)
  }

  private mutating func endLine() {
    endWord()
    lines.append(line)
    (line, width, space) = (StyledText(""), 0, nil)
  }
}

/// Characters that East Asian typography keeps with the one before (JIS X 4051): closing marks and small kana.
private let cannotBeginLine = Set(
  "、。，．・：；？！）］｝」』】〉》〕’”ーぁぃぅぇぉっゃゅょァィゥェォッャュョ…‥,.:;?!)]}".unicodeScalars)

/// Characters that stay with the one after them: opening marks.
private let cannotEndLine = Set("（［｛「『【〈《〔‘“([{".unicodeScalars)
