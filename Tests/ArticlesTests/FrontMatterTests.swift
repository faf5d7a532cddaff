import CasebookArticles
import CasebookKnowledge
import Testing

/// Metadata of an article.
@Suite struct FrontMatterTests {
  private func parse(_ text: String) throws -> Article { try Article.parse(Array(text.utf8)) }

  @Test func `the front matter gives title, locale, revision and source revision`() throws {
    let article = try parse(
      """
      ---
      title: "Jobs: a guide"   # a comment
      description: >
        Folded
        text.
      ms.date: 3/7/2022
      ms.openlocfilehash: abc
      ms.contentlocale: pt-BR
      tags:
      - one
      - two
      nested:
        key: value
      ---
      # <a name="jobs"></a>Trabalhos
      """)
    #expect(article.title == "Jobs: a guide")
    #expect(article.locale == LocaleTag("pt-BR"))
    #expect(article.updated == "2022-03-07")
    #expect(article.sourceRevision == "abc")
    #expect(article.slug == "jobs")
    #expect(article.frontMatter["tags"] == "one, two")
    #expect(article.frontMatter["nested.key"] == "value")
    #expect(article.frontMatter["description"] == "Folded text.")
    #expect(article.sections.map(\.line) == [15])
    #expect(article.warnings.isEmpty)
  }

  @Test func `without front matter the first title speaks, without that nothing`() throws {
    #expect(try parse("## Low\n\n# High\n").title == "High")
    #expect(try parse("## Low\n").title == "")
    #expect(try parse("## Low\n").slug == nil)
  }

  @Test(arguments: [
    ("10/21/2021", "2021-10-21"), ("21/10/2021", "2021-10-21"), ("2021-10-21T08:00:00Z", "2021-10-21"),
    ("2016/2/9", "2016-02-09"), ("Oct 21, 2021", "2021-10-21"), ("21 October 2021", "2021-10-21"),
    ("soon", nil),
    ("13/13/2021", nil),
  ])
  func `dates are read as people write them`(text: String, day: String?) throws {
    #expect(try parse("---\nms.date: \(text)\n---\n# T\n").updated == day)
  }

  @Test func `an unquoted colon in a value is healed line by line, and said`() throws {
    let article = try parse("---\ntitle: Error: no disk\ndescription: \"open\nms.date: 1/2/2020\n---\n# T\n")
    #expect(article.title == "Error: no disk")
    #expect(article.updated == "2020-01-02")
    #expect(article.warnings.count == 1)
  }

  @Test(arguments: ["title: \"open\n", "title: [a, b\n", "- a\nb\n", "title:\n  a: b: c\n"])
  func `front matter that cannot be understood is refused with its place`(yaml: String) throws {
    let error = #expect(throws: ArticleError.self) { try parse("---\n\(yaml)---\n# T\n") }
    guard case .frontMatter(let line, _, _) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(line >= 2)
  }

  @Test func `a rule at the top is no front matter`() throws {
    let article = try parse("---\n\nText.\n\n# T\n")
    #expect(article.sections.map(\.level) == [0, 1])
  }

  @Test func `the properties of 2016 are front matter too`() throws {
    let article = try parse(
      """
      <properties
         pageTitle="Jobs fail"
         description=""/>
      <tags
         ms.date="02/09/2016"
         ms.author="x" />

      # Jobs
      """)
    #expect(article.title == "Jobs fail")
    #expect(article.updated == "2016-02-09")
    #expect(article.sections.map(\.line) == [8])
  }

  @Test(arguments: ["\u{FEFF}", ""], ["\n", "\r\n", "\r"])
  func `marks and line ends of all kinds give the same article`(mark: String, end: String) throws {
    let text = "---\ntitle: T\n---\n# A\n\ntext `code`\n\n## B fails\nlast"
    let article = try parse(mark + text.replacing("\n", with: end))
    #expect(article == (try parse(text)))
    #expect(article.sections.map(\.line) == [4, 8])
  }

  @Test func `UTF-16 and Windows-1252 are read and reported`() throws {
    var utf16: [UInt8] = [0xFF, 0xFE]
    for unit in "# Größe\n".utf16 { utf16 += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
    let wide = try Article.parse(utf16)
    #expect(wide.title == "Größe")
    #expect(wide.warnings.count == 1)
    let western = try Article.parse(
      Array("# Die Gr".utf8) + [0xF6, 0xDF] + Array("e des Speichers ".utf8) + [0x96, 0x0A])
    #expect(western.title == "Die Größe des Speichers –")
    #expect(western.warnings.count == 1)
  }
}
