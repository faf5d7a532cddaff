import CasebookIngest
import CasebookKnowledge
import CasebookStorage
import Glibc
import ScratchKit
import Testing

@testable import CasebookService

/// Two knowledge bases and a folder between them.
struct SyncTests {
  private let scratch = Scratch()
  private let ann: KnowledgeBase
  private let bob: KnowledgeBase
  private var folder: String { scratch["team"] }

  init() throws {
    ann = try KnowledgeBase(path: scratch["ann.db"])
    bob = try KnowledgeBase(path: scratch["bob.db"])
  }

  @discardableResult
  private func sync(_ base: KnowledgeBase, acceptingForgets: Bool = false) throws -> SyncReport {
    try base.sync(folder, author: "someone", acceptingForgets: acceptingForgets)
  }

  private func expectEqual(sourceLocation: SourceLocation = #_sourceLocation) throws {
    #expect(try ann.store.foldedRows() == bob.store.foldedRows(), sourceLocation: sourceLocation)
  }

  private func files() -> [String] {
    (namesBelow(folder) ?? []).sorted()
  }

  private func namesBelow(_ folder: String) -> [String]? {
    guard let names = names(in: folder) else { return nil }
    return names.flatMap { name in
      namesBelow(folder + "/" + name).map { $0.map { name + "/" + $0 } } ?? [name]
    }
  }

  /// The one journal file of a knowledge base.
  private func journal() throws -> String {
    try #require(files().first { $0.hasPrefix("journal/") })
  }

  @Test func `two who work alone and exchange end equal, and once more changes nothing`() throws {
    let first = try #require(try ann.record("the crane is stuck", by: Attribution(author: "ann")))
    _ = try bob.record("the belt is torn", by: Attribution(author: "bob"))
    #expect(try sync(ann).written == 1)
    let report = try sync(bob)
    #expect(report.taken == 1)
    #expect(report.written == 1)
    let number = try #require(try bob.incidents().first { $0.title == "the crane is stuck" }?.number)
    _ = try bob.resolve(number, "oiled it", by: Attribution(author: "bob"))
    _ = try ann.note(first.number, "since dawn", by: Attribution(author: "ann"))
    for base in [ann, bob, ann] { try sync(base) }
    try expectEqual()
    #expect(try ann.incident(first.number)?.resolution?.text == "oiled it")
    #expect(try ann.incident(first.number)?.resolution?.author == "bob")
    let before = files().map { contents(scratch["team/" + $0]) }
    for base in [ann, bob] {
      let report = try sync(base)
      #expect(report.taken + report.written + report.articlesRead + report.articlesWritten == 0)
      #expect(report.problems == [])
    }
    #expect(files().map { contents(scratch["team/" + $0]) } == before)
  }

  @Test func `a conflict that git left is named by file and line, and the rest is taken`() throws {
    _ = try ann.record("one")
    _ = try ann.record("two")
    try sync(ann)
    let file = try journal()
    let lines = String(decoding: try #require(contents(scratch["team/" + file])), as: UTF8.self)
      .split(separator: "\n").map(String.init)
    scratch.write(
      ([lines[0], "<<<<<<< HEAD", lines[1], "=======", ">>>>>>> theirs"]).joined(separator: "\n") + "\n",
      to: "team/" + file)
    let report = try sync(bob)
    #expect(report.taken == 2)
    #expect(
      report.problems.map { $0.replacing(folder + "/" + file, with: "FILE") }
        == [2, 4, 5].map {
          "FILE:\($0): a conflict that git left; resolve it, then sync again"
        })
    try expectEqual()
  }

