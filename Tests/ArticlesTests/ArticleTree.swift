import CasebookArticles
import Testing

/// An article printed for comparison: one line per section, with its rows, messages and literals below it.
func tree(_ markdown: String, _ parts: Set<TreePart> = [.rows, .messages]) throws -> String {
  printed(try Article.parse(Array(markdown.utf8)), parts)
}

/// The same for a parsed article.
func printed(_ article: Article, _ parts: Set<TreePart>) -> String {
  let least = article.sections.map(\.level).min() ?? 0
  var lines: [String] = []
  for section in article.sections {
    let indent = String(repeating: "  ", count: max(0, section.level - least))
    var line =
      "\(indent)\(section.level) #\(section.slug) \(section.title) [\(section.line)-\(section.lastLine)]"
    if let role = section.role { line += " \(role)" }
    if let failure = section.failure { line += " !\(failure.kind): \(failure.text)" }
    lines.append(line)
    if parts.contains(.markdown), !section.markdown.isEmpty {
      for text in section.markdown.split(separator: "\n", omittingEmptySubsequences: false) {
        lines.append("\(indent)  >" + (text.isEmpty ? "" : " ") + text)
      }
    }
    if parts.contains(.literals) {
      for literal in section.literals {
        let language = literal.language.map { " (\($0))" } ?? ""
        lines.append(
          "\(indent)  \(literal.kind)\(language) \(literal.line): \(literal.text.replacing("\n", with: "⏎"))")
      }
    }
    if parts.contains(.messages) {
      for message in section.messages where message.source != .heading {
        lines.append("\(indent)  “\(message.text)” \(message.source) \(message.line)")
      }
    }
    if parts.contains(.rows) {
      for row in section.rows {
        lines.append("\(indent)  /\(row.slug) \(row.title) → \(row.markdown) [\(row.line)]")
      }
    }
  }
  for warning in article.warnings { lines.append("warning \(warning.line): \(warning.message)") }
  return lines.joined(separator: "\n")
}

/// The parts that `tree` prints below each section.
enum TreePart { case markdown, literals, messages, rows }

/// Parses an article, compares it with the printed tree, and shows the actual tree if they differ.
func expectTree(
  _ markdown: String, showing parts: Set<TreePart> = [.rows, .messages], is expected: String,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let printed = try tree(markdown, parts)
  if printed != expected {
    Issue.record("printed:\n\(printed)\nexpected:\n\(expected)", sourceLocation: sourceLocation)
  }
}
