import CasebookKnowledge
import CasebookSQLite
import CasebookSignatures
import ScratchKit
import Testing

@testable import CasebookStorage

/// Statements of people are kept for good, and can be read again.
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
      changed(last, time: Timestamp(milliseconds: last.time.milliseconds + 1)), changed(last, kind: "tried"),
      changed(last, schema: 2), changed(last, content: .init(salt: content.salt, body: content.body + " ")),
      changed(last, content: .init(salt: content.salt.reversed(), body: content.body)),
      changed(last, key: EntryKey(origin: last.key.origin, index: 5)),
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

  private func subject(_ text: String) -> Lesson.Subject {
    let signature = signer.signature(of: text)
    return Lesson.Subject(
      fingerprint: signature.fingerprint, template: signature.template, group: "g1:1", text: text)
  }
}