  @Test(arguments: [
    ("not JSON", "not an entry of a journal; not taken"),
    ("{\"origin\":\"x\"}", "not an entry of a journal; not taken"),
    ("[]", "not an entry of a journal; not taken"),
  ])
  func `a line that is no entry is named`(line: String, reason: String) throws {
    _ = try ann.record("one")
    try sync(ann)
    let file = try journal()
    let text = String(decoding: try #require(contents(scratch["team/" + file])), as: UTF8.self)
    scratch.write(line + "\n" + text, to: "team/" + file)
    let report = try sync(bob)
    #expect(report.problems == ["\(folder)/\(file):1: \(reason)"])
    #expect(report.taken == 1)
  }

  @Test func `a truncated file is read to its last whole line, and written by nobody else`() throws {
    for text in ["one", "two", "three"] { _ = try ann.record(text) }
    try sync(ann)
    let file = try journal()
    let bytes = try #require(contents(scratch["team/" + file]))
    scratch.write(bytes.dropLast(9), to: "team/" + file)
    let report = try sync(bob)
    #expect(report.taken == 2)
    #expect(report.problems == ["\(folder)/\(file):3: not an entry of a journal; not taken"])
    // Its own knowledge base says so, too, and a file that was lost is written again.
    #expect(try !sync(ann).problems.isEmpty)
    unlink(scratch["team/" + file])
    #expect(try sync(ann).written == 3)
    #expect(contents(scratch["team/" + file]) == bytes)
    #expect(try sync(bob).taken == 1)
    try expectEqual()
  }

  @Test func `a forged entry is refused, and so is a file of another origin or month`() throws {
    _ = try ann.record("one")
    try sync(ann)
    let file = try journal()
    let text = String(decoding: try #require(contents(scratch["team/" + file])), as: UTF8.self)
    scratch.write(text.replacing("one", with: "won"), to: "team/" + file)
    let report = try sync(bob)
    #expect(report.taken == 0)
    #expect(report.problems.first?.hasSuffix("somebody changed it") == true)
    scratch.write(text, to: "team/journal/0123456789abcdef/2026-01.jsonl")
    scratch.write(text, to: "team/" + file)
    #expect(try sync(bob).problems.count == 1)
    #expect(try bob.incidents().map(\.title) == ["one"])
  }

  @Test func `links and pipes are not followed, when reading and when writing`() throws {
    _ = try ann.record("one")
    scratch.write("secret\n", to: "outside.md")
    try sync(ann)
    mkdir(scratch["team/articles"], 0o755)
    symlink(scratch["outside.md"], scratch["team/articles/crane.en.md"])
    mkfifo(scratch["team/articles/belt.en.md"], 0o600)
    let report = try sync(ann)
    #expect(report.articlesRead == 0)
    #expect(report.problems.count == 2)
    // A folder that leads elsewhere is not written to.
    let elsewhere = scratch["elsewhere"]
    mkdir(elsewhere, 0o755)
    mkdir(scratch["linked"], 0o755)
    symlink(elsewhere, scratch["linked/journal"])
    #expect(throws: KnowledgeBaseError.self) { try ann.sync(scratch["linked"], author: "") }
    #expect(names(in: elsewhere) == [])
  }

  @Test func `articles follow the journal, and a changed one is a new version`() throws {
    let name = "crane.en.md"
    _ = try ann.store.writeResolution(slug: "crane", locale: .english, markdown: "# Crane\n\nOil it.\n")
    _ = try ann.store.writeResolution(slug: "../../crane", locale: .english, markdown: "# Out\n")
    #expect(try sync(ann).articlesWritten == 1)
    #expect(files().filter { $0.hasPrefix("articles") } == ["articles/" + name])
    #expect(names(in: scratch["team"])?.sorted() == ["articles", "journal"])
    try sync(bob)
    scratch.write("# Crane\n\nGrease it.\n", to: "team/articles/" + name)
    let report = try sync(bob)
    #expect(report.articlesRead == 1)
    #expect(report.articlesWritten == 0)
    #expect(try sync(ann).taken == 1)
    try expectEqual()
    #expect(
      try ann.store.localVersions(slug: "crane").flatMap(\.all).map(\.markdown) == [
        "# Crane\n\nGrease it.\n", "# Crane\n\nOil it.\n",
      ])
    // Both at once: one known error with two versions more, the newest shown.
    scratch.write("# Crane\n\nAnn's.\n", to: "team/articles/" + name)
    try sync(ann)
    scratch.write("# Crane\n\nBob's.\n", to: "team/articles/" + name)
    try sync(bob)
    try sync(ann)
    try expectEqual()
    #expect(try ann.store.localVersions(slug: "crane").first?.current.markdown == "# Crane\n\nBob's.\n")
    scratch.write("<<<<<<< HEAD\n# Crane\n=======\n# Cran\n>>>>>>> x\n", to: "team/articles/" + name)
    let conflict = try sync(ann)
    #expect(
      conflict.problems == [
        "\(folder)/articles/\(name):1: a conflict that git left; resolve it, then sync again"
      ])
    #expect(conflict.articlesRead + conflict.articlesWritten == 0)
  }

  @Test func `a forgotten entry loses its line in the folder, and nothing else is rewritten`() throws {
    let number = try #require(try ann.record("the word is swordfish")?.number)
    _ = try ann.record("two")
    try sync(ann)
    try sync(bob)
    let file = try journal()
    let before = String(decoding: try #require(contents(scratch["team/" + file])), as: UTF8.self).split(
      separator: "\n")
    #expect(try ann.forgetIncident(number, reason: "a password", by: Attribution()) == 1)
    #expect(try sync(ann).blanked == 1)
    let after = String(decoding: try #require(contents(scratch["team/" + file])), as: UTF8.self).split(
      separator: "\n")
    #expect(!after.joined().contains("swordfish"))
    #expect(after[1] == before[1])
    #expect(after.count == 3)
    #expect(try sync(bob).forgotten == 1)
    try expectEqual()
    #expect(try bob.incidents().map(\.title) == ["two"])
    // Nor do the bytes of the other file or of its indexes have it.
    for name in ["ann.db", "bob.db"] {
      let bytes = String(decoding: try #require(contents(scratch[name])), as: UTF8.self)
      #expect(bytes.lowercased().split(separator: "swordfish").count == 1, "\(name)")
    }
  }

  @Test func `many foreign forgets need a word`() throws {
    let numbers = try (1...11).compactMap {
      try ann.record("incident \(Character(UnicodeScalar(96 + UInt8($0))))")?.number
    }
    try sync(ann)
    try sync(bob)
    for number in numbers { _ = try ann.forgetIncident(number, reason: "", by: Attribution()) }
    try sync(ann)
    let error = #expect(throws: KnowledgeBaseError.self) { try sync(bob) }
    #expect(error?.message.hasSuffix("others forgot 11 entries that are here; nothing was changed") == true)
    #expect(try bob.incidents().count == 11)
    #expect(try sync(bob, acceptingForgets: true).forgotten == 11)
    try expectEqual()
  }

  @Test func `a folder that cannot be written is said`() throws {
    _ = try ann.record("one")
    scratch.write("", to: "file")
    let error = #expect(throws: KnowledgeBaseError.self) {
      try ann.sync(scratch["file"] + "/team", author: "")
    }
    #expect(error?.cause == .cannotCreate)
  }
}
