import CasebookKnowledge
import CasebookService
import ScratchKit
import Testing

/// Lessons from people, and their effect on a diagnosis.
struct LearningTests {
  private let scratch = Scratch()
  private let base: KnowledgeBase
  private let stuck = KnownErrorID(family: "troubleshoot-the-ferry", slug: "ferry-is-stuck")
  private let seat = KnownErrorID(family: "troubleshoot-the-ferry", slug: "ticket-errors", row: "507")

  init() throws {
    base = try KnowledgeBase(
      path: ":memory:", now: { Timestamp(milliseconds: 1_700_000_000_000) })
    scratch.write(Ferry.english, to: "docs/0.md")
    _ = try base.ingest([scratch["docs"]])
  }

  private func diagnose(_ text: String) throws -> String {
    let outcome = try base.diagnose(Array(text.utf8))
    guard let best = outcome.candidates.first else { return "unknown" }
    let why = best.evidence.filter { $0.kind == .lesson }.map { " (\($0.text))" }
    return "\(outcome.verdict) \(best.id.slug)" + why.joined()
  }

  @Test func `a message means what it was taught to mean, until that is taken back`() throws {
    #expect(try diagnose("winch 3 jams") == "unknown")
    _ = try base.learn("winch 7 jams", as: stuck, author: "ann")
    #expect(
      try diagnose("winch 3 jams")
        == "exact ferry-is-stuck (this message means it, taught by ann on 2023-11-14 (lesson 1))")
    _ = try base.undo(1, author: "ann")
    #expect(try diagnose("winch 3 jams") == "unknown")
  }

  @Test func `what was taught leads, whatever else fits`() throws {
    #expect(try diagnose("FerryError: the ferry is stuck") == "exact ferry-is-stuck")
    _ = try base.learn("FerryError: the ferry is stuck", as: seat, author: "")
    #expect(
      try diagnose("FerryError: the ferry is stuck")
        == "exact ticket-errors (this message means it, taught by hand on 2023-11-14 (lesson 1))")
  }

  @Test func `of a report its leading message is learned`() throws {
    let lesson = try base.learn(
      "starting\nTraceback (most recent call last):\n  File \"a.py\", line 1\nWinchError: it jams\n",
      as: stuck,
      author: "")
    #expect(lesson.subjects.map(\.text) == ["WinchError: it jams"])
    #expect(try diagnose("WinchError: it jams").hasPrefix("exact ferry-is-stuck"))
  }

  @Test func `a merge brings what is known of one message to the other`() throws {
    let merge = try base.merge(["winch 7 jams", "FerryError: the ferry is stuck"], author: "ann")
    let name = merge.subjects[1].name
    #expect(
      try diagnose("winch 3 jams")
        == "exact ferry-is-stuck (merged with \(name) by ann on 2023-11-14 (lesson 1), and the article has: FerryError: the ferry is stuck)"
    )
    _ = try base.merge(["rope 1 is torn", "rope 2 was found in two parts"], author: "")
    _ = try base.learn("rope 1 is torn", as: seat, author: "")
    #expect(
      try diagnose("rope 9 was found in two parts").contains(
        "which means it, taught by hand on 2023-11-14 (lesson 3)"))
    _ = try base.split("rope 1 was found in two parts", author: "")
    #expect(try diagnose("rope 9 was found in two parts") == "unknown")
    #expect(try diagnose("rope 9 is torn").hasPrefix("exact ticket-errors"))
  }

  @Test func `an incident of a merged message says what worked`() throws {
    let incident = try #require(try base.record("winch 7 jams", title: "no ferry"))
    _ = try base.resolve(incident.number, "greased", knownError: seat)
    let name = try base.merge(["the chain slips", "winch 1 jams"], author: "").subjects[1].name
    #expect(
      try diagnose("the chain slips")
        == "exact ticket-errors (merged with \(name) by hand on 2023-11-14 (lesson 1); 2023-11-14: \"greased\" worked after 0 s)"
    )
  }

  @Test func `what the rules alone find like a taught message is only possible`() throws {
    _ = try base.learn("winch 7 jams at the pier", as: stuck, author: "")
    #expect(
      try diagnose("winch seven jams at the pier").hasPrefix("possible ferry-is-stuck (messages of its group")
    )
    #expect(try diagnose("winch 10.0.0.7 jams at the pier").hasPrefix("strong ferry-is-stuck"))
  }

  @Test func `where messages of one group mean different things, the group means nothing`() throws {
    _ = try base.learn("winch 7 jams at the pier", as: stuck, author: "")
    _ = try base.learn("winch seven jams at the pier", as: seat, author: "")
    #expect(try diagnose("winch 9 jams at the pier").hasPrefix("exact ferry-is-stuck (this message"))
    #expect(try diagnose("winch seven jams at the pier").hasPrefix("exact ticket-errors (this message"))
    #expect(try diagnose("winch eight jams at the pier") == "unknown")
  }

  @Test func `what cannot be taught says why`() throws {
    func why(_ body: () throws -> Lesson) -> LearningError? {
      do {
        _ = try body()
        return nil
      } catch { return error as? LearningError }
    }
    let merge = try base.merge(["winch 7 jams", "the chain slips"], author: "")
    #expect(why { try base.merge(["the chain slips", "winch 1 jams"], author: "") } == .alreadyMerged(merge))
    let name = merge.subjects[0].name
    #expect(why { try base.merge(["winch 7 jams", "winch 8 jams", name], author: "") } == .sameMessage(name))
    #expect(
      why { try base.merge(["v1:0123456789abcdef", name], author: "") }
        == .unknownFingerprint("v1:0123456789abcdef"))
    #expect(
      why { try base.merge(["g1:0123456789abcdef", name], author: "") }
        == .unknownGroup("g1:0123456789abcdef"))
    #expect(why { try base.merge([" \n", name], author: "") } == .emptyMessage)
    guard case .notMerged = why({ try base.split("loss is nan", author: "") }) else {
      Issue.record("what was never merged was split")
      return
    }
    let split = try base.split("the chain slips", author: "")
    #expect(why { try base.split("the chain slips", author: "") } == .alreadySplit(split))
    let match = try base.learn(name, as: stuck, author: "")
    #expect(why { try base.learn("winch 9 jams", as: stuck, author: "") } == .alreadyMatched(match))
    #expect(why { try base.learn("winch 9 jams", as: seat, author: "") } == .matchedOtherwise(match))
    #expect(
      why { try base.learn("Error: failed, code 7", as: seat, author: "") }
        == .tellsNothing("failed, code 7"))
    #expect(why { try base.undo(99, author: "") } == .noLesson(99))
    let undo = try base.undo(merge.number, author: "")
    let undone = try #require(try base.lessons().first)
    #expect(why { try base.undo(merge.number, author: "") } == .cannotUndo(undone))
    #expect(why { try base.undo(undo.number, author: "") } == .cannotUndo(undo))
    // Refused lessons left no trace.
    #expect(try base.lessons().map(\.kind) == [.merge, .split, .match, .undo])
  }

  @Test func `a known error keeps what was taught of it when its article changes`() throws {
    _ = try base.learn("winch 7 jams", as: stuck, author: "")
    scratch.write(Ferry.english.replacing("The log says", with: "The log often says"), to: "docs/0.md")
    _ = try base.ingest([scratch["docs"]])
    #expect(try diagnose("winch 3 jams").hasPrefix("exact ferry-is-stuck"))
  }

  @Test(arguments: [
    ("v1:0123456789abcdef", true), ("g1:0123456789abcdef", true), ("V1:0123456789abcdef", false),
    ("v1:0123", false), ("g:0123456789abcdef", false), ("v1:0123456789abcdeg", false),
    ("v1:0123456789abcdef ", false), ("run.log", false), ("", false), (":", false),
  ])
  func `an id is told from a message`(_ text: String, _ isID: Bool) {
    #expect((SignatureName(text) != nil) == isID)
  }
}
