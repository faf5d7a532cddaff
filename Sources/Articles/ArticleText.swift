/// The text of an article before parsing: decoded, with include directives replaced by the included text.
public struct ArticleText: Sendable {
  let source: SourceText
  /// The first line below the front matter, from 1.
  let bodyLine: Int
  /// The front matter, when it is not part of the text.
  private let fields: [String: String]?
  /// For each line of the text, the line of the file, from 1; `nil` if they are the same.
  private(set) var lines: [Int]?
  private(set) var warnings: [Article.Warning] = []
  /// The paths of the directives that could not be resolved, as written.
  private(set) var failures: Set<String> = []

  /// Whether the article includes other files, found or not: then it can change although its own file does
  /// not.
  public private(set) var hasIncludes = false
  /// The names of all included files, direct and indirect.
  public private(set) var included: Set<String> = []
  /// All of the text, as UTF-8.
  public var bytes: [UInt8] { source.bytes }

  /// Decodes the bytes of a file. Without a lookup nothing is included.
  public init(_ bytes: [UInt8], name: String = "", including lookup: IncludeLookup? = nil)
    throws(ArticleError)
  {
    var text = try SourceText(bytes)
    if text.bytes.allSatisfy({ $0 <= 0x20 }) { throw .empty }
    if let remark = text.encodingRemark { warnings.append(.init(line: 1, message: remark)) }
    if name.hasSuffix(".rst") {
      let markdown = RestructuredText.markdown(text)
      text = try SourceText(markdown.bytes)
      (fields, bodyLine) = ([:], 1)
      lines = markdown.lines
    } else if let faq = try FAQ(text) {
      text = try SourceText(faq.markdown)
      (fields, bodyLine) = (faq.fields, 1)
      lines = faq.lines
    } else {
      (fields, bodyLine) = (nil, ArticleHeader.bodyLine(of: text))
    }
    guard let lookup, IncludeDirective.mayStand(in: text.bytes[...]) else {
      source = text
      return
    }
    var expansion = IncludeExpansion(name: name, lookup)
    expansion.expand(text, from: bodyLine)
    let outer = lines
    func moved(_ line: Int) -> Int { outer.map { Self.line(line, in: $0) } ?? line }
    warnings += expansion.warnings.map { .init(line: moved($0.line), message: $0.message) }
    failures = expansion.failures
    hasIncludes = expansion.hasDirectives
    included = expansion.included
    if included.isEmpty {
      source = text
    } else {
      source = expansion.text
      lines = expansion.lines.map(moved)
    }
  }

  /// Reads the front matter.
  func header() throws(ArticleError) -> ArticleHeader {
    if let fields { return ArticleHeader(fields: fields) }
    return try ArticleHeader(of: source)
  }

  /// The line of the title in the front matter; 1 if there is none.
  var titleLine: Int {
    let first = (1..<max(1, bodyLine)).prefix(1_000).first { line in
      let bytes = source.bytes[source.line(line)].drop { $0 == 0x20 }
      return bytes.starts(with: "title".utf8) && [0x3A, 0x3D, 0x20].contains(bytes.dropFirst(5).first ?? 0)
    }
    return first ?? 1
  }

  /// The line of the file for a line of the text.
  func fileLine(_ line: Int) -> Int { lines.map { Self.line(line, in: $0) } ?? line }

  private static func line(_ line: Int, in lines: [Int]) -> Int {
    lines.isEmpty ? 1 : lines[min(max(line, 1), lines.count) - 1]
  }
}
