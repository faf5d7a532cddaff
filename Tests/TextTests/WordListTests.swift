import CasebookText
import Testing

struct WordListTests {
  private let list = WordList("one two\n  thirty été three")

  @Test(arguments: ["one", "TWO", "thirty", "Été", "three"])
  func `a word of the list is in it in any case`(word: String) {
    #expect(list.contains(word))
  }

  @Test(arguments: ["", "tw", "wo", "thirt", "one two", "four", "\n", "thr"])
  func `a piece of a word is not`(word: String) {
    #expect(!list.contains(word))
  }
}
