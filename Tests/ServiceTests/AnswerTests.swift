import CasebookKnowledge
import CasebookService
import ScratchKit
import Testing

/// Which text answers, and the remarks on that choice.
struct AnswerTests {
  private let scratch = Scratch()
  private static let stuck = KnownErrorID(family: "troubleshoot-the-ferry", slug: "ferry-is-stuck")
  private static let seats = KnownErrorID(family: "troubleshoot-the-ferry", slug: "ticket-errors", row: "507")

  private func answer(to id: KnownErrorID, in locale: String) throws -> Answer? {
    try scratch.base(Ferry.english, Ferry.german, Ferry.french, preferring: locale).resolution(of: id)
  }

  @Test(arguments: [
    ("en", "Ferry is stuck", []),
    ("en-GB", "Ferry is stuck", []),
    ("de", "Die Fähre steckt fest", ["the en text of 2024-05-02 is newer than this one of 2022-11-20"]),
    ("de-AT", "Die Fähre steckt fest", ["the en text of 2024-05-02 is newer than this one of 2022-11-20"]),
    // A text without a date is not called older than a text with a date.
    ("fr", "Le bac est bloqué", ["the en text has `ferry free` here; this one lost it"]),
    ("ja", "Ferry is stuck", ["not available in ja; this is the en text"]),
  ])
  func `the preferred language answers, else English, and what to know about it is said`(
    locale: String, title: String, remarks: [String]
  ) throws {
    let answer = try #require(try answer(to: Self.stuck, in: locale))
    #expect(answer.resolution.title == title)
    #expect(answer.remarks == remarks)
  }

  @Test func `a row that the preferred language lacks is answered in another one`() throws {
    let answer = try #require(try answer(to: Self.seats, in: "de"))
    #expect(answer.resolution.markdown == "Wait for the next one, with `ferry wait`.")
    #expect(answer.isFallback)
    #expect(answer.remarks == ["not available in de; this is the en text"])
  }

  @Test func `without English the newest text answers`() throws {
    let dated = Ferry.french.replacing("ms.locale", with: "ms.date: 01/01/2023\nms.locale")
    let base = try scratch.base(Ferry.german, dated, preferring: "ja")
    #expect(try base.resolution(of: Self.stuck)?.resolution.locale == LocaleTag("fr"))
  }

  @Test func `of two revisions in one language the newest answers, in whatever order they came`() throws {
    let newer = Ferry.german.replacing("11/20/2022", with: "06/01/2024").replacing(
      "steckt fest", with: "hängt")
    for texts in [(Ferry.german, newer), (newer, Ferry.german)] {
      let base = try scratch.base(texts.0, texts.1, Ferry.english, preferring: "de")
      let answer = try #require(try base.resolution(of: Self.stuck))
      #expect(answer.resolution.title == "Die Fähre hängt")
      #expect(answer.remarks == [])
    }
  }

  @Test func `a passage of a search has no marks of strong text, and keeps the asterisks of code`() throws {
    let text = "# Windmill\n\n## Mill is stuck\n\n**Cause.** The **sail** is torn: `turn(**sails)`, 2 ** 3.\n"
    let result = try #require(try scratch.base(text).search("sail torn").results.first)
    #expect(result.snippet.text == "Cause. The sail is torn: `turn(**sails)`, 2 ** 3.")
  }

  @Test func `an answer brings the sections below it`() throws {
    let markdown = try #require(try answer(to: Self.stuck, in: "en")).resolution.markdown
    #expect(markdown.contains("### On the far side\n\n| Lamp | Meaning |"))
    #expect(!markdown.contains("Ticket errors"))
  }

  @Test func `what is not there has no answer`() throws {
    #expect(try answer(to: KnownErrorID(family: "troubleshoot-the-ferry", slug: "sunk"), in: "en") == nil)
  }

  // MARK: Names

  @Test(arguments: [
    ("ferry-is-stuck", ["troubleshoot-the-ferry#ferry-is-stuck"]),
    ("troubleshoot-the-ferry#ferry-is-stuck", ["troubleshoot-the-ferry#ferry-is-stuck"]),
    ("ticket-errors/507", ["troubleshoot-the-ferry#ticket-errors/507"]),
    ("507", ["troubleshoot-the-ferry#ticket-errors/507"]),
    ("troubleshoot-the-ferry#ticket-errors/507", ["troubleshoot-the-ferry#ticket-errors/507"]),
    ("lift-fails", ["lift-1#lift-fails", "lift-2#lift-fails"]),
    ("lift-2#lift-fails", ["lift-2#lift-fails"]),
    ("lift-3#lift-fails", []), ("508", []), ("", []), ("#", []), ("/", []),
    ("ticket-errors/", ["troubleshoot-the-ferry#ticket-errors"]),
    ("' OR 1=1 --", []), ("ferry-is-stuck/507", []),
  ])
  func `a known error is found under its id, its slug or its row`(name: String, ids: [String]) throws {
    let base = try scratch.base(
      Ferry.english, "# Lift 1\n## Lift fails\nWait.\n", "# Lift 2\n## Lift fails\nClimb.\n")
    #expect(try base.knownErrors(named: name).map(\.description) == ids)
  }

  @Test(arguments: [
    "## <a name=\"a/b\"></a>Lift fails\n", "## <a name=\"a#b\"></a>Lift fails\n",
    "## <a name=\"/\"></a>Lift fails\n",
    "## Lift fails {#x/y}\n",
    "| Error | What to do |\n|---|---|\n| 507 Full is the lift | Wait for the next one, or walk. |\n",
  ])
  func `every id can be given back`(text: String) throws {
    let base = try scratch.base("---\ntitle: Lift\n---\n\(text)\nThe log says `LiftError: it failed`.\n")
    let ids = try base.knownErrors()
    #expect(!ids.isEmpty)
    for id in ids {
      #expect(KnownErrorID(id.description) == id)
      #expect(try base.knownErrors(named: id.description) == [id])
      #expect(try base.resolution(of: id) != nil)
    }
  }

  @Test func `a lost literal is for translators, and a reader is not told`() throws {
    let answer = try #require(try answer(to: Self.stuck, in: "fr"))
    #expect(!answer.remarks.isEmpty)
    #expect(answer.readerRemarks == [])
    let older = try #require(try self.answer(to: Self.stuck, in: "de"))
    #expect(older.readerRemarks == older.remarks)
  }
}
