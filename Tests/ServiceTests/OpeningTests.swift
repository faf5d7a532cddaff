import CasebookKnowledge
import CasebookService
import ScratchKit
import Testing

/// A program that imports the library alone.
struct OpeningTests {
  private let scratch = Scratch()

  @Test func `a path is all that it takes to make a knowledge base and read it`() throws {
    #expect(try KnowledgeBase(path: scratch["k.db"]).record("gate 7 is stuck")?.number == 1)
    #expect(try KnowledgeBase(path: scratch["k.db"], access: .read).incidents().count == 1)
  }

  @Test func `reading makes no file, and says that there is none`() throws {
    let error = #expect(throws: (any Error).self) {
      try KnowledgeBase(path: scratch["none.db"], access: .read)
    }
    #expect(try KnowledgeBaseError(#require(error))?.cause == .noInput)
    let again = #expect(throws: (any Error).self) {
      try KnowledgeBase(path: scratch["none.db"], access: .write)
    }
    #expect(try KnowledgeBaseError(#require(again))?.cause == .noInput)
  }
}
