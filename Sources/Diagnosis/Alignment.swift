/// The words that a section's line and a report's line have in common, in order.
///
/// Longest common subsequence by weight, with a small bonus for neighbours.
struct Alignment {
  /// The weight of the common words, in the section's line and in the report's.
  private(set) var sectionWeight = 0.0
  private(set) var reportWeight = 0.0
  /// The weight of words that face each other in one gap: evidence for another error.
  private(set) var opposed = 0.0
  /// The weight of the report's words that are where the section's values vary.
  private(set) var filling = 0.0
  /// The pairs of places, in order.
  private(set) var pairs: [(section: Int, report: Int)] = []

  /// Half of the weight of the common words in both lines.
  var mass: Double { (sectionWeight + reportWeight) / 2 }

  private static let neighbourBonus = 0.02

  init(_ section: DiagnosedLine, _ lead: ReportLead) {
    let (own, other) = (section.pieces, lead.line.pieces)
    let (rows, columns) = (own.count, other.count)
    var scores = [Double](repeating: 0, count: rows * columns)
    var isAny = false
    for (row, piece) in own.enumerated() {
      for key in piece.keys {
        for column in lead.places[key] ?? [] {
          scores[row * columns + column] = 0.5 * (piece.weight + other[column].weight) + 0.01
          isAny = true
        }
      }
    }
    guard isAny else { return }
    let width = columns + 1
    var best = [Double](repeating: 0, count: (rows + 1) * width)
    func value(_ row: Int, _ column: Int) -> Double {
      let score = scores[row * columns + column]
      if score == 0 { return 0 }
      let goesOn = row + 1 < rows && column + 1 < columns && scores[(row + 1) * columns + column + 1] > 0
      return best[(row + 1) * width + column + 1] + score + (goesOn ? Self.neighbourBonus : 0)
    }
    for row in stride(from: rows - 1, through: 0, by: -1) {
      for column in stride(from: columns - 1, through: 0, by: -1) {
        best[row * width + column] = max(
          best[row * width + column + 1], best[(row + 1) * width + column], value(row, column))
      }
    }
    var (row, column) = (0, 0)
    while row < rows, column < columns {
      let here = best[row * width + column]
      if scores[row * columns + column] > 0, value(row, column) == here {
        pairs.append((row, column))
        sectionWeight += own[row].weight
        reportWeight += other[column].weight
        row += 1
        column += 1
      } else if best[(row + 1) * width + column] == here {
        row += 1
      } else {
        column += 1
      }
    }
    opposed = oppositions(own, other)
    filling = fillings(own, other)
  }

  /// How many words a value may be.
  private static let longestValue = 3

  private func fillings(_ own: [DiagnosedLine.LinePiece], _ other: [DiagnosedLine.LinePiece]) -> Double {
    guard let first = pairs.first, let last = pairs.last else { return 0 }
    func filling(_ gap: ArraySlice<DiagnosedLine.LinePiece>, _ facing: ArraySlice<DiagnosedLine.LinePiece>)
      -> Double
    {
      gap.contains(where: \.isGap) ? facing.reduce(0) { $0 + $1.weight } : 0
    }
    var sum = filling(own[..<first.section].suffix(1), other[..<first.report].suffix(Self.longestValue))
    sum += filling(
      own[(last.section + 1)...].prefix(1), other[(last.report + 1)...].prefix(Self.longestValue))
    for (a, b) in zip(pairs, pairs.dropFirst()) {
      let facing = other[(a.report + 1)..<b.report]
      if facing.count <= 2 * Self.longestValue { sum += filling(own[(a.section + 1)..<b.section], facing) }
    }
    return sum
  }

  private func oppositions(_ own: [DiagnosedLine.LinePiece], _ other: [DiagnosedLine.LinePiece]) -> Double {
    guard let first = pairs.first, let last = pairs.last else { return 0 }
    var sum = 0.0
    for (a, b) in zip(pairs, pairs.dropFirst()) {
      let (gap, facing) = (own[(a.section + 1)..<b.section], other[(a.report + 1)..<b.report])
      guard !gap.isEmpty, !facing.isEmpty, gap.count <= 4, facing.count <= 7 else { continue }
      sum += Self.opposition(gap, facing)
    }
    // The words before the first common one face each other, too, and so do those after the last.
    sum +=
      0.7
      * Self.opposition(
        own[max(0, first.section - 4)..<first.section], other[max(0, first.report - 4)..<first.report])
    return sum + 0.7
      * Self.opposition(own[(last.section + 1)...].prefix(4), other[(last.report + 1)...].prefix(4))
  }

  private static func opposition(
    _ own: ArraySlice<DiagnosedLine.LinePiece>, _ other: ArraySlice<DiagnosedLine.LinePiece>
  ) -> Double {
    var (own, other) = (own, other)
    // A value faces a value.
    while let mine = own.first, let theirs = other.first, mine.isGap, theirs.isGap {
      own.removeFirst()
      other.removeFirst()
    }
    // Where the section's values vary, anything may face them.
    if own.contains(where: \.isGap) { return 0 }
    let (mine, theirs) = (own.reduce(0) { $0 + $1.weight }, other.reduce(0) { $0 + $1.weight })
    if other.contains(where: \.isGap), theirs < 0.3 { return 0 }
    return min(mine, theirs)
  }
}
