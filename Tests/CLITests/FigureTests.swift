import CasebookKnowledge
import Glibc
import ScratchKit
import Testing

/// Figures in pages are those that were measured, or those that can be counted.
struct FigureTests {
  private let scratch = Scratch()

  @Test func `tables of what was measured are current`() {
    #expect(check(package("docs")) == 0, "run script/figures")
  }

  @Test(arguments: [
    ("accuracy.md", "| the five articles | 1", "| the five articles | 2"),
    ("accuracy.md", "| BGL | 0.", "| BGL | 1."),
    ("performance.md", "| `casebook --version` | ", "| `casebook --version` | 3"),
  ])
  func `a figure that was changed by hand is noticed`(_ page: String, _ text: String, _ other: String) throws
  {
    let docs = scratch.path + "/docs"
    #expect(system("cp -r '\(package("docs"))' '\(docs)'") == 0)
    #expect(check(docs) == 0)
    let changed = try self.text("docs/" + page).replacing(text, with: other)
    #expect(try changed != self.text("docs/" + page))
    scratch.write(changed, to: "docs/" + page)
    #expect(check(docs) != 0)
  }

  @Test func `a recorded figure has a day, and no path of a machine`() throws {
    let files = try #require(names(in: package("docs/figures")))
    #expect(files.count >= 7)
    for file in files {
      let figures = try JSON(parsing: #require(contents(package("docs/figures/" + file))))
      #expect(figures["benchmark"]?.string.map { $0 + ".json" } == file)
      #expect(try #require(figures["date"]?.string).wholeMatch(of: /\d{4}-\d\d-\d\d/) != nil)
      let lines = try #require(figures["lines"]?.array).compactMap(\.string)
      #expect(!lines.isEmpty)
      for line in lines { #expect(line.firstMatch(of: /(^|\s)\/\w/) == nil, "\(file): \(line)") }
    }
  }

  @Test func `counts in pages are those of the data`() throws {
    // CoveragePageTests compares this page with the articles.
    let head = try text("docs/coverage.md").firstMatch(of: /(\d+) known errors in (\d+) articles/)
    let (_, known, articles) = try #require(head?.output)
    let languages = try #require(names(in: package("data/articles"))).count
    let concepts = try objects("data/concepts/concepts.jsonl")
    func count(_ folder: String) throws -> String {
      let files = try #require(names(in: package(folder))).filter { $0.hasSuffix(".jsonl") }
      let count = try files.reduce(0) { try $0 + objects(folder + "/" + $1).count }
      return "\(count / 1000),\(String(count % 1000 + 1000).dropFirst())"
    }
    let questions = try objects("Tests/Cases/questions.jsonl").count
    for (page, claim) in [
      ("README.md", "some [\(try #require(Int(known)) / 10 * 10) everyday failures](docs/coverage.md)"),
      ("README.md", "in \(words(languages)) languages"),
      ("docs/decisions.md", "indexing \(articles) articles"),
      ("docs/decisions.md", "in \(words(Set(concepts.map { $0["lang"]?.string }).count)) languages"),
      ("docs/accuracy.md", "`data/cases` has \(try count("data/cases")) messages"),
      ("docs/accuracy.md", "the \(try count("data/lookalikes")) messages of `data/lookalikes`"),
      ("docs/accuracy.md", "\(questions) typed questions"),
      ("docs/performance.md", "with the bundled articles in \(words(languages)) languages"),
    ] {
      let words = try text(page).split(whereSeparator: \.isWhitespace).joined(separator: " ")
      #expect(words.contains(claim), "\(page): \(claim)")
    }
  }

  private func check(_ docs: String) -> Int32 {
    system("python3 '\(package("script/figures"))' --check '\(docs)'")
  }

  private func text(_ path: String) throws -> String {
    String(decoding: try #require(contents(package(path))), as: UTF8.self)
  }

  private func objects(_ path: String) throws -> [JSON] {
    try text(path).split(separator: "\n").map { try JSON(parsing: $0.utf8) }
  }

  private func words(_ count: Int) -> String { [5: "five", 15: "fifteen"][count] ?? String(count) }
}
