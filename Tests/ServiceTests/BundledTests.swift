import CasebookKnowledge
import CasebookSQLite
import CasebookService
import ScratchKit
import Testing

/// The life of the articles that come with the program, with a folder in the place of those in it.
struct BundledTests {
  private let scratch = Scratch()
  private var source: BundledSource { .folder(scratch["bundle"]) }
  private var path: String { scratch["kb.db"] }

  private static func article(_ title: String, _ fix: String, date: String = "06/30/2025") -> String {
    """
    ---
    title: Troubleshoot the \(title)
    ms.date: \(date)
    ---
    # Troubleshoot the \(title)

    ## The \(title) is stuck

    The log says `\(title) is stuck at gate`. \(fix)

    """
  }

  init() {
    write("crane", "Oil it.")
    write("winch", "Pull it.")
  }

  private func write(_ name: String, _ fix: String, date: String = "06/30/2025") {
    scratch.write(Self.article(name, fix, date: date), to: "bundle/en/\(name).md")
  }

  private func open(
    _ access: FileAccess = .write, areas: Set<String>? = nil, told: (BundledNews) -> Void = { _ in }
  ) throws -> KnowledgeBase {
    try KnowledgeBase(path: path, access: access, bundled: source, areas: areas, told: told)
  }

  private func fix(_ name: String, in base: KnowledgeBase) throws -> String? {
    let known = try base.knownErrors().first { $0.slug == "the-\(name)-is-stuck" }
    let text = try known.flatMap { try base.resolution(of: $0) }?.resolution.markdown
    return text?.split(separator: ". ").last.map(String.init)
  }

  @Test func `a new knowledge base has them, whatever it is opened for`() throws {
    #expect(try fix("crane", in: open(.read)) == "Oil it.")
    scratch.remove("kb.db")
    #expect(try fix("crane", in: open(.create)) == "Oil it.")
  }

  @Test func `an upgrade brings them up to date when a knowledge base is opened for writing`() throws {
    let first = try open(.create)
    let winch = try #require(try first.knownErrors().first { $0.slug == "the-winch-is-stuck" })
    let id = try #require(try first.record("winch is stuck at gate", knownError: winch)?.number)
    write("winch", "Push it.")
    scratch.remove("bundle/en/crane.md")
    #expect(try fix("winch", in: open(.read)) == "Pull it.")
    var refreshed: [Int] = []
    let base = try open { if case .refreshed(let count) = $0 { refreshed.append(count) } }
    #expect(refreshed == [1])
    #expect(try fix("winch", in: base) == "Push it.")
    #expect(try fix("crane", in: base) == nil)
    // The records of people stay with the known error.
    let incident = try #require(try base.incidents().first)
    #expect(incident.number == id)
    #expect(incident.timeline.first?.knownError?.slug == "the-winch-is-stuck")
    _ = try open { _ in Issue.record("refreshed again") }
  }

  @Test func `an upgrade leaves the articles of people alone, and theirs win`() throws {
    scratch.write(Self.article("crane", "Ask Ann.", date: "01/01/2020"), to: "own/en/crane.md")
    let base = try open(.create)
    let report = try base.ingest([scratch["own"]])
    #expect(report.warnings == [])
    #expect(try fix("crane", in: base) == "Ask Ann.")
    write("crane", "Grease it.", date: "06/30/2030")
    let upgraded = try open()
    #expect(try fix("crane", in: upgraded) == "Ask Ann.")
    #expect(try upgraded.knownErrors().count == 2)
    // Without the person's article, the bundled one answers again.
    scratch.remove("own/en/crane.md")
    scratch.write(Self.article("lock", "Drain it."), to: "own/en/lock.md")
    _ = try upgraded.ingest([scratch["own"]])
    #expect(try fix("crane", in: upgraded) == "Grease it.")
  }

  @Test func `areas are switched off and on, and stay so in an upgrade`() throws {
    let base = try open(.create, areas: ["winch"])
    #expect(try fix("crane", in: base) == nil)
    let areas = try base.bundledAreas(of: source)
    #expect(areas.on == ["winch"])
    #expect(areas.off == ["crane"])
    write("winch", "Push it.")
    #expect(try fix("crane", in: open()) == nil)
    #expect(try fix("winch", in: open()) == "Push it.")
    try open().setBundled(["crane"], from: source)
    #expect(try fix("crane", in: open()) == "Oil it.")
    #expect(try fix("winch", in: open()) == nil)
    try open().setBundled(nil, from: source)
    #expect(try open().bundledAreas(of: source).off == [])
    let error = #expect(throws: KnowledgeBaseError.self) {
      try KnowledgeBase.checkAreas(["boat"], of: source)
    }
    #expect(error?.cause == .usage)
    #expect(error?.hint == "Give one or more of: crane,winch; or all.")
  }

  @Test func `without them, an upgrade adds none`() throws {
    #expect(try open(.create, areas: []).knownErrors() == [])
    write("winch", "Push it.")
    #expect(try open().knownErrors() == [])
    try open().setBundled(nil, from: source)
    #expect(try open().knownErrors().count == 2)
    try open().setBundled([], from: source)
    write("winch", "Lift it.")
    #expect(try open().knownErrors() == [])
  }

  @Test func `a knowledge base of an older program gets them anew`() throws {
    _ = try open(.create)
    try Database(path: path, access: .write).run("DELETE FROM meta WHERE name LIKE 'bundled%'")
    write("winch", "Push it.")
    #expect(try fix("winch", in: open()) == "Push it.")
  }

  @Test func `where the file cannot be made, they answer from memory`() throws {
    // Nobody can make a folder there.
    let path = "/proc/casebook/kb.db"
    var reasons: [String] = []
    let base = try KnowledgeBase(path: path, access: .read, bundled: source) {
      if case .made(_, let reason?) = $0 { reasons.append(reason) }
    }
    #expect(try fix("crane", in: base) == "Oil it.")
    #expect(
      reasons == [
        "/proc/casebook: cannot create the folder of the knowledge base (No such file or directory)"
      ])
    #expect(throws: KnowledgeBaseError.self) {
      try KnowledgeBase(path: path, access: .write, bundled: source)
    }
  }
}
