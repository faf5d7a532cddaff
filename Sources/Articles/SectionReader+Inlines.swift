import CasebookText

/// Literals and names inside a block.
extension SectionReader {
  mutating func readInlines(_ block: MarkdownTree.Block) {
    var strongStart: Int?
    for index in block.inlines {
      let inline = tree.inlines[index]
      let bytes = tree.text[inline.text]
      let line = max(inline.line, block.firstLine) + offset
      switch inline.kind {
      case .code:
        keep(Literal(.codeSpan, String(decoding: bytes, as: UTF8.self), line: line))
        readName(bytes, .codeSpan, line: line)
      case .strongStart: strongStart = index
      case .strongEnd:
        if let start = strongStart { readStrong(start..<index, line: line) }
        strongStart = nil
      case .text: readPins(bytes, line: line)
      default: break
      }
    }
  }

  /// Literals in a heading that must survive translation.
  static func literals(
    of heading: MarkdownTree.Block, _ tree: MarkdownTree, _ source: SourceText, offset: Int
  ) -> [Literal] {
    var reader = SectionReader(tree, source, offset: offset, inFailure: false)
    reader.readInlines(heading)
    return reader.literals
  }

  mutating func readName(_ bytes: ArraySlice<UInt8>, _ origin: Message.MessageSource, line: Int) {
    if IdentifierShape.namesFailure(bytes) || (bytes.contains(0x20) && TextShape(bytes).isMessage) {
      add(String(decoding: bytes, as: UTF8.self), origin, line: line)
    }
  }

  mutating func readStrong(_ range: Range<Int>, line: Int) {
    var bytes: [UInt8] = []
    tree.appendPlain(range, to: &bytes)
    while bytes.last == 0x20 { bytes.removeLast() }
    bytes.removeFirst(bytes.prefix { $0 == 0x20 }.count)
    guard !bytes.isEmpty, bytes.count < 1_000 else { return }
    if IdentifierShape.matches(bytes[...]) && !bytes.contains(UInt8(ascii: ":"))
      || IdentifierShape.isFlagOrPath(bytes[...])
    {
      let text = String(decoding: bytes, as: UTF8.self)
      if !tree.inlines[range].contains(where: { $0.kind == .code }) {
        keep(Literal(.strong, text, line: line))
      }
      readName(bytes[...], .strong, line: line)
    } else if bytes.contains(0x20), TextShape(bytes[...]).hasFailureWord, TextShape(bytes[...]).words >= 3 {
      // Writers stress a "no" or a "not" alone: **no action is required**.
      let text = String(decoding: bytes, as: UTF8.self)
      if FailureWords.sign(text) != nil { add(text, .strong, line: line) }
    }
  }

  /// `name==1.2.3` outside of code.
  mutating func readPins(_ bytes: ArraySlice<UInt8>, line: Int) {
    var from = bytes.startIndex
    while let found = bytes[from...].range(ofBytes: [0x3D, 0x3D]) {
      from = found.upperBound
      var start = found.lowerBound
      while start > bytes.startIndex, isNameByte(bytes[start - 1]) { start -= 1 }
      var end = found.upperBound
      while end < bytes.endIndex, isNameByte(bytes[end]) || bytes[end] == UInt8(ascii: "*") { end += 1 }
      while end > found.upperBound, bytes[end - 1] == UInt8(ascii: ".") { end -= 1 }
      guard start < found.lowerBound, end > found.upperBound, bytes[found.upperBound].isDigit else {
        continue
      }
      keep(Literal(.pin, String(decoding: bytes[start..<end], as: UTF8.self), line: line))
    }
  }

  private func isNameByte(_ byte: UInt8) -> Bool {
    byte.isLetterOrDigit || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
      || byte == UInt8(ascii: ".")
  }
}
