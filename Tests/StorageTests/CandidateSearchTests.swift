import CasebookKnowledge
import CasebookSQLite
import CasebookSignatures
import ScratchKit
import Testing

@testable import CasebookIngest
@testable import CasebookStorage

/// The sections that a search for candidates finds in the depot's articles, and what it reads of them.
struct CandidateSearchTests {
  private let scratch = Scratch()
  private let store: Store
  private let message = signer.signature(of: "ParcelRefused: weight 5 kg is over the limit")

  init() throws {
    store = try Store()
    try store.ingest(
      scratch.write(Depot.german, to: "de/depot.md"), scratch.write(Depot.english, to: "en/depot.md"))
  }

  @Test func `a message, an anchor, an identifier and a word each find the section that answers`() throws {
    let identifier = try #require(message.identifiers.first { $0.value == "ParcelRefused" })
    for search in [
      CandidateSearch(fingerprints: [message.fingerprint]), CandidateSearch(anchors: ["parcel-is-refused"]),
      CandidateSearch(identifiers: [identifier]), CandidateSearch(terms: terms("ParcelRefused")),
    ] {
      #expect(try found(search).contains("parcel-is-refused en"), "\(search)")
    }
    #expect(try found(CandidateSearch()) == [])
    #expect(try found(CandidateSearch(terms: terms("submarine"), anchors: ["submarine"])) == [])
  }

  @Test func `a section in another language is found only beside the English one`() throws {
    #expect(try found(CandidateSearch(terms: terms("abgelehnt"))) == ["parcel-is-refused de"])
    let both = CandidateSearch(terms: terms("abgelehnt"), fingerprints: [message.fingerprint])
    #expect(try found(both) == ["parcel-is-refused de", "parcel-is-refused en"])
    // The English one was found first.
    #expect(try found(CandidateSearch(fingerprints: [message.fingerprint])).count == 2)
    #expect(try found(CandidateSearch(anchors: ["next-steps"])) == [])
    #expect(try found(CandidateSearch(terms: terms("Read"))) == ["next-steps en"])
  }

  @Test func `a known error has the parts below it with their messages, and no known error below it`() throws
  {
    try store.ingest(
      scratch.write(
        """
        # Cranes

        ## Crane fails to start

        It does nothing.

        ### Symptoms

        The log has `CraneError: no oil in gear 3`.

        ### Motor fails with MotorError

        Call.

        #### Resolution

        Wait.
        """, to: "cranes.md"))
    let found = try store.candidates(for: CandidateSearch(anchors: ["crane-fails-to-start"]))
    let candidate = try #require(found.candidates.values.first)
    #expect(candidate.parts.map(\.title) == ["Symptoms"])
    #expect(candidate.messages.contains { $0.text == "CraneError: no oil in gear 3" })
    #expect(candidate.articleTitle == "Cranes")
    #expect(candidate.articleSections.contains(candidate.hit.number))
    #expect(candidate.articleSections.count == 5)
    #expect(try store.sectionRanges(ofArticles: [candidate.hit.number + 1_000_000]).isEmpty)
  }

  @Test func `the sections of an article are numbered in the order of the text`() throws {
    let misplaced = try store.database.rows(
      """
      SELECT next.id FROM section AS own JOIN section AS next
        ON next.article_id = own.article_id AND next.position = own.position + 1
      WHERE next.id <> own.id + 1
      """
    ) { row -> Int64 in try row[0] }
    #expect(misplaced.isEmpty)
  }

  @Test func `sections that the caller has are not read`() throws {
    let search = CandidateSearch(fingerprints: [message.fingerprint])
    let first = try store.candidates(for: search)
    #expect(Set(first.candidates.keys) == Set(first.sections))
    let again = try store.candidates(for: search) { $0 == first.sections[0] }
    #expect(again.sections == first.sections)
    #expect(Array(again.candidates.keys) == Array(first.sections.dropFirst()))
  }

  private func terms(_ words: String) -> [String] {
    store.indexing.terms(ofMessage: words).split(separator: " ").map(String.init)
  }

  /// The sections that a search finds, as `anchor locale`.
  private func found(_ search: CandidateSearch) throws -> [String] {
    let found = try store.candidates(for: search)
    return found.sections.compactMap { found.candidates[$0]?.hit }
      .map { "\($0.id.slug) \($0.locale.description.prefix(2))" }
  }
}
