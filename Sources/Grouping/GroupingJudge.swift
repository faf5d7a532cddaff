import CasebookGroupingData
import CasebookKnowledge
import Glibc

/// The trained model that tells values of one variable from words that make different events.
///
/// A logistic function of a weighted sum of the features. `script/train-grouping` makes the weights, and writes down what
/// they were trained on.
struct GroupingJudge: Sendable {
  private let intercept: Double
  private let weights: [Double]

  static let standard: GroupingJudge = {
    guard let judge = GroupingJudge(GroupingData.judge) else {
      preconditionFailure("the weights for groups are damaged")
    }
    return judge
  }()

  /// Reads weights; `nil` if a number is missing or not finite, or a feature is unknown.
  init?(_ data: [UInt8]) {
    guard let json = try? JSON(parsing: data), let members = json["weights"]?.members,
      let intercept = json["intercept"]?.number, intercept.isFinite
    else { return nil }
    let names = Dictionary(uniqueKeysWithValues: SlotFeature.allCases.map { ("\($0)", $0.rawValue) })
    var weights = [Double](repeating: 0, count: names.count)
    for member in members {
      guard let place = names[member.name], let weight = member.value.number, weight.isFinite else {
        return nil
      }
      weights[place] = weight
    }
    self.intercept = intercept
    self.weights = weights
  }

  /// Whether a value with these features is more likely one of a variable than a constant.
  func accepts(_ features: [Double]) -> Bool {
    zip(features, weights).reduce(intercept) { $0 + $1.0 * $1.1 } > 0
  }

  /// What some features add to the logarithm of the odds.
  func share(_ features: [Double], of some: [SlotFeature]) -> Double {
    some.reduce(0) { $0 + features[$1.rawValue] * weights[$1.rawValue] }
  }
}
