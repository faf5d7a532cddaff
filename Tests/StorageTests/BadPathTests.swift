import CasebookKnowledge
import Glibc
import ScratchKit
import Testing

@testable import CasebookIngest
@testable import CasebookStorage

/// Paths that cannot be read, links, and files that change meanwhile.
struct BadPathTests {
  private let scratch = Scratch()
  private let store: Store

  init() throws { store = try Store(now: ticking()) }

  @Test func `a path that is missing, and a folder without articles`() throws {
    scratch.makeFolder("bare")
    scratch.write("x", to: "bare/picture.png")
    let crane = scratch.write("# Crane\n", to: "crane.md")
    let report = try store.ingest(scratch["nowhere"], scratch["bare"], scratch["crane.md/x"], crane)
    #expect(
      report.unreadable.map { "\($0.place): \($0.reason)" } == [
        "\(scratch["nowhere"]): No such file or directory", "\(scratch["crane.md/x"]): Not a directory",
      ])
    #expect(
      report.refused.map { "\($0.place): \($0.reason)" } == [
        "\(scratch["bare"]): no articles and no run logs in this folder; give one with .md or .log files"
      ])
    #expect(report.ignored == 1)
    #expect(report.articles.text == "added 1")
  }

  @Test func `a name that is not UTF-8 is named with what to do`() throws {
    scratch.write("# Crane\n", to: "docs/crane.md")
    let name =
      Array(scratch["docs/"].utf8CString.dropLast()) + [CChar(bitPattern: 0xFF), 0x2E, 0x6D, 0x64, 0]
    let file = try #require(fopen(name, "w"))
    fclose(file)
    let report = try store.ingest(scratch["docs"])
    #expect(report.unreadable.map(\.reason) == ["the name is not UTF-8; rename the file"])
    #expect(report.articles.text == "added 1")
  }

  @Test func `links that go round are followed once`() throws {
    scratch.write("# Crane\n", to: "docs/crane.md")
    symlink("..", scratch["docs/loop"])
    symlink("crane.md", scratch["docs/again.md"])
    symlink("gone.md", scratch["docs/dangling.md"])
    symlink("gone", scratch["docs/dangling"])
    symlink("b", scratch["docs/a"])
    symlink("a", scratch["docs/b"])
    scratch.write("# Lift\n", to: "other/lift.md")
    symlink("../other", scratch["docs/other"])
    let report = try store.ingest(scratch["docs"])
    #expect(report.articles.text == "added 1 unchanged 1")
    #expect(
      report.warnings.map { "\($0.place): \($0.reason)".replacing(scratch.path, with: "") }.sorted() == [
        "/docs/loop: a symbolic link to a folder around it; not followed",
        "/docs/other: a symbolic link to a folder; not followed, give the folder itself",
      ])
    #expect(
      report.unreadable.map { "\($0.place): \($0.reason)".replacing(scratch.path, with: "") }.sorted() == [
        "/docs/a: a symbolic link that leads to itself; remove it",
        "/docs/b: a symbolic link that leads to itself; remove it",
        "/docs/dangling.md: No such file or directory",
      ])
  }

  @Test func `a link out of the folder is not followed unless it is named`() throws {
    scratch.write("# Crane\n", to: "docs/crane.md")
    scratch.write("# Vault\n\nThe code is 1234.\n", to: "other/vault.md")
    scratch.write(RunTests.log, to: "other/vault.log")
    symlink("../other/vault.md", scratch["docs/vault.md"])
    symlink("vault.md", scratch["docs/chain.md"])
    symlink(scratch["other/vault.log"], scratch["docs/vault.log"])
    symlink("../docs/crane.md", scratch["docs/again.md"])
    let report = try store.ingest(scratch["docs"])
    #expect(report.articles.text == "added 1 unchanged 1")
    #expect(report.runs.text == "")
    let reason = "a symbolic link to a file outside of the folder; not followed, give the file itself"
    #expect(
      report.warnings.map { "\($0.place): \($0.reason)".replacing(scratch.path, with: "") }.sorted()
        == ["chain.md", "vault.log", "vault.md"].map { "/docs/\($0): \(reason)" })
    var passed: [String] = []
    let logs = try logFiles(below: scratch["docs"], report: { _ in }, passOver: { passed.append($0.path) })
    #expect(logs == [])
    #expect(passed.sorted() == ["chain.md", "vault.log", "vault.md"].map { scratch["docs/\($0)"] })
    // Given by name, or inside another given folder.
    #expect(try store.ingest(scratch["docs/vault.md"]).articles.text == "added 1")
    let both = try store.ingest(scratch["docs"], scratch["other"])
    #expect(both.articles.text == "unchanged 5")
    #expect(both.runs.text == "added 1 unchanged 1")
    #expect(both.warnings.isEmpty)
  }

  @Test func `a file that changes while it is read is read once more, and then given up`() throws {
    let path = scratch.write("# Crane\n", to: "crane.md")
    var looks = 0
    let read = try readFile(path, limit: 100) {
      looks += 1
      if looks == 1 { scratch.write("# Crane fails\n", to: "crane.md") }
    }
    #expect(read.bytes == Array("# Crane fails\n".utf8))
    let error = #expect(throws: FileError.self) {
      try readFile(path, limit: 100) {
        looks += 1
        scratch.write("# Crane fails \(looks)\(String(repeating: "x", count: looks))\n", to: "crane.md")
      }
    }
    #expect(
      error?.description == "\(path): changed while it was read; ingest it again when nothing writes it")
  }
}
