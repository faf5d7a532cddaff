import CasebookKnowledge
import CasebookSQLite
import CasebookSignatures
import ScratchKit
import Testing

@testable import CasebookStorage

/// What one file takes from the journal of another.
struct JournalExchangeTests: DepotSuite {
  private let scratch = Scratch()
  let store: Store

  init() throws { store = try Store(now: ticking()) }

  @Test func `a changed entry is refused, and so is all after it`() throws {
    let other = try Store(now: ticking())
    let number = try record("belt")
    for text in ["one", "two"] { #expect(try store.addEntry(to: number, .note, text: text)) }
    var entries = try all(store)
    let content = try #require(entries[1].content)
    entries[1] = changed(
      entries[1], content: .init(salt: content.salt, body: content.body.replacing("one", with: "won")))
    let taken = try other.take(entries)
    #expect(taken.added == 1)
    #expect(taken.problems.count == 1)
    #expect(taken.problems.first?.hasSuffix("somebody changed it") == true)
    #expect(try other.take(all(store)).added == 2)
  }

  @Test func `the same name with another hash is refused loudly`() throws {
    let other = try Store(now: ticking())
    _ = try record("belt")
    _ = try other.take(all(store))
    let mine = try #require(try all(store).first)
    let forged = JournalEntry(
      key: mine.key, time: mine.time, kind: .recorded, body: #"{"said":1,"title":"x"}"#)
    let taken = try other.take([forged])
    #expect(taken.added == 0)
    #expect(taken.problems.first?.hasSuffix("one of them is forged") == true)
    #expect(try all(other) == all(store))
  }

  @Test func `a restored backup takes back what it lacks, and renames what it said since`() throws {
    let path = scratch["one.db"]
    let one = try Store(path: path, access: .create, now: ticking())
    func record(_ text: String) throws -> Int {
      try one.recordIncident(
        title: text, message: text, signature: signer.signature(of: text), knownError: nil, text: "")
    }
    _ = try record("first")
    let backup = try all(one)
    _ = try record("second")
    let elsewhere = try Store(now: ticking())
    _ = try elsewhere.take(all(one))
    // The file goes back to the backup, in place, so that it keeps its origin.
    try one.database.runScript("DROP TRIGGER journal_is_kept; DELETE FROM journal WHERE idx > 1")
    try one.database.runScript(
      "CREATE TRIGGER journal_is_kept BEFORE DELETE ON journal BEGIN SELECT RAISE (ABORT, 'the journal is append-only; add an entry instead'); END"
    )
    _ = try one.rebuildFolds()
    #expect(try all(one) == backup)
    let number = try record("third")
    #expect(try one.addEntry(to: number, .resolved, text: "done"))
    let taken = try one.take(all(elsewhere))
    #expect(taken.renamed == 2)
    #expect(taken.takenBack == 0)
    #expect(taken.problems == [])
    #expect(
      try one.incidentNumbers().compactMap { try one.incident($0)?.title }.sorted() == [
        "first", "second", "third",
      ])
    #expect(try one.incident(number)?.state == .resolved)
    #expect(try elsewhere.take(all(one)).added == 2)
    #expect(try one.foldedRows() == elsewhere.foldedRows())
    #expect(try one.rebuildFolds() == 0)
  }

  @Test func `a forgotten entry stays forgotten, whatever arrives later`() throws {
    let other = try Store(now: ticking())
    let number = try record("belt")
    #expect(try store.addEntry(to: number, .note, text: "a secret"))
    let before = try all(store)
    #expect(try store.forget(before[1].key, reason: "secret"))
    let after = try all(store)
    // The entry that forgets comes first, then the text.
    #expect(try other.take(before.prefix(1) + [after[1], after[2]]).added == 3)
    #expect(try other.take(before).added == 0)
    #expect(try all(other)[1].content == nil)
    #expect(try other.foldedRows() == store.foldedRows())
    let third = try Store(now: ticking())
    _ = try third.take(before)
    #expect(try third.take(after).forgotten == 1)
    #expect(try third.foldedRows() == store.foldedRows())
  }

  @Test func `many foreign forgets need a word`() throws {
    let other = try Store(now: ticking())
    let number = try record("belt")
    for text in 1...12 { #expect(try store.addEntry(to: number, .note, text: "\(text)")) }
    _ = try other.take(all(store))
    #expect(try store.forgetIncident(number, reason: "x") == 13)
    let before = try dump(other.database)
    #expect(throws: ExchangeError.tooManyForgets(13)) { try other.take(all(store)) }
    #expect(try dump(other.database) == before)
    #expect(try other.take(all(store), acceptingForgets: true).forgotten == 13)
    #expect(try other.foldedRows() == store.foldedRows())
  }

  @Test func `a secret that another's rules missed is not stored`() throws {
    let origin = String(repeating: "a", count: 16)
    let foreign = JournalEntry(
      key: EntryKey(origin: origin, index: 1), time: Timestamp(milliseconds: 1_700_000_000_000),
      kind: .recorded,
      body: #"{"said":1,"title":"x","message":"login failed: password=Hunter2xyz99"}"#)
    #expect(try store.take([foreign]).added == 1)
    #expect(try store.incident(1)?.message == "login failed: password=<secret:password>")
    #expect(try store.check().problems == [])
    #expect(try !dump(store.database).contains("Hunter2xyz99"))
    #expect(try store.take([foreign]) == TakenEntries())
  }

  @Test func `entries of a newer program are kept and passed on`() throws {
    let origin = String(repeating: "b", count: 16)
    let newer = JournalEntry(
      key: EntryKey(origin: origin, index: 1), time: Timestamp(milliseconds: 1), kind: .note, body: "[]")
    let strange = JournalEntry(
      key: EntryKey(origin: origin, index: 2), time: Timestamp(milliseconds: 2), kind: .note, body: "not JSON"
    )
    #expect(try store.take([newer, strange]).added == 2)
    #expect(try store.foldedRows() == [])
    #expect(try all(store) == [newer, strange])
  }
}

/// All entries of a journal, by key.
func all(_ store: Store) throws -> [JournalEntry] {
  var entries: [JournalEntry] = []
  for (origin, _) in try store.origins() { try store.forEachEntry(of: origin) { entries.append($0) } }
  return entries
}

/// An entry with another value, and the hash of the old one.
func changed(
  _ entry: JournalEntry, key: EntryKey? = nil, time: Timestamp? = nil, kind: String? = nil,
  schema: Int? = nil,
  content: JournalEntry.EntryContent? = nil
) -> JournalEntry {
  JournalEntry(
    key: key ?? entry.key, time: time ?? entry.time, kind: kind ?? entry.kind,
    schema: schema ?? entry.schema,
    content: content ?? entry.content, hash: entry.hash)
}
