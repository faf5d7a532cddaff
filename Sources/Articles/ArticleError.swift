/// Why a file cannot be read as an article.
public enum ArticleError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file is empty or holds only white space.
  case empty
  /// The file is not text.
  case notText(line: Int, reason: String)
  /// The front matter cannot be parsed.
  case frontMatter(line: Int, column: Int, reason: String)
  /// Quotes, lists or brackets are nested deeper than a person would write them.
  case nestedTooDeep(line: Int, what: String)
  /// The file is larger than an article may be.
  case tooLarge(bytes: Int, limit: Int)
  /// The file has no front matter, no heading and no text.
  case noText

  /// The problem, its place, and what to do.
  public var description: String { place.map { "\($0): \(reason)" } ?? reason }

  /// `line` or `line:column`, as compilers write them after a path; `nil` when the whole file is at fault.
  public var place: String? {
    if case .frontMatter(let line, let column, _) = self { return "\(line):\(column)" }
    return line.map(String.init)
  }

  /// The problem and what to do, without the place.
  public var reason: String {
    switch self {
    case .empty:
      "the file is empty; write an article into it, or remove it"
    case .notText(_, let reason):
      "not text: \(reason); save the file as UTF-8"
    case .frontMatter(_, _, let reason):
      "the front matter is not YAML: \(reason); put the value in quotes"
    case .nestedTooDeep(_, let what):
      "\(what) are nested too deep to be an article; remove them"
    case .tooLarge(let bytes, let limit):
      "\(bytes) bytes are too many for an article, the limit is \(limit); split the file"
    case .noText:
      "no heading and no text in it; add a heading, or remove the file"
    }
  }

  /// The line of the file that is at fault; `nil` when the problem has no single line.
  public var line: Int? {
    switch self {
    case .empty, .tooLarge, .noText: nil
    case .notText(let line, _), .frontMatter(let line, _, _), .nestedTooDeep(let line, _): line
    }
  }
}
