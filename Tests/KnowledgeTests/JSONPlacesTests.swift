import CasebookKnowledge
import Testing

struct JSONPlacesTests {
  @Test(
    arguments: [
      ("", 1, 1), ("/a", 2, 8), ("/b", 3, 8), ("/b/0", 3, 9), ("/b/1", 4, 3), ("/b/1/c \\\" d", 4, 14),
      ("/é", 5, 8), ("/b/7", 3, 8), ("/nowhere/deep", 1, 1),
    ])
  func `a value is found by its pointer, or what is around it`(pointer: String, line: Int, column: Int) throws
  {
    let text = """
      {
        "a": 1,
        "b": [true,
        {"c \\\" d": "x, ]}"}],
        "é": null}
      """
    let bytes = Array(text.utf8)
    _ = try JSON(parsing: bytes)
    let place = JSONPlaces(bytes).place(of: pointer)
    #expect(place == JSONPlaces(bytes).place(of: pointer))
    #expect([place.line, place.column] == [line, column])
  }

  @Test func `a long name is not kept once for each value in it`() {
    // A pointer for each would take four gigabytes.
    let values = (0..<20_000).map { "\"\($0)\":1" }.joined(separator: ",")
    let text = "{\"\(String(repeating: "n", count: 200_000))\":{\(values)},\n\"a\":2}"
    #expect(JSONPlaces(Array(text.utf8)).place(of: "/a").line == 2)
  }

  @Test(arguments: ["", "{", "[", "{\"a\"", "{\"a\":", "[1,", "}", "\"", "{1:2}", "[[[", "\\", "{\"a\\"])
  func `what is no JSON has places up to where it ends`(text: String) {
    #expect(JSONPlaces(Array(text.utf8)).place(of: "/a/0").line == 1)
  }
}
