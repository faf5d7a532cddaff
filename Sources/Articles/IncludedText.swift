import CasebookText

/// The text of a file that articles include, ready to be inserted.
public struct IncludedText: Sendable {
  /// Identifies the file, whatever path leads to it.
  public let name: String
  let source: SourceText
  /// The first line after the front matter, from 1.
  let firstLine: Int
  /// Lines to append so that a block left open by this text does not extend into the article.
  let closing: [UInt8]

  /// Decodes the bytes of a file. The front matter describes the file and is not included.
  public init(_ bytes: [UInt8], name: String) throws(ArticleError) {
    self.name = name
    source = try SourceText(bytes)
    firstLine = ArticleHeader.bodyLine(of: source)
    try NestingGuard.check(source, from: firstLine)
    let body = source.bytes[min(source.line(firstLine).lowerBound, source.bytes.count)...]
    let mayStayOpen = ["```", "~~~", "<"].contains { body.contains(bytes: Array($0.utf8)) }
    closing =
      mayStayOpen
      ? Array(CasebookArticles.closing(ofMarkdown: String(decoding: body, as: UTF8.self)).utf8) : []
  }

  /// The approximate memory it takes, in bytes.
  public var size: Int { source.bytes.count + source.lineStarts.count * MemoryLayout<UInt32>.size }
}

/// Finds the text for a directive, given the path as written and the name of the file that contains the
/// directive.
public typealias IncludeLookup = (_ path: String, _ includer: String) throws(IncludeError) -> IncludedText

/// Why a file cannot be included.
public struct IncludeError: Error, Hashable, Sendable {
  /// The problem, and what to do.
  public let reason: String

  /// Creates an error; its reason continues a sentence that starts with the path: `is not found`.
  public init(_ reason: String) { self.reason = reason }
}
