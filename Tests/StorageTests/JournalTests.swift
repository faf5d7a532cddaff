import CasebookKnowledge
import CasebookSQLite
import CasebookSignatures
import ScratchKit
import Testing

@testable import CasebookStorage

/// What people say is kept for good, and can be read again.
struct JournalTests: DepotSuite {
  private let scratch = Scratch()
  let store: Store

  init() throws { store = try Store(now: ticking()) }

  @Test(arguments: [
    "UPDATE journal SET body = '{}'", "UPDATE journal SET salt = x'00'", "UPDATE journal SET time = 7",
    "UPDATE journal SET idx = idx + 100", "UPDATE journal SET kind = 'note', body = NULL, salt = NULL",
    "DELETE FROM journal", "DELETE FROM journal WHERE idx = 1",
    "INSERT OR REPLACE INTO journal SELECT origin, idx, time, kind, schema, salt, '{}', hash, redacted FROM journal",
    "INSERT INTO journal SELECT origin, idx, time, kind, schema, salt, body, hash, redacted FROM journal",
  ])
  func `entries are only ever added`(sql: String) throws {
    _ = try record("ParcelRefused")
    let before = try dump(store.database)
    #expect(throws: SQLiteError.self) { try store.database.run(SQL(stringLiteral: sql)) }
    #expect(try dump(store.database) == before)
  }

