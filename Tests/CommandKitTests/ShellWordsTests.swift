import Testing

@testable import CasebookCommandKit

struct ShellWordsTests {
  @Test(arguments: [
    ("a b", ["a", "b"]), ("'a b'c \"d 'e\"", ["a bc", "d 'e"]), ("a\\ b '' \"\"", ["a b", "", ""]),
    (#""\"\\\n\$" '\n'"#, [#""\\n$"#, #"\n"#]), ("a #b", ["a"]), ("a#b", ["a#b"]),
    ("日本 'x\"y'", ["日本", "x\"y"]),
    ("", []), ("  ", []), ("a'b", nil), ("a\"b", nil), ("'", nil), ("\"", nil), ("a\\", nil),
    ("'a''b'", ["ab"]),
  ])
  func `words are split as a shell splits them`(line: String, words: [String]?) {
    let tokens = try? shellTokens(line)
    #expect(tokens == words?.map { .word($0, expands: false) }.map(withoutExpansion))
    func withoutExpansion(_ token: ShellToken) -> ShellToken { token }
  }

  @Test(arguments: ["$HOME", "\"$HOME\"", "*.md", "~/x", "`ls`", "a?b"])
  func `what a shell would change is marked`(line: String) throws {
    guard case .word(_, let expands) = try shellTokens(line).first else {
      Issue.record("no word")
      return
    }
    #expect(expands)
  }

  @Test(arguments: [
    ("x a | x b", [["a"], ["b"]]), ("cat f|x - >out 2", [["-", "2"]]),
    ("x a < in && y c; x d", [["a"], ["d"]]),
    ("LANG=de x a", [["a"]]), ("y x", []), ("x", [[]]), ("x 'a|b' >> f", [["a|b"]]),
  ])
  func `the calls of a program are found in a line`(line: String, found: [[String]]) {
    #expect(calls(of: "x", in: line) == found)
  }
}
