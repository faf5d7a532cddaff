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

  private static let ids = [
    "http-status-code-401", "http-status-code-500", "http-status-code-502", "http-status-code-503",
    "disk-is-full", "depot#checkpoint-cannot-be-read", "jobs#checkpoint-cannot-be-read",
    "other-messages/out-of-memory", "gpu-is-out-of-memory", "heap-is-full",
  ]

  @Test(arguments: [
    ("http-status-code-530", ["http-status-code-503", "http-status-code-500", "http-status-code-502"]),
    ("HTTP-Status-Code-503x", ["http-status-code-503"]),
    ("disk-is-flul", ["disk-is-full"]),
    ("full disk", ["disk-is-full"]),
    ("checkpoint", ["jobs#checkpoint-cannot-be-read", "depot#checkpoint-cannot-be-read"]),
    ("memory", ["gpu-is-out-of-memory", "other-messages/out-of-memory"]),
    ("out of memory", ["gpu-is-out-of-memory", "other-messages/out-of-memory"]),
    ("HEAD", []), ("quota", []), ("", []), ("#", []), ("404", []),
  ])
  func `names are like another by their letters or their words`(typed: String, names: [String]) {
    let found = nearestNames(to: typed, in: Self.ids)
    #expect(Array(found.prefix(max(1, names.count))) == names)
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
