import CasebookArticles
import Testing

/// A text in reStructuredText, parsed as the page of a folder.
func restructured(_ text: String) throws -> Article {
  try Article.parse(ArticleText(Array(text.utf8), name: "page.rst"))
}

/// The known errors that are rows and items: title and fix.
func restructuredErrors(_ text: String) throws -> [String] {
  try restructured(text).sections.flatMap(\.rows).map { "\($0.title) → \($0.markdown)" }
}

/// The Markdown of all sections.
func restructuredMarkdown(_ text: String) throws -> String {
  try restructured(text).sections.map(\.markdown).joined(separator: "\n")
}

/// Compares the printed tree of a text.
func expectRestructured(
  _ text: String, showing parts: Set<TreePart>, is expected: String,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let tree = printed(try restructured(text), parts)
  if tree != expected {
    Issue.record("printed:\n\(tree)\nexpected:\n\(expected)", sourceLocation: sourceLocation)
  }
}
