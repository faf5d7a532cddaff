import Glibc

/// How much the words of sections tell.
///
/// A word of the report keeps the weight that it has there. Counting the sections of every other word would take
/// longer than the rest of a diagnosis, so its rarity in the knowledge base is taken from the candidates alone: a
/// product's name is in most of them.
package struct SectionWeights {
  private let report: [UInt64: Double]
  private let asked: Set<UInt64>
  private let counts: [UInt64: Int]
  private let sections: Double
  private let blend: RarityBlend
  private let outside: (UInt64) -> Double

  package init(_ sections: [SectionText], _ report: DiagnosedReport, _ outside: @escaping (UInt64) -> Double)
  {
    var counts: [UInt64: Int] = [:]
    for section in sections { for key in section.keys { counts[key, default: 0] += 1 } }
    self.counts = counts
    self.report = report.weights
    asked = Set(report.leads.flatMap { $0.line.pieces.flatMap(\.keys) })
    self.outside = outside
    self.sections = Double(sections.count)
    blend = RarityBlend(sections: sections.count)
  }

  /// Whether a lead of the report has a word.
  package func isAsked(_ key: UInt64) -> Bool { asked.contains(key) }

  /// The weight of a word, from 0 to 1.
  package func weight(_ key: UInt64) -> Double {
    if let known = report[key] { return known }
    let count = Double(counts[key] ?? 1)
    let own = max(0.05, 1 - log(count) / log(2 + sections))
    return blend.rarity(outside(key), own)
  }
}
