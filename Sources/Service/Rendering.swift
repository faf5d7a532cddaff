import CasebookArticles
public import CasebookKnowledge

extension KnowledgeBase {
  /// The blocks of a Markdown text, to render it on a screen.
  public static func blocks(of markdown: String) -> [MarkdownBlock] { markdownBlocks(of: markdown) }
}
