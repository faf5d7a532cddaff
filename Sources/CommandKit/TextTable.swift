/// Rows in aligned columns, as plain text.
public struct TextTable: Sendable {
  /// One column.
  public struct Column: Hashable, Sendable {
    /// The heading.
    public let title: String
    /// Whether it is aligned on the right, like numbers.
    public let isRight: Bool
    /// Whether it shrinks first on a narrow terminal.
    public let isFlexible: Bool

    /// A column of text; `flexible` columns shrink before the others.
    public static func text(_ title: String, flexible: Bool = false) -> Column {
      Column(title: title, isRight: false, isFlexible: flexible)
    }

    /// A column of numbers.
    public static func number(_ title: String) -> Column {
      Column(title: title, isRight: true, isFlexible: false)
    }
  }

  /// The columns from left to right.
  public let columns: [Column]
  /// The cells; a row may have fewer than there are columns.
  public private(set) var rows: [[StyledText]] = []

  /// An empty table.
  public init(_ columns: [Column]) { self.columns = columns }

  /// Adds a row; drops cells beyond the last column.
  public mutating func append(_ cells: [StyledText]) {
    rows.append(cells.prefix(columns.count).map { $0.mapRuns(singleLine) })
  }

  /// The lines, headings first, with two spaces between columns and none after the last.
  ///
  /// Cells are cut only if `width` is given, that is on a terminal; a file gets all of the text. A cell of
  /// more than 100 columns in a file pushes the rest of its row aside, so that it does not widen every row.
  public func lines(width: Int?) -> [StyledText] {
    let widths = columnWidths(within: width)
    let headings = columns.map { StyledText(singleLine($0.title), .bold) }
    return ([headings] + rows).map { cells in
      var line = StyledText("")
      var owed = 0
      for (index, column) in columns.enumerated() {
        let cell = index < cells.count ? cells[index] : ""
        let shown = width == nil ? cell : cell.truncated(to: widths[index])
        let gap = max(0, widths[index] - shown.displayWidth)
        if shown.runs.isEmpty {
          owed += gap + 2
          continue
        }
        line.append(String(repeating: " ", count: owed + (column.isRight ? gap : 0)))
        line.append(shown)
        owed = (column.isRight ? 0 : gap) + 2
      }
      return line
    }
  }

  /// The width of each column. If they are too wide together, the widest shrink first, flexible ones before
  /// the others.
  private func columnWidths(within width: Int?) -> [Int] {
    var widths = columns.indices.map { index in
      rows.lazy.map { index < $0.count ? $0[index].displayWidth : 0 }
        .reduce(columns[index].title.displayWidth, max)
    }
    guard let width else { return widths.map { min($0, 100) } }
    let room = max(columns.count, width - 2 * max(0, columns.count - 1))
    for candidates in [columns.indices.filter { columns[$0].isFlexible }, Array(columns.indices)] {
      shrink(&widths, candidates, to: room)
    }
    return widths
  }

  /// Shrinks the widest candidates together until everything fits, but none below its least width.
  private func shrink(_ widths: inout [Int], _ candidates: [Int], to room: Int) {
    let least = 8
    let excess = widths.reduce(0, +) - room
    guard excess > 0 else { return }
    // Binary search for the highest cap that saves enough.
    var low = least
    var high = candidates.map { widths[$0] }.max() ?? least
    let saved = { (cap: Int, widths: [Int]) in candidates.reduce(0) { $0 + max(0, widths[$1] - cap) } }
    while low < high {
      let cap = (low + high + 1) / 2
      if saved(cap, widths) >= excess { low = cap } else { high = cap - 1 }
    }
    for index in candidates { widths[index] = min(widths[index], max(least, low)) }
  }
}
