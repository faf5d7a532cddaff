public import CasebookKnowledge

/// Resolutions as Markdown documents of their own.
public struct MarkdownExport {
  private let base: KnowledgeBase

  /// An export from a knowledge base, in the locale that it prefers.
  public init(of base: KnowledgeBase) { self.base = base }

  /// One document: front matter that says where it comes from, the title, the text. `nil` when there is no such known
  /// error.
  public func document(for id: KnownErrorID) throws -> String? {
    guard let answer = try base.resolution(of: id) else { return nil }
    let resolution = answer.resolution
    var header = [
      ("known_error", id.description), ("title", resolution.title), ("locale", resolution.locale.description),
      ("source", "\(resolution.source):\(resolution.line)"),
    ]
    if let updated = resolution.updated { header.append(("updated", updated)) }
    if !answer.remarks.isEmpty { header.append(("remark", answer.remarks.joined(separator: "; "))) }
    // A JSON string is a YAML string, and nothing in it can end the front matter.
    let frontMatter = header.map { "\($0): \(JSON.string($1))\n" }.joined()
    return
      "---\n\(frontMatter)---\n\n# \(Self.heading(resolution.title))\n\n\(Self.contained(resolution.markdown))\n"
  }

  /// The file name for a known error below the folder of an export: `locale/family/slug.md`. Nothing in an id can lead
  /// out of the folder.
  public func fileName(for id: KnownErrorID) throws -> String? {
    guard let answer = try base.resolution(of: id) else { return nil }
    let leaf = id.row.map { "\(id.slug)--\($0)" } ?? id.slug
    return [answer.resolution.locale.description, id.family, leaf].map(Self.pathComponent).joined(
      separator: "/") + ".md"
  }

  /// A title as the text of a heading: one line, in which nothing is markup.
  private static func heading(_ title: String) -> String {
    let special: Set<Character> = ["\\", "`", "*", "_", "[", "]", "<", ">", "&", "#", "!", "|", "~"]
    return title.split(whereSeparator: \.isNewline).joined(separator: " ").reduce(into: "") {
      text, character in
      if special.contains(character) { text.append("\\") }
      text.append(character)
    }
  }

  /// A text in which everything that it opens is closed, so that what follows is not drawn into it.
  static func contained(_ markdown: String) -> String {
    var fence: (mark: Character, count: Int)?
    var commentIsOpen = false
    for line in markdown.split(separator: "\n", omittingEmptySubsequences: false) {
      if !commentIsOpen, let run = fenceRun(line) {
        if let open = fence {
          if run.mark == open.mark, run.count >= open.count, run.isBare { fence = nil }
        } else {
          fence = (run.mark, run.count)
        }
      } else if fence == nil {
        var rest = line
        while let index = rest.firstRange(of: commentIsOpen ? "-->" : "<!--") {
          commentIsOpen.toggle()
          rest = rest[index.upperBound...]
        }
      }
    }
    var text = markdown
    while text.last?.isWhitespace == true { text.removeLast() }
    if let fence { text += "\n" + String(repeating: fence.mark, count: fence.count) }
    if commentIsOpen { text += "\n-->" }
    return text
  }

  /// The fence that a line opens or closes, behind quote marks, list marks and indentation.
  private static func fenceRun(_ line: Substring) -> (mark: Character, count: Int, isBare: Bool)? {
    let text = line.drop { $0 == " " || $0 == ">" || $0 == "\t" }
    guard let mark = text.first, mark == "`" || mark == "~" else { return nil }
    let count = text.prefix { $0 == mark }.count
    let info = text.dropFirst(count)
    guard count >= 3, mark == "~" || !info.contains("`") else { return nil }
    return (mark, count, info.allSatisfy(\.isWhitespace))
  }

  private static func pathComponent(_ text: String) -> String {
    let safe = text.map { character in
      character.isLetter || character.isNumber || character == "-" || character == "_" || character == "."
        ? character : "-"
    }
    let name = String(safe.drop { $0 == "." }.prefix(100))
    return name.isEmpty ? "-" : name
  }
}
