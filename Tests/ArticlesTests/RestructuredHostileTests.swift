import CasebookArticles
import Testing

/// reStructuredText that nobody wrote as an article.
@Suite struct RestructuredHostileTests {
  @Test(
    .timeLimit(.minutes(2)),
    arguments: [
      "+--+--+\n| a | b |\n", "+--+--+\n", "== ==\na  b\n", "== ==\n", "====\n", ".. list-table::\n",
      "* - a\n",
      ".. csv-table::\n\n   \"a\n   ", ".. note::\n", ".. dropdown:: Copies fail\n\n   x\n\n", ":Cause: x\n",
      "Copies fail\n  x\n", "a::\n", ":a:`b ", "`a <b ", "``a ` ", ".. _a:\n", "a_ [1]_ <c \\ ", "| a\n",
      "- - - ",
      ".. code-block::\n", "   :a: b\n", "\t", "::\n\n",
    ])
  func `constructs without an end are read in bounded time`(unit: String) throws {
    let text =
      "Troubleshooting\n===============\n\n" + String(repeating: unit, count: 200_000 / unit.utf8.count)
    do {
      #expect(try restructured(text).sections.first?.title == "Troubleshooting")
    } catch let error as ArticleError {
      // Nesting that no person wrote is refused.
      #expect(error.line != nil)
    }
  }

  @Test(arguments: [".. note::\n\n", "- a\n\n", "a\n", ".. dropdown:: Copies fail\n\n", "::\n\n", ":a: b\n"])
  func `constructs nested deeper than a person writes are text`(unit: String) throws {
    var text = "Troubleshooting\n===============\n\n"
    for depth in 0..<500 { text += String(repeating: " ", count: depth * 3) + unit }
    #expect(try restructured(text).sections.first?.title == "Troubleshooting")
  }

  @Test func `every prefix of a text is read`() throws {
    let text = """
      :a: b

      T
      =

      .. list-table::
         :header-rows: 1

         * - Error
           - ``a``
      +--+--+
      | a| ü|
      +==+==+
      | b   |
      +--+--+

      == ==
      a  日
      == ==

      .. csv-table:: x
         :header: "a

         "b, ""c"
      .. _`x y`: z
      a_ `b <c>`_ :d:`~e.f` ``g`` [1]_ \\
      t
        d::

         (a) x
      """
    let bytes = Array(text.utf8)
    for count in 1...bytes.count {
      do {
        _ = try Article.parse(ArticleText(Array(bytes[..<count]), name: "page.rst"))
      } catch { #expect(!error.description.isEmpty) }
    }
  }
}
