import CasebookText

/// The text of a file that articles include, ready to stand in them.
public struct IncludedText: Sendable {
  /// What tells the file from all others, whatever path leads to it.
  public let name: String
  let source: SourceText
  /// The first line behind the front matter, from 1.
  let firstLine: Int
  /// What has to stand behind the text, so that a block which it leaves open does not reach into the article.
  let closing: [UInt8]

  /// Decodes the bytes of a file. Front matter is about the file and no part of what is included.
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

  /// About how much memory it takes, in bytes.
  public var size: Int { source.bytes.count + source.lineStarts.count * MemoryLayout<UInt32>.size }
}

/// Finds the text that a directive asks for: the path as written, and the name of the file that the directive stands in.
public typealias IncludeLookup = (_ path: String, _ includer: String) throws(IncludeError) -> IncludedText

/// Why a file cannot be included.
public struct IncludeError: Error, Hashable, Sendable {
  /// What is wrong, and what to do.
  public let reason: String

  /// An error with its reason, which goes on where a path ends: `is not found`.
  public init(_ reason: String) { self.reason = reason }
}
