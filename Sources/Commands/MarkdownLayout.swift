import CasebookCommandKit
import CasebookKnowledge

/// Lays out a Markdown text for a terminal.
struct MarkdownLayout {
  /// The columns to fill.
  let width: Int
  /// Whether styles are visible; else code keeps its backticks.
  let isStyled: Bool

  /// Longer lines of prose are hard to read.
  private static let widestProse = 100

  init(width: Int, isStyled: Bool) { self.init(width, atLeast: 20, isStyled) }

  private init(_ width: Int, atLeast least: Int, _ isStyled: Bool) {
    self.width = max(least, width)
    self.isStyled = isStyled
  }

  private func narrower(by columns: Int) -> MarkdownLayout {
    MarkdownLayout(width - columns, atLeast: 8, isStyled)
  }

  /// The lines of a text, without a blank line at either end.
  func lines(_ blocks: [MarkdownBlock]) -> [StyledText] {
    var lines: [StyledText] = []
    for block in blocks {
      if !lines.isEmpty { lines.append("") }
      lines += self.lines(block)
    }
    return lines
  }

  private var prose: Int { min(width, Self.widestProse) }

  private func lines(_ block: MarkdownBlock) -> [StyledText] {
    switch block {
    case .heading(let level, let spans):
      return styled(spans, level < 3 ? [.bold, .underline] : .bold).wrapped(to: prose)
    case .paragraph(let spans): return styled(spans).wrapped(to: prose)
    case .code(let language, let text):
      let name: [StyledText] = language.isEmpty ? [] : ["  \(language, .dim)"]
      let isPrinted = Self.printed.contains(language)
      return name
        + text.split(separator: "\n", omittingEmptySubsequences: false)
        .flatMap { isPrinted ? printed($0) : [StyledText($0.isEmpty ? "" : "    " + $0, .cyan)] }
    case .quote(let alert, let blocks): return quote(alert, blocks)
    case .list(let first, let items): return list(first, items)
    case .table(let header, let rows): return DrawnTable(header, rows, layout: self).lines
    case .rule: return [StyledText(String(repeating: "─", count: min(40, width)), .dim)]
    }
  }

  /// The languages of blocks that programs print. They are read, and wrapped; a command is copied, and is not.
  private static let printed: Set = ["output", "text", "txt", "log", "plaintext"]

  /// A line that a program printed; where it is too long, the rest is below it, indented.
  private func printed(_ line: Substring) -> [StyledText] {
    let blanks = String(line.prefix { $0 == " " })
    let text = StyledText(String(line.dropFirst(blanks.count)), .cyan)
    let room = width - 6 - blanks.count
    guard text.displayWidth > room + 2, room >= 20 else { return ["    \(blanks)\(text)"] }
    return text.wrapped(to: room).enumerated().map { "\($0 == 0 ? "    " : "      ")\(blanks)\($1)" }
  }

  private func quote(_ alert: String?, _ blocks: [MarkdownBlock]) -> [StyledText] {
    let style = alert.map(Self.style(ofAlert:)) ?? .dim
    let label: [StyledText] =
      alert.map { [StyledText($0.prefix(1).uppercased() + $0.dropFirst(), [style, .bold])] } ?? []
    let inside = narrower(by: 2).lines(blocks)
    return (label + inside).map { "\("│", style) \($0)" }
  }

  private static func style(ofAlert kind: String) -> TextStyle {
    switch kind {
    case "warning", "caution", "danger", "important", "attention": .yellow
    case "tip": .green
    default: .cyan
    }
  }

  private func list(_ first: Int?, _ items: [[MarkdownBlock]]) -> [StyledText] {
    // No blank lines between items of one paragraph.
    let isLoose = items.contains { item in
      item.count { if case .list = $0 { false } else { true } } > 1
    }
    var lines: [StyledText] = []
    for (index, item) in items.enumerated() {
      let mark = first.map { "\($0 + index). " } ?? "• "
      let inside = narrower(by: mark.displayWidth).itemLines(item, isLoose: isLoose)
      if isLoose, index > 0 { lines.append("") }
      lines.append("\(mark, .dim)\(inside.first ?? "")")
      let margin = String(repeating: " ", count: mark.displayWidth)
      lines += inside.dropFirst().map { $0.runs.isEmpty ? "" : "\(margin)\($0)" }
    }
    return lines
  }

  private func itemLines(_ item: [MarkdownBlock], isLoose: Bool) -> [StyledText] {
    isLoose ? lines(item) : item.flatMap { lines($0) }
  }

