import CasebookService
import Glibc
import ScratchKit
import Testing

struct CoveragePageTests {
  private let scratch = Scratch()

  @Test func `the page on coverage is current`() throws {
    _ = try KnowledgeBase(path: scratch["kb.db"], bundled: .program)
    let status = system("python3 '\(package("script/coverage"))' --check '\(scratch["kb.db"])'")
    #expect(status == 0, "run script/coverage")
  }

  @Test func `every known error is in five languages`() throws {
    let page = String(decoding: try #require(contents(package("docs/coverage.md"))), as: UTF8.self)
    let rows = page.split(separator: "\n").filter { $0.hasPrefix("| ") && !$0.hasPrefix("| known error") }
    #expect(rows.count > 250)
    for row in rows { #expect(row.contains("| en de fr ja ru |"), "\(row)") }
  }
}
