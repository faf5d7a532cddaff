import CasebookKnowledge
import Testing

@Suite struct LinearModelTests {
  @Test func `a model adds what its features weigh`() throws {
    let json = try JSON(parsing: Array(#"{"intercept": -1, "weights": {"b": 2.5}}"#.utf8))
    let model = try #require(LinearModel(json, features: ["a", "b"]))
    #expect(model.score([7, 2]) == 4)
    #expect(model.share([7, 2], of: 1) == 5)
    #expect(model.share([7, 2], of: 0) == 0)
  }

  @Test(arguments: [
    "{}", #"{"weights": {"a": 1}}"#, #"{"intercept": 1}"#, #"{"intercept": 1, "weights": {"c": 1}}"#,
    #"{"intercept": 1, "weights": {"a": "x"}}"#, #"{"intercept": 1, "weights": {"a": 1e999}}"#, "[]",
  ])
  func `weights that are damaged, or of other features, are refused`(_ text: String) {
    let json = try? JSON(parsing: Array(text.utf8))
    #expect(json.flatMap { LinearModel($0, features: ["a", "b"])?.score([0, 0]) } == nil)
  }
}
