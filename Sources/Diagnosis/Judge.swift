import CasebookDiagnosisData
package import CasebookKnowledge
import CasebookText
import Glibc

/// The trained model that turns features into the probability that a section answers a report.
///
/// An additive model: each feature has a piecewise linear function that only rises, or only falls where the
/// feature speaks against. `script/train` makes its weights, and writes down what it was trained on.
package struct Judge: Sendable {
  /// The function of one feature.
  private struct Curve: Sendable {
    let feature: Feature
    /// Where the slope changes, ascending. Below the first the function is 0.
    let knots: [Double]
    /// The slope from each knot to the next, and past the last.
    let slopes: [Double]

    func value(at x: Double) -> Double {
      var sum = 0.0
      for (index, knot) in knots.enumerated() where x > knot {
        let end = index + 1 < knots.count ? min(x, knots[index + 1]) : x
        sum += slopes[index] * (end - knot)
      }
      return sum
    }
  }

  private let intercept: Double
  private let curves: [Curve]
  /// The least probability of each verdict.
  package let possible: Double
  package let strong: Double

  /// Names the weights of this program: other weights have another name.
  package static let version = String(
    stableHash(DiagnosisData.judge + DiagnosisData.bundledJudge), radix: 16)

  /// The judge of articles and incidents of any origin.
  package static let standard = shipped(DiagnosisData.judge)

  /// The judge of the bundled articles. All of them are written in one way, with the messages of each known error, so the
  /// same agreement means more.
  package static let bundled = shipped(DiagnosisData.bundledJudge)

  private static func shipped(_ data: [UInt8]) -> Judge {
    guard let judge = Judge(data) else { preconditionFailure("the judge's weights are damaged") }
    return judge
  }

  /// Reads weights; `nil` if a number is missing or not finite, a feature is unknown, or a slope has the wrong sign.
  package init?(_ data: [UInt8]) {
    guard let json = try? JSON(parsing: data), let cut = json["verdicts"],
      let functions = json["functions"]?.array,
      let intercept = json["intercept"]?.number, let possible = cut["possible"]?.number,
      let strong = cut["strong"]?.number, intercept.isFinite, 0 < possible, possible <= strong, strong < 1
    else { return nil }
    self.intercept = intercept
    self.possible = possible
    self.strong = strong
    var curves: [Curve] = []
    for function in functions {
      guard let feature = function["feature"]?.string.flatMap(Feature.init(rawValue:)),
        let knots = function["knots"]?.array?.compactMap(\.number),
        let slopes = function["slopes"]?.array?.compactMap(\.number), knots.count == slopes.count,
        (knots + slopes).allSatisfy(\.isFinite), knots == knots.sorted(),
        slopes.allSatisfy({ feature.speaksAgainst ? $0 <= 0 : $0 >= 0 })
      else { return nil }
      curves.append(Curve(feature: feature, knots: knots, slopes: slopes))
    }
    self.curves = curves
  }

  /// The probability that a section with these features is a right answer.
  package func probability(_ features: FeatureValues) -> Double {
    let sum = curves.reduce(intercept) { $0 + $1.value(at: features[$1.feature]) }
    return 1 / (1 + exp(-sum))
  }

  /// How much each feature adds to the logarithm of the odds, the greatest first.
  package func contributions(_ features: FeatureValues) -> [(feature: Feature, value: Double, adds: Double)] {
    curves.map { ($0.feature, features[$0.feature], $0.value(at: features[$0.feature])) }
      .sorted { abs($0.adds) > abs($1.adds) }
  }

  /// The verdict on a probability.
  package func verdict(_ probability: Double) -> Verdict {
    probability >= strong ? .strong : probability >= possible ? .possible : .unknown
  }
}
