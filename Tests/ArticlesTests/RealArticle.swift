import CasebookArticles
import CasebookKnowledge

/// The content of a real article, as listed in `RealArticles.tsv` (its head says which columns a reader made)
/// or as parsed.
struct RealArticle {
  /// The columns of the list after the path, in order.
  static let columns = ["sections", "rows", "messages", "literals", "locale", "updated"]

  var path: String
  /// A value for each of the columns; `nil` if the file is refused.
  var values: [String]?
  var knownErrors: Set<String> = []

  /// The entries of the list.
  static func list(_ text: String) -> [RealArticle] {
    text.split(separator: "\n").filter { !$0.hasPrefix("#") }.dropFirst().map { line in
      let fields = line.split(separator: "\t").map(String.init)
      guard fields.count == columns.count + 2 else { return RealArticle(path: fields[0]) }
      let slugs = fields[columns.count + 1].split(separator: " ").map(String.init)
      return RealArticle(
        path: fields[0], values: fields[1...columns.count].map(ofParser),
        knownErrors: Set(slugs).subtracting(["-"]))
    }
  }

  /// The value that the parser should find: 15 in `10(15)`, where a reader counts 10.
  private static func ofParser(_ field: String) -> String {
    guard let open = field.firstIndex(of: "("), field.last == ")" else { return field }
    return String(field[field.index(after: open)...].dropLast())
  }

  private init(path: String, values: [String]? = nil, knownErrors: Set<String> = []) {
    self.path = path
    self.values = values
    self.knownErrors = knownErrors
  }

  /// Parses a file.
  init(path: String, parsing bytes: [UInt8]) {
    self.path = path
    guard let article = try? Article.parse(bytes) else { return }
    let rows = article.sections.flatMap(\.rows)
    let messages =
      article.sections.flatMap(\.messages).filter { $0.source != .heading } + rows.flatMap(\.messages)
    let counts = [
      article.sections.count, rows.count, Set(messages.map(\.text)).count,
      article.sections.flatMap(\.literals).count,
    ]
    values = counts.map(String.init) + [article.locale?.description ?? "-", article.updated ?? "-"]
    knownErrors = Set(article.sections.filter { $0.failure != nil }.map(\.slug))
  }

  /// How this differs from the list, one line per difference.
  func differences(from expected: RealArticle) -> [String] {
    guard let values, let listed = expected.values else {
      return (values == nil) == (expected.values == nil)
        ? [] : ["\(path): \(values == nil ? "refused" : "read"), but the list says otherwise"]
    }
    var lines: [String] = []
    for (column, (found, expected)) in zip(Self.columns, zip(values, listed)) where found != expected {
      lines.append("\(path): \(column): \(found), but \(expected) in the list")
    }
    for slug in knownErrors.subtracting(expected.knownErrors).sorted() {
      lines.append("\(path): #\(slug) is not a known error in the list")
    }
    for slug in expected.knownErrors.subtracting(knownErrors).sorted() {
      lines.append("\(path): #\(slug) is a known error in the list")
    }
    return lines
  }
}
