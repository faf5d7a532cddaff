/// A report compared with one section.
package struct Comparison {
  package var features = FeatureValues()
  /// The score of the report's words in the section, not normalised.
  let score: Double
  /// The greatest score that a section could have.
  private let greatest: Double
  /// The line of the section and of the report that agree best.
  package private(set) var best: (section: DiagnosedSection.Line, lead: ReportLead)?
  /// The weight of the words of that line of the report which that line of the section says.
  private var explained = 0.0
  /// The telling names of the report's errors that the section does not have.
  private var missingNames: Set<UInt64> = []
  /// The words that both have, the most telling first.
  package private(set) var shared: [DiagnosedReport.ReportWord] = []

  /// The saturation of a weight, from 0 to 1.
  private static func saturated(_ weight: Double, _ half: Double) -> Double { weight / (weight + half) }
  /// How many leads are compared, and how many pairs of lines are aligned.
  private static let leadLimit = 16
  private static let pairLimit = 8
  /// The length of a section, in the same unit as `DiagnosedSection.length`, at which BM25 neither favours nor
  /// punishes it.
  private static let usualLength = 150.0

  /// Compares. `articleHas` says whether any section of the article has a word.
  package init(
    _ report: DiagnosedReport, _ section: DiagnosedSection,
    articleHas: (DiagnosedReport.ReportWord) throws -> Bool
  ) rethrows {
    score = Self.score(report, section.text)
    greatest = max(1, report.words.reduce(0) { $0 + 2.2 * $1.weight * $1.share })
    features[.wordScore] = min(1.5, score / greatest)
    alignLines(report, section)
    compareNames(report, section)
    try compareArticle(report, section, articleHas)
    shared = report.words.filter { section.text.has($0.keys) }
  }

  /// BM25F (Robertson and Zaragoza, 2009), k1 = 1.2, b = 0.6; each kind of line has a weight.
  package static func score(_ report: DiagnosedReport, _ section: SectionText) -> Double {
    let norm = 1.2 * (0.4 + 0.6 * section.length / usualLength)
    var score = 0.0
    for word in report.words {
      let frequency = word.keys.lazy.compactMap { section.frequencies[$0] }.max() ?? 0
      if frequency > 0 { score += word.weight * word.share * frequency * 2.2 / (frequency + norm) }
    }
    for (name, own) in report.names {
      guard let naming = section.names[name] else { continue }
      let frequency = 1 + 2 * naming
      score += own.weight * own.share * frequency * 1.2 / (frequency + 1.2)
    }
    return score
  }

  /// A line of a section and a lead that have words in common, before they are aligned.
  private struct LinePair {
    let line, lead: Int
    /// How likely the pair agrees best.
    let value: Double
    /// How likely the lead has the line whole.
    let contained: Double
  }

  /// How much a line tells of which the lead has this weight and share.
  private static func contained(_ weight: Double, _ share: Double, of kind: SectionLineKind) -> Double {
    kind.share * saturated(weight, 1.5) * share * share
  }

  private mutating func alignLines(_ report: DiagnosedReport, _ section: DiagnosedSection) {
    let leads = report.leads.prefix(Self.leadLimit).filter { $0.line.weight >= 0.1 }
    var pairs: [LinePair] = []
    for (place, lead) in leads.enumerated() {
      let met = lead.line.pieces.reduce(0) { sum, piece in
        section.text.has(piece.keys) ? sum + piece.weight : sum
      }
      let coverage = lead.share * met / max(0.5, lead.line.weight) * Self.saturated(met, 0.8)
      features[.sectionCoverage] = max(features[.sectionCoverage], coverage)
      if met < 0.15 { continue }
      var common = [Double](repeating: 0, count: section.lines.count)
      for key in lead.keys {
        for (index, weight) in section.places[key] ?? [] { common[index] += weight }
      }
      for (index, common) in common.enumerated() where common > 0.1 {
        let line = section.lines[index]
        let share = common / max(0.6, line.line.weight)
        pairs.append(
          LinePair(
            line: index, lead: place, value: lead.share * line.kind.share * common * share.squareRoot(),
            contained: Self.contained(common, share, of: line.kind)))
      }
    }
    pairs.sort { ($0.value, $1.line, $1.lead) > ($1.value, $0.line, $0.lead) }
    func first(_ kind: SectionLineKind) -> [LinePair] {
      Array(pairs.lazy.filter { section.lines[$0.line].kind == kind }.prefix(3))
    }
    let contained = pairs.sorted { $0.contained > $1.contained }.prefix(3)
    var seen: Set<Int> = []
    for pair in Array(pairs.prefix(Self.pairLimit)) + first(.title) + first(.message) + contained
    where seen.insert(pair.line * Self.leadLimit + pair.lead).inserted {
      take(section.lines[pair.line], leads[pair.lead])
    }
  }

  /// Aligns a line with a lead, and keeps the features of the best pair.
  private mutating func take(_ own: DiagnosedSection.Line, _ lead: ReportLead) {
    let alignment = Alignment(own.line, lead)
    let mass = alignment.mass
    let coverage = min(1, alignment.sectionWeight / max(0.6, own.line.weight))
    let said = min(1, (alignment.reportWeight + alignment.filling) / max(0.6, lead.line.weight))
    let opposed = alignment.opposed / (alignment.opposed + mass + 0.2)
    let value =
      lead.share * own.kind.share * Self.saturated(mass, 1) * (0.25 + 0.75 * coverage) * (0.5 + 0.5 * said)
      * (1 - 0.5 * opposed)
    let contained = Self.contained(alignment.sectionWeight, coverage, of: own.kind) * (1 - 0.5 * opposed)
    features[.contained] = max(features[.contained], contained)
    if own.kind == .title, value > features[.titleAgreement] {
      features[.titleAgreement] = value
      features[.titleMass] = Self.saturated(mass, 1)
    }
    // A title may repeat the message.
    let isMessage = own.kind == .message && best?.section.kind == .title
    guard value > features[.lineAgreement] || (isMessage && value == features[.lineAgreement]) else { return }
    best = (own, lead)
    explained = alignment.reportWeight + alignment.filling
    features[.lineAgreement] = value
    features[.lineCoverage] = coverage
    features[.leadCoverage] = said
    features[.opposition] = opposed
    let (values, others) = (own.line.values, lead.line.values)
    let isSame = !values.isDisjoint(with: others)
    features[.sameValue] = isSame ? 1 : 0
    features[.otherValue] = !isSame && !values.isEmpty && !others.isEmpty ? 1 : 0
    let pieces = own.line.pieces
    let neighbours = zip(alignment.pairs, alignment.pairs.dropFirst()).filter {
      $1.section == $0.section + 1 && $1.report == $0.report + 1
    }
    let rarity = neighbours.reduce(0) { $0 + pieces[$1.0.section].weight * pieces[$1.1.section].weight }
    features[.commonPairs] = Self.saturated(rarity, 1)
  }

  private mutating func compareNames(_ report: DiagnosedReport, _ section: DiagnosedSection) {
    for (name, own) in report.names {
      if section.text.names[name] == 1 { features[.nameInTitle] = max(features[.nameInTitle], own.weight) }
      if section.text.names[name] == nil, own.share >= 0.95 {
        if own.weight >= Self.tellingName { missingNames.insert(name) }
        features[.missingName] = max(features[.missingName], own.weight)
      }
    }
  }

  private mutating func compareArticle(
    _ report: DiagnosedReport, _ section: DiagnosedSection, _ has: (DiagnosedReport.ReportWord) throws -> Bool
  ) rethrows {
    let agreeing = Set(best?.section.line.pieces.flatMap(\.keys) ?? [])
    var (all, met, around, metAround, strange) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for word in report.words {
      let weight = word.weight * max(0.5, word.share)
      let isMet = try word.occurs && has(word)
      all += weight
      if isMet { met += weight }
      if !word.occurs { strange += weight }
      if word.occurs, !word.keys.contains(where: agreeing.contains) {
        around += weight
        if isMet { metAround += weight }
      }
    }
    features[.articleCoverage] = met / max(1, all)
    features[.strangeWords] = strange / max(1, all)
    features[.context] = metAround / (around + 0.5)
    let title = section.articleTitle
    let said = title.pieces.reduce(0) { sum, piece in
      piece.keys.contains { report.weights[$0] != nil } ? sum + piece.weight : sum
    }
    features[.articleTitle] = said / max(0.6, title.weight)
  }

  /// Whether the leading message is a message of the section, word by word, and tells enough to belong to one error.
  ///
  /// `rarity` is that of a word at large: in a small knowledge base, all words of its own topic are frequent.
  package func isVeryMessage(of report: DiagnosedReport, _ rarity: (UInt64) -> Double) -> Bool {
    guard let best, best.lead.share == 1, best.section.kind == .message, features[.opposition] == 0,
      features[.lineCoverage] >= Self.whole, features[.sameSignature] == 1 || features[.leadCoverage] >= 0.7
    else { return false }
    return best.section.line.isTelling(rarity)
  }

  /// Whether this section answers for more of the report's message than one that has a message of it word by word: it has
  /// nearly all of a longer one (*Memory cgroup out of memory: Killed process* says more than *out of memory: Killed process*),
  /// has the very message where the other one is only like it, or has a name that the other one lacks (in
  /// *MountVolume.SetUp failed: context deadline exceeded*, any program may print the end). `isInMessage` says whether the line
  /// of the message has a name.
  package func outdoes(_ other: Comparison, isInMessage: (UInt64) -> Bool) -> Bool {
    if features[.lineAgreement] >= Self.someAgreement,
      other.missingNames.subtracting(missingNames).contains(where: isInMessage)
    {
      return true
    }
    guard let best, best.lead.share == 1, best.section.kind == .message,
      features[.lineCoverage] >= Self.nearlyWhole, features[.opposition] < 0.05
    else { return false }
    return features[.sameSignature] > other.features[.sameSignature] && explained >= other.explained
      || explained > Self.muchMore * other.explained
  }

  /// The weight of a name that says which error it is.
  private static let tellingName = 0.5
  /// How well a line must agree to count beside another section.
  private static let someAgreement = 0.3
  /// The share of a line that is enough of it beside another one.
  private static let nearlyWhole = 0.9
  /// How much more of a message is more than chance.
  private static let muchMore = 1.05

  /// Whether a lead is a title or a message of the section, from end to end.
  package var isWhole: Bool {
    guard let kind = best?.section.kind, kind == .title || kind == .message else { return false }
    return features[.lineCoverage] >= Self.whole && features[.leadCoverage] >= Self.whole
  }

  /// Whether the leads and the section share nothing but what any program may report: an exception, a status.
  package func isAnyProgram(of report: DiagnosedReport, _ rarity: (UInt64) -> Double) -> Bool {
    report.rarity(of: shared.lazy.filter { $0.share >= 0.5 }.map(\.keys), rarity) < Self.leastRarity
  }

  /// The share of a line from which it is the whole line: dashes and the like may differ.
  private static let whole = 0.97

  /// The rarity of the least that an answer has in common with a report: a rare word, or two of the
  /// usual kind.
  private static let leastRarity = 0.8

  /// With fewer candidates than this, a rival of a third of the score is assumed.
  private static let fewRivals = 10

  /// Completes the features that compare candidates with each other. Sections with the same known error do not
  /// compete.
  package static func relate(_ comparisons: inout [Comparison], ids: [(family: String, id: String)]) {
    let scores = comparisons.map(\.score)
    let agreements = comparisons.map { $0.features[.lineAgreement] }
    let contained = comparisons.map { $0.features[.contained] }
    for index in comparisons.indices {
      let own = comparisons[index]
      var rival = scores.indices.lazy.filter { ids[$0].id != ids[index].id }.map { scores[$0] }.max() ?? 0
      // Where there is little to compare with, it is easy to have no rival.
      if comparisons.count < Self.fewRivals { rival = max(rival, own.score / 3) }
      comparisons[index].features[.wordMargin] = max(-1.5, min(1.5, (own.score - rival) / own.greatest))
      let other =
        contained.indices.lazy.filter { ids[$0].id != ids[index].id }.map { contained[$0] }.max() ?? 0
      comparisons[index].features[.containedMargin] = contained[index] - other
      let least = 0.8 * own.features[.lineAgreement]
      let families = Set(
        agreements.indices.lazy.filter {
          ids[$0].family != ids[index].family && agreements[$0] >= least
        }.map { ids[$0].family })
      comparisons[index].features[.rivals] = least > 0 ? saturated(Double(families.count), 2) : 0
    }
  }
}
