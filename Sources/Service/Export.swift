import CasebookArticles
public import CasebookKnowledge
import CasebookStorage
import CasebookText

/// Exports resolutions as Markdown documents.
public struct MarkdownExport {
  private let base: KnowledgeBase

  /// An export from a knowledge base, in its preferred locale.
  public init(of base: KnowledgeBase) { self.base = base }

  /// The document of one known error.
  public struct Document: Sendable {
    /// Front matter with the origin, the title, and the text.
    public let text: String
    /// The path in the export folder: `locale/family/slug.md`. No id can lead out of the folder.
    public let fileName: String
    /// Whether the text is in another language because the preferred locale has none.
    public let isFallback: Bool

    /// Writes the text to a file, completely or not at all, and creates the folders above it.
    public func write(to path: String) throws(KnowledgeBaseError) {
      try writeText(text, to: path)
    }
  }

  /// The document of a known error; `nil` if it does not exist.
  public func document(for id: KnownErrorID) throws -> Document? {
    guard let answer = try base.resolution(of: id) else { return nil }
    return Document(
      text: Self.text(of: answer, try base.history(of: id)),
      fileName: try fileName(for: id, in: answer.resolution.locale),
      isFallback: answer.isFallback)
  }

  private static func text(of answer: Answer, _ history: KnownErrorHistory) -> String {
    let resolution = answer.resolution
    var header = [
      ("known_error", resolution.id.description), ("title", resolution.title),
      ("locale", resolution.locale.description),
    ]
    let source = resolution.export.map(\.source) ?? "\(resolution.source):\(resolution.line)"
    if let source { header.append(("source", source)) }
    if let updated = resolution.updated { header.append(("updated", updated)) }
    if !answer.remarks.isEmpty { header.append(("remark", answer.remarks.joined(separator: "; "))) }
    if history.seen + history.outcomes.count > 0 {
      let last = history.lastSeen.map { ", last \($0.date)" } ?? ""
      let done = history.outcomes.prefix(mostOutcomes).map { "; " + $0.sentence }.joined()
      header.append(("history", "seen \(history.seen == 1 ? "once" : "\(history.seen) times")\(last)\(done)"))
    }
    // JSON strings are valid YAML, and their contents cannot end the front matter.
    let frontMatter = header.map { "\($0): \(JSON.string($1))\n" }.joined()
    // The text before the first heading of an article has no heading.
    let heading = resolution.heading.isEmpty ? "" : "# \(resolution.heading)\n\n"
    return "---\n\(frontMatter)---\n\n\(heading)\(contained(markdown: resolution.markdown))\n"
  }

  /// How many of the fixes that people tried an export has.
  private static let mostOutcomes = 5

  private func fileName(for id: KnownErrorID, in locale: LocaleTag) throws -> String {
    var leaf = id.row.map { "\(id.slug)--\($0)" } ?? id.slug
    // A section can have the same name as a row of another section.
    if id.row == nil, let dashes = Self.lastDashes(in: id.slug),
      try !base.store.knownErrors(
        named: "\(id.family)#\(id.slug[..<dashes.lowerBound])/\(id.slug[dashes.upperBound...])"
      ).isEmpty
    {
      leaf += "--"
    }
    return [locale.description, id.family, leaf].map(Self.pathComponent).joined(separator: "/") + ".md"
  }

  private static func lastDashes(in slug: String) -> Range<String.Index>? {
    var last: Range<String.Index>?
    while let next = slug[(last?.upperBound ?? slug.startIndex)...].range(ofText: "--") { last = next }
    return last
  }

  /// A name that any file system takes for that of one file. Where something had to be replaced or cut, the hash of the
  /// whole keeps different names apart.
  private static func pathComponent(_ text: String) -> String {
    var name = String.UnicodeScalarView()
    var length = 0
    for scalar in text.unicodeScalars {
      let isSafe = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      let safe = isSafe || "-_.".unicodeScalars.contains(scalar) ? scalar : "-"
      if name.isEmpty, safe == "." { continue }
      length += UTF8.width(safe)
      if length > 200 { break }
      name.append(safe)
    }
    if String(name).utf8.elementsEqual(text.utf8), !name.isEmpty { return text }
    return "\(String(name))-\(String(stableHash(Array(text.utf8)), radix: 16).prefix(8))"
  }
}
