/// A line of a report or of an article, as tokens that can be compared.
package struct DiagnosedLine: Sendable {
  /// A word, a number that means something, or a place where values vary.
  package struct LinePiece: Sendable {
    /// The index terms that it stands for; none where values vary.
    package let keys: TermKeys
    /// How much it tells, from 0 to 1; 0 where values vary.
    package let weight: Double

    /// Whether values vary here.
    package var isGap: Bool { keys.isEmpty }

    package init(keys: TermKeys, weight: Double) {
      self.keys = keys
      self.weight = weight
    }
  }

  /// The pieces in order.
  package let pieces: [LinePiece]
  /// Hashes of the paths, images and hosts in it.
  package let values: Set<UInt64>
  /// The sum of the pieces' weights.
  package let weight: Double

  package init(pieces: [LinePiece], values: Set<UInt64> = []) {
    self.pieces = pieces
    self.values = values
    weight = pieces.reduce(0) { $0 + $1.weight }
  }

  /// Whether it is rare enough to belong to one error.
  func isTelling(_ rarity: (UInt64) -> Double) -> Bool {
    pieces.reduce(0) { $0 + $1.keys.rarity(rarity) } >= Self.tellingRarity
  }

  /// The rarity of a message that belongs to one error: two rare words, or five of the usual kind. `context deadline
  /// exceeded` has less.
  private static let tellingRarity = 1.6

  /// The longest line that is compared, in pieces.
  package static let limit = 90
}

/// A line of a report that may state the error.
package struct ReportLead: Sendable {
  package let line: DiagnosedLine
  /// The line as people read it.
  package let text: String
  /// How likely it states the error, from 0 to 1: an exception 1, prose less, code least.
  package let share: Double
  /// Its keys, each once, in order.
  let keys: [UInt64]
  /// The pieces that have each key.
  let places: [UInt64: [Int]]

  package init(line: DiagnosedLine, text: String, share: Double) {
    self.line = line
    self.text = text
    self.share = share
    var keys: [UInt64] = []
    var places: [UInt64: [Int]] = [:]
    for (place, piece) in line.pieces.enumerated() {
      for key in piece.keys {
        if places[key] == nil { keys.append(key) }
        places[key, default: []].append(place)
      }
    }
    self.keys = keys
    self.places = places
  }
}

/// A report, as the judge compares it with sections.
package struct DiagnosedReport: Sendable {
  /// Each word of the report with the largest share of a lead that has it.
  package struct ReportWord: Sendable {
    package let keys: [UInt64]
    package let weight: Double
    package let share: Double
    /// Whether any section has it.
    package let occurs: Bool

    package init(keys: [UInt64], weight: Double, share: Double, occurs: Bool) {
      self.keys = keys
      self.weight = weight
      self.share = share
      self.occurs = occurs
    }
  }

  /// The lines that may state the error, the likeliest first.
  package let leads: [ReportLead]
  /// The words, the most telling first.
  package let words: [ReportWord]
  /// A name in the report that is made of several words.
  package struct ReportName: Sendable {
    /// The largest share of a lead that has it.
    package let share: Double
    /// How much it tells, from 0 to 1.
    package let weight: Double

    package init(share: Double, weight: Double) {
      self.share = share
      self.weight = weight
    }
  }

  /// The names by their keys, in one order, so that a sum over them is the same in each run.
  let names: [(key: UInt64, value: ReportName)]
  /// The keys of exceptions, system errors, exit codes and statuses, which any program may report.
  package let systemWords: Set<UInt64>
  /// The weight of each key that the report has.
  let weights: [UInt64: Double]

  package init(
    leads: [ReportLead], words: [ReportWord], names: [UInt64: ReportName], systemWords: Set<UInt64> = []
  ) {
    self.leads = leads
    self.systemWords = systemWords
    self.words = words
    self.names = names.sorted { $0.key < $1.key }
    var weights: [UInt64: Double] = [:]
    for word in words { for key in word.keys { weights[key] = max(weights[key] ?? 0, word.weight) } }
    self.weights = weights
  }

  /// Whether the leading message tells enough to be recognised where it was seen before: it is rare, or has at least
  /// four words that say something. `context deadline exceeded` has three, and any program prints it.
  ///
  /// `rarity` is that of a word at large: in a small knowledge base, all words of its own topic are frequent.
  package func isRecognisable(_ rarity: (UInt64) -> Double) -> Bool {
    leads.contains { lead in
      lead.share == 1
        && (lead.line.isTelling(rarity)
          || lead.line.pieces.count { $0.keys.rarity(rarity) >= Self.sayingRarity } >= 4)
    }
  }

  /// The rarity of a word that says something; function words have less.
  private static let sayingRarity = 0.05

  /// The sum of the rarities of words, without those that any program may report.
  func rarity(of words: some Sequence<[UInt64]>, _ rarity: (UInt64) -> Double) -> Double {
    words.reduce(0) { sum, keys in
      keys.contains(where: systemWords.contains) ? sum : sum + keys.rarity(rarity)
    }
  }
}

extension Sequence<UInt64> {
  /// The rarity of a word by its keys: the least of them. A gap has none.
  func rarity(_ rarity: (UInt64) -> Double) -> Double { lazy.map(rarity).min() ?? 0 }
}