  /// Spans in their styles on a terminal. The address of a link follows its words if it leads anywhere.
  func styled(_ spans: [MarkdownSpan], _ base: TextStyle = []) -> StyledText {
    var text = StyledText("")
    for span in spans {
      var style = base
      if span.style.contains(.strong) { style.insert(.bold) }
      if span.style.contains(.emphasis) { style.insert(.italic) }
      if span.style.contains(.code) { style.insert(.cyan) }
      if span.style.contains(.link) { style.insert(.underline) }
      let isMarked = !isStyled && span.style.contains(.code)
      text.append(isMarked ? "`\(span.text)`" : span.text, style)
      if let address = span.address, address.hasPrefix("http://") || address.hasPrefix("https://"),
        address != span.text
      {
        text.append(" <\(address)>", .dim)
      }
    }
    return text
  }
}

/// A table drawn to the width of a terminal: cells are wrapped, and where columns would become too narrow, each row is a
/// list of its cells.
private struct DrawnTable {
  let lines: [StyledText]

  private static let leastColumn = 12
  private static let gap = 3

  init(_ header: [[MarkdownSpan]], _ rows: [[[MarkdownSpan]]], layout: MarkdownLayout) {
    let cells = rows.map { $0.map { layout.styled($0) } }
    let titles = header.map { layout.styled($0, .bold) }
    let count = max(titles.count, cells.map(\.count).max() ?? 0)
    let room = layout.width - Self.gap * max(0, count - 1)
    var widths = (0..<count).map { column in
      ([titles] + cells).reduce(1) { widest, row in
        column < row.count ? max(widest, row[column].widestLine) : widest
      }
    }
    if widths.reduce(0, +) > room {
      guard count > 0, room / count >= Self.leastColumn else {
        lines = Self.records(titles, cells, layout)
        return
      }
      Self.shrink(&widths, to: room)
    }
    let isTall = cells.contains { row in zip(row, widths).contains { $0.wrapped(to: $1).count > 1 } }
    let rule = StyledText(widths.map { String(repeating: "─", count: $0) }.joined(separator: "─┼─"), .dim)
    var lines = titles.isEmpty ? [] : Self.row(titles, widths) + [rule]
    for (index, row) in cells.enumerated() {
      if isTall, index > 0 { lines.append(rule) }
      lines += Self.row(row, widths)
    }
    self.lines = lines
  }

  /// Shrinks the widest columns together.
  private static func shrink(_ widths: inout [Int], to room: Int) {
    var low = leastColumn
    var high = widths.max() ?? low
    while low < high {
      let cap = (low + high + 1) / 2
      if widths.reduce(0, { $0 + min($1, cap) }) <= room { low = cap } else { high = cap - 1 }
    }
    for index in widths.indices { widths[index] = min(widths[index], low) }
    // The columns that were cut share the rest.
    var rest = room - widths.reduce(0, +)
    for index in widths.indices where rest > 0 && widths[index] == low {
      widths[index] += 1
      rest -= 1
    }
  }

  private static func row(_ cells: [StyledText], _ widths: [Int]) -> [StyledText] {
    let wrapped = widths.indices.map { column in
      column < cells.count ? cells[column].wrapped(to: widths[column]) : []
    }
    return (0..<max(1, wrapped.map(\.count).max() ?? 1)).map { number in
      var line = StyledText("")
      var blanks = ""
      for (column, lines) in wrapped.enumerated() {
        if column > 0 { line.append("\(blanks)\(" │ ", .dim)") }
        let cell = number < lines.count ? lines[number] : ""
        line.append(cell)
        blanks = String(repeating: " ", count: max(0, widths[column] - cell.displayWidth))
      }
      return line
    }
  }

  private static func records(
    _ titles: [StyledText], _ rows: [[StyledText]], _ layout: MarkdownLayout
  ) -> [StyledText] {
    var lines: [StyledText] = []
    for (index, row) in rows.enumerated() {
      if index > 0 { lines.append("") }
      for (column, cell) in row.enumerated() {
        let title: StyledText = column < titles.count ? "\(titles[column])\(": ", .bold)" : ""
        lines += ("\(title)\(cell)" as StyledText).wrapped(to: layout.width)
      }
    }
    return lines
  }
}

extension StyledText {
  /// The columns of its widest line.
  fileprivate var widestLine: Int {
    plain.split(separator: "\n").map { String($0).displayWidth }.max() ?? 0
  }
}

/// Whether texts are laid out, or printed as Markdown.
enum Rendering {
  static let isRaw = Option(flag: "markdown", help: "print texts as Markdown, on a terminal as well")

  static func isWanted(_ invocation: Invocation, _ output: Output) -> Bool {
    output.isForPerson && !invocation[isRaw]
  }
}

extension Output {
  /// Writes a Markdown text: laid out for a person, as it is for a program.
  func write(markdown: String, blocks: [MarkdownBlock]?, indent: Int = 0) {
    let margin = String(repeating: " ", count: indent)
    guard let blocks else {
      for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
        writeLine(line.isEmpty ? "" : margin + line)
      }
      return
    }
    for line in MarkdownLayout(width: width - indent, isStyled: isStyled).lines(blocks) {
      writeLine(line.runs.isEmpty ? line : "\(margin)\(line)" as StyledText)
    }
  }
}
