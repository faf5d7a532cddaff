import CasebookDiagnosis
import CasebookKnowledge
import Testing

struct JudgeTests {
  private static let base = """
    {"intercept": -2, "verdicts": {"possible": 0.5, "strong": 0.9}, "functions": [
      {"feature": "line_agreement", "knots": [0.1, 0.5], "slopes": [2, 4]},
      {"feature": "opposition", "knots": [0], "slopes": [-3]}]}
    """

  @Test func `a function is piecewise linear, and 0 below its first knot`() throws {
    let judge = try #require(Judge(Array(Self.base.utf8)))
    var features = FeatureValues()
    func odds() -> Double { judge.contributions(features).reduce(0) { $0 + $1.adds } }
    features[.lineAgreement] = 0.05
    #expect(odds() == 0)
    features[.lineAgreement] = 0.3
    #expect(abs(odds() - 0.4) < 1e-9)
    features[.lineAgreement] = 0.75
    #expect(abs(odds() - 1.8) < 1e-9)
    features[.opposition] = 0.5
    #expect(abs(odds() - 0.3) < 1e-9)
  }

  @Test(arguments: [
    #"{"intercept": -2}"#, "", "[]",
    base.replacing("\"intercept\": -2", with: "\"intercept\": \"-2\""),
    base.replacing("\"possible\": 0.5", with: "\"possible\": 0.95"),
    base.replacing("line_agreement", with: "line_agreements"),
    base.replacing("[2, 4]", with: "[2, -4]"),
    base.replacing("[-3]", with: "[3]"),
    base.replacing("[2, 4]", with: "[2]"),
    base.replacing("[0.1, 0.5]", with: "[0.5, 0.1]"),
    base.replacing("[2, 4]", with: "[2, 1e999]"),
  ])
  func `damaged weights are refused`(text: String) {
    #expect(Judge(Array(text.utf8)) == nil)
  }

  @Test(arguments: [Judge.standard, .bundled])
  func `more agreement never lowers the probability, and what speaks against never raises it`(judge: Judge) {
    var random = SystemRandomNumberGenerator()
    for _ in 0..<2000 {
      var features = FeatureValues()
      for feature in Feature.allCases { features[feature] = Double.random(in: 0...1, using: &random) }
      let before = judge.probability(features)
      for feature in Feature.allCases {
        var more = features
        more[feature] += 0.3
        let after = judge.probability(more)
        #expect(feature.speaksAgainst ? after <= before : after >= before, "\(feature)")
      }
    }
  }

  @Test(arguments: [Judge.standard, .bundled])
  func `the verdicts of the shipped weights are in order`(judge: Judge) {
    #expect(judge.possible > 0.2)
    #expect(judge.strong >= judge.possible)
    #expect(judge.verdict(0) == .unknown)
    #expect(judge.verdict(judge.possible) == .possible)
    #expect(judge.verdict(1) == .strong)
    #expect(judge.verdict(.nan) == .unknown)
  }
}
