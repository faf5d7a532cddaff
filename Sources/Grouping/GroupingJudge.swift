import CasebookGroupingData
import CasebookKnowledge

/// The trained model that tells values of one variable from words that make different events.
///
/// A logistic function of a weighted sum of the features. `script/train-grouping` makes the weights, and writes down what
/// they were trained on.
struct GroupingJudge: Sendable {
  private let model: LinearModel

  static let standard: GroupingJudge = {
    guard let judge = GroupingJudge(GroupingData.judge) else {
      preconditionFailure("the weights for groups are damaged")
    }
    return judge
  }()

  /// Reads weights; `nil` if they are not those of these features.
  init?(_ data: [UInt8]) {
    guard let model = LinearModel(data, features: SlotFeature.allCases.map { "\($0)" }) else { return nil }
    self.model = model
  }

  /// Whether a value with these features is more likely one of a variable than a constant.
  func accepts(_ features: [Double]) -> Bool {
    model.score(features) > 0
  }

  /// What some features add to the logarithm of the odds.
  func share(_ features: [Double], of some: [SlotFeature]) -> Double {
    some.reduce(0) { $0 + model.share(features, of: $1.rawValue) }
  }
}
