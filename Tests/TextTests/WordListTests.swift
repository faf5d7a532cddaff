import CasebookText
import Testing

struct WordListTests {
  private let list = WordList(["one", "two", "thirty", "été", "three"])

  @Test(arguments: ["one", "TWO", "thirty", "Été", "three"])
  func `a word of the list is in it in any case`(word: String) {
    #expect(list.contains(word))
  }

  @Test(arguments: ["", "tw", "wo", "thirt", "one two", "four", "\n", "thr"])
  func `a piece of a word is not`(word: String) {
    #expect(!list.contains(word))
  }

  @Test func `the longest stem is found, in any case unless it is exact`() {
    let stems = ["fail", "failed", "no such"]
    let text = Array("It FAILED: No such file".utf8)
    #expect(StemMatcher(stems).firstMatch(in: text) == 3..<9)
    #expect(StemMatcher(stems).blanking(text, with: 0x2D) == Array("It -: - file".utf8))
    #expect(!StemMatcher(stems, isExact: true).matches(text))
    #expect(StemMatcher(stems).begins("Failing") && !StemMatcher(stems).begins("it fails"))
  }

  @Test func `an ending may be refused by its length`() {
    let endings = EndingMatcher(["refused", "used"])
    #expect(endings.matches(Array("connection refused".utf8)))
    #expect(!endings.matches(Array("refuse".utf8)))
    #expect(endings.matches(Array("refused".utf8)) { $0 == 4 })
    #expect(!endings.matches(Array("refused".utf8)) { $0 > 7 })
  }
}
