/// A section cut into lines, before its words are weighed for a report.
package struct SectionText: Sendable {
  package struct TextLine: Sendable {
    let kind: SectionLineKind
    let text: String
    let cut: LineCutter.CutLine
  }

  private(set) var lines: [TextLine] = []
  /// How often it has each word, by the kind of line.
  private(set) var frequencies: [UInt64: Double] = [:]
  /// The sum of the frequencies.
  private(set) var length = 0.0
  /// Its names, and how surely each is what the section is about.
  private(set) var names: [UInt64: Double] = [:]
  fileprivate let articleTitle: LineCutter.CutLine

  package init(articleTitle: LineCutter.CutLine) { self.articleTitle = articleTitle }

  package mutating func add(_ kind: SectionLineKind, _ text: String, _ cut: LineCutter.CutLine) {
    for name in cut.names { names[name] = max(names[name] ?? 0, kind.naming) }
    for key in cut.words.lazy.compactMap(\.key) {
      frequencies[key, default: 0] += kind.frequency
      length += kind.frequency
    }
    lines.append(TextLine(kind: kind, text: text, cut: cut))
  }

  /// Every key that occurs in it.
  package var keys: Dictionary<UInt64, Double>.Keys { frequencies.keys }

  /// Whether it has a word that any of the keys stands for.
  package func has(_ keys: some Sequence<UInt64>) -> Bool { keys.contains { frequencies[$0] != nil } }

  /// The section with the weight of each word. Only the words that are asked for can be looked up by line.
  package func weighed(
    _ weight: (UInt64) -> Double, asked: (UInt64) -> Bool = { _ in true }
  ) -> DiagnosedSection {
    DiagnosedSection(self, weight, asked)
  }
}

/// A section, as the judge compares it with a report.
package struct DiagnosedSection {
  package struct Line {
    package let kind: SectionLineKind
    package let text: String
    let line: DiagnosedLine
  }

  let text: SectionText
  private(set) var lines: [Line] = []
  /// The lines that have a word of a lead, and the weight that it has in them.
  private(set) var places: [UInt64: [(line: Int, weight: Double)]] = [:]
  /// The words of the title of its article.
  let articleTitle: DiagnosedLine

  fileprivate init(_ text: SectionText, _ weight: (UInt64) -> Double, _ isAsked: (UInt64) -> Bool) {
    self.text = text
    articleTitle = text.articleTitle.weighed(weight)
    for own in text.lines {
      let line = own.cut.weighed(weight)
      // A line of words that are everywhere agrees with anything.
      guard line.weight >= 0.25 || (own.kind == .title && line.weight > 0) else { continue }
      for piece in line.pieces {
        for key in piece.keys where isAsked(key) {
          places[key, default: []].append((lines.count, piece.weight))
        }
      }
      lines.append(Line(kind: own.kind, text: own.text, line: line))
    }
  }
}
