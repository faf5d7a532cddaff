import CasebookIngest
import CasebookKnowledge
import CasebookStorage
import Glibc
import ScratchKit
import Testing

@testable import CasebookService

/// Articles that people write about incidents.
struct LocalArticleTests {
  private let scratch = Scratch()
  private let ann: KnowledgeBase
  private let bob: KnowledgeBase
  private static let blind = "crane 3 lost its load: hook sensor is blind"

  init() throws {
    ann = try KnowledgeBase(path: scratch["ann.db"])
    bob = try KnowledgeBase(path: scratch["bob.db"])
  }

  private func solved(_ message: String, _ fix: String, in base: KnowledgeBase) throws -> Int {
    let number = try #require(try base.record(message)).number
    _ = try base.resolve(number, fix, by: Attribution(author: "ann"))
    return number
  }

  @discardableResult
  private func learn(
    _ number: Int, _ text: String? = nil, slug: String? = nil, in base: KnowledgeBase, by author: String = ""
  ) throws -> KnownErrorID {
    let draft = try #require(try base.draft(ofIncident: number, slug: slug))
    return try base.learn(
      from: number, draft.name, text ?? draft.markdown, by: Attribution(author: author))
  }

  @discardableResult
  private func sync(_ base: KnowledgeBase) throws -> SyncReport {
    try base.sync(scratch["team"], author: "someone")
  }

  private func best(_ report: String, _ base: KnowledgeBase) throws -> DiagnosisOutcome.AnswerCandidate? {
    try base.diagnose(Array(report.utf8)).candidates.first
  }

  @Test func `an article of one's own answers the message, here and where it was exchanged`() throws {
    let id = try learn(solved(Self.blind, "cleaned the lens", in: ann), in: ann)
    #expect(id == KnownErrorID(family: "local", slug: "crane-lost-its-load-hook-sensor-is-blind"))
    try sync(ann)
    #expect(names(in: scratch["team/articles"]) == ["\(id.slug).en.md"])
    try sync(bob)
    for base in [ann, bob] {
      let best = try #require(try best("crane 8 lost its load: hook sensor is blind", base))
      #expect(best.id == id)
      #expect(best.verdict == .exact)
      #expect(best.evidence.first?.text.contains("\"cleaned the lens\" worked") == true)
      #expect(best.answer.resolution.markdown.contains("cleaned the lens"))
      #expect(best.history.worked == 1)
      #expect(try base.knownErrors() == [id])
      #expect(try base.incidents().first?.knownError == id)
    }
    #expect(try ann.store.foldedRows() == bob.store.foldedRows())
    let report = try sync(ann)
    #expect(report.written + report.taken + report.articlesRead + report.articlesWritten == 0)
  }

  @Test func `a file that a person changed is what the others answer from`() throws {
    let id = try learn(solved(Self.blind, "cleaned the lens", in: ann), in: ann)
    try sync(ann)
    try sync(bob)
    let file = "team/articles/\(id.slug).en.md"
    scratch.write("# The sensor is blind\n\nWipe the mirror.\n", to: file)
    #expect(try sync(bob).articlesRead == 1)
    #expect(try sync(ann).taken == 1)
    #expect(try best(Self.blind, ann)?.answer.resolution.markdown == "Wipe the mirror.")
    #expect(try ann.resolution(of: id)?.resolution.title == "The sensor is blind")
    // What cannot be an article stays in the folder and is named.
    for text in ["\n \n", "---\ntitle: [\n---\n\nx\n", "a\u{0}b\n"] {
      scratch.write(text, to: file)
      let report = try sync(bob)
      #expect(report.problems.count == 1)
      #expect(report.articlesRead + report.articlesWritten == 0)
      #expect(String(decoding: contents(scratch[file]) ?? [], as: UTF8.self) == text)
    }
  }

