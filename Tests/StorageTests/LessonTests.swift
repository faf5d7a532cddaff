import CasebookKnowledge
import CasebookSQLite
import CasebookSignatures
import ScratchKit
import Testing

@testable import CasebookIngest
@testable import CasebookStorage

/// Lessons stay, whatever else is stored, read again or undone.
struct LessonTests: DepotSuite {
  private let scratch = Scratch()
  let store: Store

  init() throws {
    store = try Store(now: ticking())
    try store.ingest(scratch.write(Depot.english, to: "docs/depot.md"))
  }

  private func subject(_ text: String) -> Lesson.Subject {
    let signature = signer.signature(of: text)
    return Lesson.Subject(
      fingerprint: signature.fingerprint, template: signature.template, group: "g1:\(text.utf8.count)",
      text: text)
  }

  private func teach() throws {
    _ = try store.addLesson(.merge, [subject("crane is stuck"), subject("winch jams")], author: "ann")
    _ = try store.addLesson(.match, [subject("winch jams")], knownError: refused, author: "bob")
    let group = Lesson.Subject(
      fingerprint: nil, template: Template(stored: "belt <*>"), group: "g1:7", text: "belt <*>")
    _ = try store.addLesson(.split, [group], author: "")
    _ = try store.addLesson(.undo, undoing: 1, author: "cy")
  }

  private func told(_ store: Store) throws -> [String] {
    try store.lessons().map { lesson in
      let subjects = lesson.subjects.map { "\($0.fingerprint == nil ? $0.group : $0.template.text)" }
      let known = lesson.knownError.map { " \($0)" } ?? ""
      let undo = lesson.undoes.map { " of \($0)" } ?? lesson.undoneBy.map { " undone by \($0)" } ?? ""
      return "\(lesson.number) \(lesson.author) \(lesson.kind.rawValue) "
        + subjects.joined(separator: " = ") + known + undo
    }
  }

  private let all = [
    "1 ann merge crane is stuck = winch jams undone by 4",
    "2 bob match winch jams troubleshoot-the-depot#parcel-is-refused",
    "3  split g1:7", "4 cy undo  of 1",
  ]

  @Test func `lessons are read as they were taught, with who, when and what`() throws {
    #expect(try store.lessons() == [])
    try teach()
    #expect(try told(store) == all)
    let first = try #require(try store.lessons().first)
    #expect(first.time.description.hasPrefix("2023-11-14T"))
    #expect(first.subjects.map(\.text) == ["crane is stuck", "winch jams"])
    #expect(first.subjects.map(\.group) == ["g1:14", "g1:10"])
    #expect(try store.template(of: try #require(first.subjects[0].fingerprint))?.text == "crane is stuck")
    #expect(try store.lessons().map(\.counts) == [false, true, true, false])
    try store.expectSound()
  }

  @Test func `lessons outlive the articles and the indexes`() throws {
    let path = scratch["kb.db"]
    let file = try Store(path: path, access: .create, now: ticking())
    try file.ingest(scratch["docs"])
    for (kind, text) in [(Lesson.LessonKind.match, "winch jams"), (.split, "crane is stuck")] {
      _ = try file.addLesson(
        kind, [subject(text)], knownError: kind == .match ? refused : nil, author: "ann")
    }
    let before = try told(file)
    scratch.write(Depot.english + "\nOne more.\n", to: "docs/depot.md")
    #expect(try file.ingest(scratch["docs"]).articles.text == "changed 1")
    try file.database.run("UPDATE meta SET value = '0' WHERE name = 'analyzer'")
    #expect(try told(Store(path: path, access: .write)) == before)
  }

  @Test func `an event whose message was taught counts for the known error`() throws {
    let log = scratch.write("2024-05-01 10:00:00 ERROR winch jams\n", to: "run.log")
    try store.ingest(log)
    #expect(try store.history(of: refused).seen == 0)
    try teach()
    #expect(try store.history(of: refused).seen == 1)
    _ = try store.addLesson(.undo, undoing: 2, author: "")
    #expect(try store.history(of: refused).seen == 0)
  }

  @Test func `the known errors that show a message are found by its fingerprint`() throws {
    let shown = signer.signature(of: "ParcelRefused: weight 44 kg is over the limit").fingerprint
    let found = try store.knownErrors(showing: shown, limit: 4)
    #expect(found.map(\.id) == [refused])
    #expect(found.map(\.text) == ["ParcelRefused: weight 31 kg is over the limit"])
  }

  @Test func `secrets are replaced`() throws {
    let secret = Lesson.Subject(
      fingerprint: nil, template: Template(stored: "x"), group: "g1:1",
      text: "login failed: password=Hunter2xyz99")
    _ = try store.addLesson(.split, [secret], author: "")
    #expect(try store.lessons()[0].subjects[0].text == "login failed: password=<secret:password>")
  }
}
