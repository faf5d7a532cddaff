/// A line of reStructuredText in the block that holds it.
struct RestructuredLine {
  /// The line of the file, from 1.
  let number: Int
  /// The columns by which it is indented further than its block.
  private(set) var indent: Int
  /// The text without its indentation and without white space at its end.
  let text: ArraySlice<UInt8>

  var isBlank: Bool { text.isEmpty }

  init(_ number: Int, _ line: ArraySlice<UInt8>) {
    let end = line.lastIndex { $0 > 0x20 }.map { $0 + 1 } ?? line.startIndex
    let content = line[..<end].drop { $0 == 0x20 || $0 == 0x09 || $0 == 0x0B || $0 == 0x0C }
    var column = 0
    for byte in line[..<content.startIndex] { column = byte == 0x09 ? (column / 8 + 1) * 8 : column + 1 }
    self.number = number
    indent = content.isEmpty ? 0 : column
    text = content
  }

  /// A part of a line.
  init(_ number: Int, indent: Int = 0, part: ArraySlice<UInt8>) {
    let end = part.lastIndex { $0 > 0x20 }.map { $0 + 1 } ?? part.startIndex
    text = part[..<end].drop { $0 == 0x20 }
    self.number = number
    self.indent = text.isEmpty ? 0 : indent + text.startIndex - part.startIndex
  }

  /// The line in a block that begins at a column.
  func outdented(by columns: Int) -> Self {
    var line = self
    line.indent = max(0, indent - columns)
    return line
  }

  /// The line with its indentation in the block.
  var whole: [UInt8] { [UInt8](repeating: 0x20, count: indent) + text }

  func starts(with text: StaticString) -> Bool {
    text.withUTF8Buffer { indent == 0 && self.text.starts(with: $0) }
  }
}

extension ArraySlice<RestructuredLine> {
  /// The first line from `index` on that is neither blank nor indented, without the blank lines before it.
  func endOfBlock(from index: Int) -> Int {
    var end = index
    var next = index
    while next < endIndex, self[next].isBlank || self[next].indent > 0 {
      next += 1
      if !self[next - 1].isBlank { end = next }
    }
    return end
  }

  /// The lines without the blank ones at both ends and without the indentation that they share.
  var outdented: [RestructuredLine] {
    guard let first = firstIndex(where: { !$0.isBlank }), let last = lastIndex(where: { !$0.isBlank }) else {
      return []
    }
    let lines = self[first...last]
    let shared = lines.lazy.filter { !$0.isBlank }.map(\.indent).min() ?? 0
    return lines.map { $0.outdented(by: shared) }
  }
}