  @Test func `two who write about one error at once have one known error, and both texts`() throws {
    let id = try learn(solved(Self.blind, "cleaned the lens", in: ann), in: ann, by: "ann")
    #expect(try learn(solved(Self.blind, "wiped the mirror", in: bob), in: bob, by: "bob") == id)
    for base in [ann, bob, ann] { try sync(base) }
    for base in [ann, bob] {
      #expect(try base.knownErrors() == [id])
      let text = try #require(try base.resolution(of: id)).resolution.markdown
      #expect(text.contains("wiped the mirror"))
      #expect(try base.otherVersions(of: id, in: .english).map(\.author) == ["ann"])
      #expect(
        try base.otherVersions(of: id, in: .english).first?.markdown.contains("cleaned the lens") == true)
      #expect(try base.incidents().map(\.knownError) == [id, id])
    }
    // A new version replaces the one that was shown, and not the other.
    try learn(1, "# Blind\n\nDo both.\n", in: ann)
    for base in [ann, bob] { try sync(base) }
    #expect(try bob.resolution(of: id)?.resolution.markdown == "Do both.")
    #expect(try bob.otherVersions(of: id, in: .english).map(\.author) == ["ann"])
    #expect(try ann.store.foldedRows() == bob.store.foldedRows())
  }

  @Test func `errors of one title have names of their own`() throws {
    let first = try #require(try ann.record("belt tension of 3 is lost", title: "It is down")).number
    let second = try #require(try ann.record("no chart for harbour 7", title: "It is down")).number
    for number in [first, second] { _ = try ann.resolve(number, "turned it on") }
    #expect(try learn(first, in: ann).slug == "it-is-down")
    #expect(try learn(second, in: ann).slug == "it-is-down-2")
    #expect(try ann.draft(ofIncident: first)?.name.slug == "it-is-down")
    // Letters that no slug may have.
    let third = try solved("錨が動かない", "引いた", in: ann)
    #expect(try learn(third, in: ann).slug.hasPrefix("error-"))
  }

  @Test(arguments: [
    "", "-x", "..", "a/b", "../../x", "a.b", "A", "a b", "é", String(repeating: "a", count: 101),
  ])
  func `a slug cannot lead out of the folder`(slug: String) throws {
    let number = try solved(Self.blind, "cleaned the lens", in: ann)
    #expect(throws: LearningError.badSlug(slug)) { try ann.draft(ofIncident: number, slug: slug) }
    // Others may have written it into the journal.
    _ = try bob.store.writeResolution(slug: slug, locale: .english, markdown: "# Out\n\nOf it.\n")
    try sync(bob)
    try sync(ann)
    #expect(try ann.knownErrors() == [])
    #expect(names(in: scratch["team"]) == ["journal"])
    #expect(try ann.store.check().problems == [])
  }

  @Test func `what others wrote is shown, whatever it is`() throws {
    for (slug, text) in [
      ("no-heading", "Oil the crane.\n"), ("bad-header", "---\ntitle: [\n---\n\nOil.\n"), ("empty", ""),
      ("two", "# One\n\nOil.\n\n# Two\n\nGrease.\n"),
      ("other", "---\nknown_error: a#b\nlocale: de\n---\n# T\n\nOil.\n"),
      ("zero", "a\u{0}b"),
    ] {
      _ = try bob.store.writeResolution(slug: slug, locale: .english, markdown: text)
    }
    try sync(bob)
    try sync(ann)
    let ids = ["bad-header", "no-heading", "other", "two", "zero"].map {
      KnownErrorID(family: "local", slug: $0)
    }
    #expect(try ann.knownErrors() == ids)
    #expect(try ann.resolution(of: ids[1])?.resolution.title == "no heading")
    #expect(try ann.resolution(of: ids[2])?.resolution.locale == .english)
    #expect(try ann.store.check().problems == [])
    #expect(try ann.rebuild() == 0)
    #expect(try ann.knownErrors() == ids)
  }

  @Test func `a forgotten article is gone from the bytes, and from the folder`() throws {
    let secret = "swordfishtrombones"
    let number = try solved(Self.blind, "cleaned the lens", in: ann)
    let id = try learn(number, "# Blind\n\nThe word is \(secret).\n", in: ann)
    try sync(ann)
    try sync(bob)
    #expect(try ann.forgetLocal(id, reason: "a secret", by: Attribution(author: "ann")) == 1)
    #expect(try ann.knownErrors() == [])
    #expect(try best(Self.blind, ann)?.id == KnownErrorID(incident: number))
    let report = try sync(ann)
    #expect(report.articlesRemoved == 1)
    #expect(report.blanked == 1)
    #expect(report.articlesRead == 0)
    #expect(names(in: scratch["team/articles"]) == [])
    try sync(bob)
    #expect(try bob.knownErrors() == [])
    for base in [ann, bob] {
      let path = base.store.path
      if base === bob { _ = try base.forgetLocal(id, reason: "", by: Attribution()) }
      for suffix in ["", "-wal"] where base === ann {
        let bytes = contents(path + suffix) ?? []
        #expect(!String(decoding: bytes, as: UTF8.self).contains(secret), "\(suffix)")
      }
    }
    #expect(try sync(ann).articlesRead == 0)
  }

  @Test func `a file that is only read, and one of an older program, have their articles`() throws {
    _ = try ann.store.writeResolution(slug: "crane", locale: .english, markdown: "# Crane\n\nOil it.\n")
    #expect(try ann.knownErrors() == [])
    let again = try KnowledgeBase(path: ann.store.path, access: .read)
    #expect(try again.knownErrors().map(\.description) == ["local#crane"])
  }

  @Test func `a person's article takes the place of a bundled one with the same message`() throws {
    let message = "lock gate 4 refused: tide table is stale"
    let text =
      "# Harbour\n\n## Tide table is stale\n\nThe gate logs `lock gate 4 refused: tide table is stale`.\n"
    scratch.write(text, to: "data/articles/en/tide.md")
    let base = try KnowledgeBase(path: scratch["kb.db"], bundled: .folder(scratch["data/articles"]))
    #expect(try best(message, base)?.verdict == .exact)
    _ = try base.store.writeResolution(
      slug: "tide", locale: .english, markdown: "# Tide\n\n```\n\(message)\n```\n\nPrint another.\n")
    try base.store.followLocalResolutions(signer: base.signer)
    let found = try base.diagnose(Array(message.utf8)).candidates
    #expect(found.first?.id.description == "local#tide")
    #expect(found.first?.verdict == .exact)
    #expect(found.dropFirst().allSatisfy { $0.verdict < .exact })
  }

  @Test func `the text of an incident keeps its form`() throws {
    let message = "hook failed:\n```\n# not a heading\n```"
    let number = try #require(try ann.record(message, title: "Hook *3* failed")).number
    _ = try ann.note(number, "# why\n- because", by: Attribution(author: "ann"))
    _ = try ann.resolve(
      number, "Run:\n# as root\n```sh\n# a comment\nhook reset\n", by: Attribution(author: "ann"))
    let draft = try #require(try ann.draft(ofIncident: number))
    #expect(
      draft.markdown.replacing(/It worked on [^(]*/, with: "It worked … ") == """
        # Hook \\*3\\* failed

        ## Symptom

        ````text
        hook failed:
        ```
        # not a heading
        ```
        ````

        ## Resolution

        Run:
        \\# as root
        ```sh
        # a comment
        hook reset
        ```

        It worked … (by ann).

        ## Notes

        - \\# why
          \\- because

        """)
    let id = try learn(number, in: ann)
    #expect(try ann.knownErrors() == [id])
    let shown = try #require(try ann.resolution(of: id)).resolution
    #expect(shown.title == "Hook *3* failed")
    #expect(shown.markdown.contains("hook reset"))
    #expect(throws: LearningError.alreadyWritten(id)) { try learn(number, in: ann) }
    #expect(throws: LearningError.emptyArticle) { try learn(number, " \n", in: ann) }
    #expect(throws: LearningError.tooLong) {
      try learn(number, String(repeating: "a", count: ArticleName.longestText + 1), in: ann)
    }
  }

  // MARK: What people say in a word

  @Test func `what worked more often comes first, and what failed more often than not is not sure`() throws {
    let first = try solved(Self.blind, "cleaned the lens", in: ann)
    let second = try solved(Self.blind, "wiped the mirror", in: ann)
    let (lens, mirror) = (KnownErrorID(incident: first), KnownErrorID(incident: second))
    #expect(try ann.addOutcome(of: mirror, worked: true))
    #expect(try best(Self.blind, ann)?.id == mirror)
    for _ in 0..<3 { #expect(try ann.addOutcome(of: mirror, worked: false)) }
    let found = try ann.diagnose(Array(Self.blind.utf8)).candidates
    #expect(found.map(\.id) == [lens, mirror])
    #expect(found.map(\.verdict) == [.exact, .possible])
    #expect(try !ann.addOutcome(of: KnownErrorID(incident: 99), worked: true))
    #expect(try ann.history(of: lens).worked == 3)
    #expect(try ann.rebuild() == 0)
  }

  @Test func `an article about a message that any program may print is never exact`() throws {
    try learn(solved("context deadline exceeded", "raised the timeout", in: ann), in: ann)
    #expect(try best("context deadline exceeded", ann)?.verdict == .possible)
  }

  @Test func `success makes no answer`() throws {
    let id = try learn(solved(Self.blind, "cleaned the lens", in: ann), in: ann)
    for _ in 0..<20 { _ = try ann.addOutcome(of: id, worked: true) }
    #expect(try best("the disk of host 7 is full", ann) == nil)
  }

  @Test
  func
    `what was said of an article goes with it to others, and what was said of an incident is forgotten with it`()
    throws
  {
    let number = try solved(Self.blind, "cleaned the lens", in: ann)
    _ = try ann.addOutcome(of: KnownErrorID(incident: number), worked: true, text: "swordfish")
    let id = try learn(number, in: ann)
    _ = try ann.addOutcome(of: id, worked: false, text: "the lens is broken", by: Attribution(author: "cy"))
    try sync(ann)
    try sync(bob)
    let history = try bob.history(of: id)
    #expect(history.worked == 2)
    #expect(history.failed == 1)
    #expect(history.outcomes.first?.sentence.hasSuffix("\"the lens is broken\" did not help (by cy)") == true)
    #expect(try ann.forgetIncident(number, reason: "", by: Attribution()) == 3)
    #expect(!String(decoding: contents(ann.store.path) ?? [], as: UTF8.self).contains("swordfish"))
  }
}
