import CasebookKnowledge
import CasebookReadingData

/// The trained model that tells known errors from what only looks like them.
///
/// A logistic function of a weighted sum of the features. `script/train-reading` makes the weights, and writes down what
/// they were trained on.
struct ReadingJudge: Sendable {
  private let model: LinearModel
  /// The least probability of what the rules take for a known error, and of what they do not.
  let keeping: Double
  /// The least probability of what the rules take for one on a page that is read through a gloss, which misses evidence.
  let keepingGlossed: Double
  let adding: Double

  static let standard: ReadingJudge = {
    guard let judge = ReadingJudge(ReadingData.judge) else {
      preconditionFailure("the weights for reading articles are damaged")
    }
    return judge
  }()

  /// Reads weights; `nil` if a number is missing or not finite, or a feature is unknown.
  init?(_ data: [UInt8]) {
    guard let json = try? JSON(parsing: data), let keeping = json["keeping"]?.number,
      let keepingGlossed = json["keeping_glossed"]?.number, 0 < keepingGlossed, keepingGlossed <= keeping,
      let adding = json["adding"]?.number, 0 < keeping, keeping <= adding, adding < 1,
      let model = LinearModel(json, features: ReadingFeature.allCases.map { "\($0)" })
    else { return nil }
    self.model = model
    self.keeping = keeping
    self.keepingGlossed = keepingGlossed
    self.adding = adding
  }

  /// Whether a candidate is a known error.
  func accepts(_ candidate: ErrorCandidate, isGlossed: Bool = false) -> Bool {
    let least = candidate.isError ? (isGlossed ? keepingGlossed : keeping) : adding
    return model.score(candidate.features) >= TitleShape.logit(least)
  }
}

extension Article {
  /// Takes back what only looks like a known error, and adds what only looks unlike one.
  mutating func judge(_ page: CandidatePage, _ judge: ReadingJudge = .standard) {
    var refused: [Int: Set<Int>] = [:]
    for candidate in page.candidates {
      let isAccepted = judge.accepts(candidate, isGlossed: page.isGlossed)
      guard isAccepted != candidate.isError else { continue }
      let index = candidate.section
      if let row = candidate.row {
        refused[index, default: []].insert(row)
      } else if isAccepted {
        sections[index].failure = FailureSign(.likeness, "")
        sections[index].messages = sections[index].headingMessages + sections[index].messages
      } else {
        clearFailure(of: index)
      }
    }
    for (index, rows) in refused {
      sections[index].rows = sections[index].rows.enumerated().filter { !rows.contains($0.offset) }.map(
        \.element)
      if sections[index].failure?.kind == .table, sections[index].rows.allSatisfy(\.isItem) {
        clearFailure(of: index)
      }
    }
  }
}