  @Test func `an entry has a gapless number, a later time, and a hash of all that it says`() throws {
    let number = try record("ParcelRefused")
    for text in ["one", "two", "three"] { #expect(try store.addEntry(to: number, .note, text: text)) }
    let entries = try all(store)
    #expect(entries.map(\.key.index) == [1, 2, 3, 4])
    #expect(Set(entries.map(\.key.origin)).count == 1)
    #expect(zip(entries, entries.dropFirst()).allSatisfy { $0.time < $1.time })
    #expect(entries.filter { !$0.isGenuine } == [])
    let last = try #require(entries.last)
    let content = try #require(last.content)
    let changed = [
      entry(last, time: Timestamp(milliseconds: last.time.milliseconds + 1)), entry(last, kind: "tried"),
      entry(last, schema: 2), entry(last, content: .init(salt: content.salt, body: content.body + " ")),
      entry(last, content: .init(salt: content.salt.reversed(), body: content.body)),
      entry(last, key: EntryKey(origin: last.key.origin, index: 5)),
    ]
    for entry in changed { #expect(!entry.isGenuine) }
  }

  @Test func `the folds are made again from the journal to the same rows`() throws {
    let first = try record("ParcelRefused: weight 31 kg", as: refused)
    let second = try record("the belt is stuck")
    let third = try record("the belt is torn")
    #expect(try store.addEntry(to: first, .tried, text: "swept", knownError: refused))
    #expect(try store.addEntry(to: first, .resolved, text: "lifted", isPartial: true))
    #expect(try store.amend(first, title: "Tuesday", severity: .high, by: Attribution(author: "ann")))
    #expect(try store.label(first, [RunLabel(name: "env", value: "prod")]))
    #expect(try store.merge(second, third))
    _ = try store.addLesson(.match, [subject("the belt is stuck")], knownError: refused, author: "bob")
    _ = try store.addLesson(.undo, undoing: 1, author: "cy")
    _ = try store.writeResolution(slug: "belt", locale: .english, markdown: "# Belt\n", incident: second)
    #expect(try store.forgetIncident(first, reason: "a password", by: Attribution(author: "ann")) == 5)
    let before = try dump(store.database)
    #expect(try store.rebuildFolds() == 0)
    #expect(try contentDump(store.database) == contentDumpOf(before))
    #expect(try store.incident(second)?.timeline.map(\.kind) == [.recorded, .recorded, .merged])
    try store.database.runScript("DELETE FROM incident_entry; UPDATE incident SET title = 'nothing'")
    #expect(try store.rebuildFolds() > 3)
    #expect(try contentDump(store.database) == contentDumpOf(before))
    try store.expectSound()
  }

  @Test func `an incident is as its last amendment says`() throws {
    let number = try record("ParcelRefused: weight 31 kg is over the limit")
    let signature = signer.signature(of: "the belt is stuck")
    #expect(try store.amend(number, title: "Belt", message: ("the belt is stuck", signature), severity: .low))
    #expect(try store.addEntry(to: number, .resolved, text: "oild it", knownError: full))
    let wrong = try #require(try store.incident(number)?.timeline.last?.key)
    #expect(try store.amend(number, entry: wrong, text: "oiled it", knownError: refused))
    let incident = try #require(try store.incident(number))
    #expect(incident.title == "Belt")
    #expect(incident.message == "the belt is stuck")
    #expect(incident.severity == .low)
    #expect(incident.resolution?.text == "oiled it")
    #expect(incident.knownError == refused)
    #expect(try store.incidents(withSignature: signature.fingerprint, limit: 9).map(\.number) == [number])
    #expect(try store.history(of: full).worked == 0)
    #expect(try store.history(of: refused).worked == 1)
  }

  @Test func `merged incidents are one under each of their numbers, in a circle too`() throws {
    let numbers = try (1...4).map { try record("belt \($0)") }
    for (one, other) in [(1, 0), (2, 1), (0, 2)] { #expect(try store.merge(numbers[one], numbers[other])) }
    for number in numbers.prefix(3) { #expect(try store.incident(number)?.number == 1) }
    #expect(try store.incidentNumbers() == [4, 1])
    #expect(try store.incident(2)?.timeline.count { $0.kind == .recorded } == 3)
    #expect(try store.addEntry(to: 3, .resolved, text: "oiled"))
    #expect(try store.incident(1)?.state == .resolved)
    #expect(try store.rebuildFolds() == 0)
    try store.expectSound()
  }

  @Test func `a resolution that helped in part leaves the incident open`() throws {
    let number = try record("the belt is stuck")
    #expect(try store.addEntry(to: number, .resolved, text: "slower", knownError: refused, isPartial: true))
    #expect(try store.incident(number)?.state == .open)
    #expect(try store.history(of: refused).worked == 0)
    #expect(try store.addEntry(to: number, .resolved, text: "oiled", knownError: refused))
    #expect(try store.incident(number)?.state == .resolved)
    #expect(try store.history(of: refused).worked == 1)
  }

  @Test func `the clock of the journal never goes back, and the time that a person sees is theirs`() throws {
    var time = Timestamp(milliseconds: 1_800_000_000_000)
    let store = try Store(now: { time })
    let signature = signer.signature(of: "belt")
    func record(_ title: String) throws {
      _ = try store.recordIncident(
        title: title, message: "belt", signature: signature, knownError: nil, text: "")
    }
    try record("now")
    time = Timestamp(milliseconds: time.milliseconds - 365 * 86_400_000)
    try record("a year before")
    try record("and again")
    let entries = try all(store)
    #expect(zip(entries, entries.dropFirst()).allSatisfy { $0.time < $1.time })
    #expect(try store.incident(2)?.timeline.first?.time == time)
  }

  @Test func `a copy of a file says things under a name of its own`() throws {
    let path = scratch["one.db"]
    let one = try Store(path: path, access: .create)
    let signature = signer.signature(of: "belt")
    func record(_ store: Store) throws {
      _ = try store.recordIncident(
        title: "belt", message: "belt", signature: signature, knownError: nil, text: "")
    }
    try record(one)
    try one.database.run("VACUUM INTO \(scratch["two.db"])")
    let two = try Store(path: scratch["two.db"], access: .write)
    try record(one)
    try record(two)
    #expect(try one.origins().count == 1)
    #expect(try two.origins().count == 2)
    #expect(try one.take(all(two)).added == 1)
    #expect(try two.take(all(one)).added == 1)
    #expect(try one.foldedRows() == two.foldedRows())
  }

  @Test func `what is forgotten is gone from the bytes of the file`() throws {
    let path = scratch["casebook.db"]
    let store = try Store(path: path, access: .create, now: ticking())
    let secret = "swordfishtrombones"
    let number = try store.recordIncident(
      title: "The \(secret) is stuck", message: "crane \(secret) is stuck",
      signature: signer.signature(of: "crane \(secret) is stuck"), knownError: nil, text: "typed \(secret)",
      labels: [RunLabel(name: "word", value: secret)])
    let other = try store.recordIncident(
      title: "Other", message: "belt", signature: signer.signature(of: "belt"), knownError: nil, text: "")
    #expect(try store.addEntry(to: other, .note, text: "the word is \(secret), too"))
    let note = try #require(try store.incident(other)?.timeline.last?.key)
    try store.expectNoReaders()
    #expect(try store.forgetIncident(number, reason: "a password") == 1)
    #expect(try store.forget(note, reason: "the same"))
    try store.scrub()
    for file in [path, path + "-wal"] {
      let bytes = contents(file) ?? []
      #expect(!String(decoding: bytes, as: UTF8.self).lowercased().contains(secret), "in \(file)")
    }
    #expect(try store.incident(number) == nil)
    #expect(try store.forgetting(ofIncident: number)?.reason == "a password")
    #expect(try store.incident(other)?.timeline.map(\.kind) == [.recorded, .forgotten, .forgotten])
    #expect(try store.incidentNumbers() == [other])
    #expect(try store.check().problems == [])
    #expect(try store.rebuildFolds() == 0)
    // The number is not given again.
    let next = try store.recordIncident(
      title: "Next", message: "x", signature: signer.signature(of: "x"), knownError: nil, text: "")
    #expect(next == 3)
  }

  @Test func `forgetting waits for nobody who reads`() throws {
    let path = scratch["casebook.db"]
    let store = try Store(path: path, access: .create, busyTimeout: 20)
    _ = try store.recordIncident(
      title: "belt", message: "belt", signature: signer.signature(of: "belt"), knownError: nil, text: "")
    let reader = try Store(path: path, access: .read)
    try reader.snapshot {
      _ = try reader.incidentNumbers()
      _ = try store.addEntry(to: 1, .note, text: "x")
      let error = #expect(throws: SQLiteError.self) { try store.expectNoReaders() }
      #expect(error?.kind == .busy)
    }
    try store.expectNoReaders()
  }

  // MARK: Exchange

  @Test func `a changed entry is refused, and so is all after it`() throws {
    let other = try Store(now: ticking())
    let number = try record("belt")
    for text in ["one", "two"] { #expect(try store.addEntry(to: number, .note, text: text)) }
    var entries = try all(store)
    let content = try #require(entries[1].content)
    entries[1] = entry(
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

  private func subject(_ text: String) -> Lesson.Subject {
    let signature = signer.signature(of: text)
    return Lesson.Subject(
      fingerprint: signature.fingerprint, template: signature.template, group: "g1:1", text: text)
  }

  private func entry(
    _ entry: JournalEntry, key: EntryKey? = nil, time: Timestamp? = nil, kind: String? = nil,
    schema: Int? = nil,
    content: JournalEntry.EntryContent? = nil
  ) -> JournalEntry {
    JournalEntry(
      key: key ?? entry.key, time: time ?? entry.time, kind: kind ?? entry.kind,
      schema: schema ?? entry.schema,
      content: content ?? entry.content, hash: entry.hash)
  }
}

/// All entries of a journal, by key.
func all(_ store: Store) throws -> [JournalEntry] {
  var entries: [JournalEntry] = []
  for (origin, _) in try store.origins() { try store.forEachEntry(of: origin) { entries.append($0) } }
  return entries
}
