import CasebookCommandKit
import Testing

struct NearestTests {
  static let verbs = [
    "diagnose", "search", "show", "ingest", "record", "note", "resolve", "reopen", "history",
  ]

  @Test(arguments: [
    ("diagnoes", "diagnose"), ("serach", "search"), ("SEARCH", "search"), ("shwo", "show"),
    ("diag", "diagnose"),
    ("hist", "history"), ("--serch", "search"), ("recrod", "record"), ("nte", "note"),
  ])
  func `a slip of the fingers is understood`(typed: String, meant: String) {
    #expect(nearest(to: typed, in: Self.verbs) == meant)
  }

  @Test(arguments: ["", "-", "x", "zz", "publish", "frobnicate", "s"])
  func `what is like nothing suggests nothing`(typed: String) {
    #expect(nearest(to: typed, in: Self.verbs) == nil)
  }

  @Test func `of equally near words the first one counts`() {
    #expect(nearest(to: "bat", in: ["cat", "rat"]) == "cat")
    #expect(
      nearest(to: "CrashLoopBackof", in: ["ImagePullBackOff", "CrashLoopBackOff"]) == "CrashLoopBackOff")
  }

  @Test(arguments: [
    ("", "", 0), ("", "abc", 3), ("abc", "abc", 0), ("abc", "acb", 1), ("kitten", "sitting", 3),
    ("ca", "abc", 3),
    ("日本", "日木", 1), ("abcdef", "badcfe", 3),
  ])
  func `edits are counted`(a: String, b: String, edits: Int) {
    #expect(editDistance(a, b) == edits)
    #expect(editDistance(b, a) == edits)
    #expect(editDistance(a, b, atMost: edits) == edits)
    if edits > 0 { #expect(editDistance(a, b, atMost: edits - 1) == nil) }
  }
}
