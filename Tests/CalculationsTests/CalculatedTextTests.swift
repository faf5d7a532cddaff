import Testing

@testable import CasebookCalculations

struct CalculatedTextTests {
  private static let text = """
    Count the cranes:

    1. Like this.

       ```calculation
       cranes = ceil(ships * time / share)
       cost (s) = cranes * time

       ships (1/h)   # that arrive
       time (min)    # for one ship
       share = 0.8   # unless you set it

       # Example: 4 ships of 30 minutes: 3 cranes.
       ```

    2. The same block in another language says nothing:

       ```text
       gates = ships * 2
       ```
    """

  private func filled(_ values: [String: String], in text: String = text) -> String {
    do throws(CalculationProblem) {
      return try CalculatedText(text).filled(with: values).markdown
    } catch {
      return error.reason
    }
  }

  @Test func `values and results are filled in, and the rest stays`() throws {
    let expected = Self.text
      .replacing("/ share)\n", with: "/ share)\n          = 3\n")
      .replacing("cranes * time\n", with: "cranes * time\n            = 5400 s\n")
      .replacing("ships (1/h)   #", with: "ships (1/h) = 4  #")
      .replacing("time (min)    #", with: "time (min) = 30  #")
      .replacing("share = 0.8   #", with: "share = 0.8      #")
    #expect(filled(["ships": "4", "time": "30"]) == expected)
    let results = try CalculatedText(Self.text).filled(with: ["ships": "4/h", "time": "1800 s"]).results
    #expect(results.map(\.name) == ["cranes", "cost"])
    #expect(results.map(\.value) == ["3", "5400 s"])
    #expect(try CalculatedText(Self.text).calculations().map(\.needed) == [["ships", "time"]])
  }

  @Test(
    arguments: [
      (["ships": "4"], "missing value for time (min); give it with --with time=NUMBER"),
      (["ships": "4", "time": "30", "gates": "1"], "unknown name 'gates'; there are ships, time, share"),
      (["cranes": "4"], "'cranes' is what is calculated; give values for ships, time, share"),
      (["ships": "4", "time": "30", "share": "0"], "cannot calculate cranes: division by zero: share is 0"),
      (
        ["ships": "4", "time": "1 GiB"],
        "the unit does not fit: time is a time, in min, and the value is a size"
      ),
      (
        ["ships": "4", "time": "30", "share": "1 s"],
        "the unit does not fit: share is a number without a unit, and the value is a time"
      ),
      (
        ["ships": "4", "time": "1e999"],
        "invalid value '1e999' for time: the exponent of a number may be 30 at most"
      ),
      (["ships": "4", "time": "soon"], "invalid value 'soon' for time: unknown name 'soon'"),
    ])
  func `what does not fit is one clause`(values: [String: String], problem: String) {
    #expect(filled(values) == problem)
  }

  @Test(
    arguments: [
      ("gates = 3", "a formula is missing"), ("3 = a", "a line starts with a name: '3 = a'"),
      ("a = b\na = c", "a name has two lines"),
      ("a = c * 2\nc = b * 2", "'c' is used before it is calculated"),
      ("a b", "after 'a' comes '=' or nothing: 'a b'"),
      ("a = b +", "the expression ends too early"), ("a (parsec) = b", "unknown name 'parsec'"),
      ("a (s) = b", "cannot calculate a: the units do not fit: the result is a number, and s is not"),
      (String(repeating: "a\n", count: 200), "a calculation may have 100 lines at most"),
    ])
  func `a block that cannot be read is one clause`(block: String, problem: String) {
    #expect(filled(["b": "1"], in: "```calculation\n\(block)\n```") == problem)
  }

  @Test func `without a calculation there is nothing to fill in`() {
    #expect(filled(["a": "1"], in: "Oil it.") == "there is nothing to calculate here")
    #expect(
      filled(["a": "1"], in: "````\n```calculation\nb = a * 2\n```\n````")
        == "there is nothing to calculate here")
    #expect(filled(["a": "1"], in: "```calculation\nb = a * 2") == "there is nothing to calculate here")
  }

  @Test func `a name without a line of its own is a number`() {
    #expect(
      filled(["a": "4"], in: "~~~ calculation\nb = a * 2\n~~~")
        == "~~~ calculation\nb = a * 2\n  = 8\na = 4\n~~~")
  }
}
