import CasebookArticles
import CasebookKnowledge
import CasebookSQLite

/// The articles that come with the program.
extension Store {
  /// The beginning of the source of a bundled article. No path begins like this.
  public static let bundledPrefix = "bundled:"

  /// Puts what came with the program behind what people gave, whatever its date.
  static let ownFirst: SQL = "article.source GLOB 'bundled:*'"

  /// Which bundled articles a knowledge base has.
  public struct BundledState: Equatable, Sendable {
    /// The version of the articles, and of the rules that read them.
    public let version: String
    /// The areas that are on; `nil` for all of them.
    public let areas: Set<String>?

    /// The given version and areas.
    public init(version: String, areas: Set<String>?) {
      self.version = version
      self.areas = areas
    }
  }

  /// The state as stored; `nil` without bundled articles. A knowledge base of an older program has all of them, in
  /// no version.
  public func bundledState() throws -> BundledState? {
    if let version: String = try database.value("SELECT value FROM meta WHERE name = 'bundled'") {
      let areas: String? = try database.value("SELECT value FROM meta WHERE name = 'bundled_areas'")
      return BundledState(
        version: version, areas: areas.map { Set($0.split(separator: ",").map(String.init)) })
    }
    let hasSome: Int? = try database.value("SELECT 1 FROM article WHERE \(Self.ownFirst) LIMIT 1")
    return hasSome == nil ? nil : BundledState(version: "", areas: nil)
  }

  /// Stores the state; `nil` for none at all.
  public func setBundledState(_ state: BundledState?) throws {
    try database.run("DELETE FROM meta WHERE name IN ('bundled', 'bundled_areas')")
    guard let state else { return }
    try database.run("INSERT INTO meta VALUES ('bundled', \(state.version))")
    if let areas = state.areas {
      try database.run("INSERT INTO meta VALUES ('bundled_areas', \(areas.sorted().joined(separator: ",")))")
    }
  }

  /// The sources of the bundled articles.
  public func bundledSources() throws -> [String] {
    try database.rows("SELECT source FROM article WHERE \(Self.ownFirst)") { try $0[0] }
  }

  // MARK: Loading

  /// Fills an empty knowledge base with what an ingest of the bundled articles would store. It takes a tenth of the time.
  /// Belongs into a transaction.
  ///
  /// - Parameters:
  ///   - image: The database that `script/embed` made. A text that is part of an article is there as a place in it.
  ///   - articles: The bytes of the articles, by source.
  package func load(image: [UInt8], articles: [String: [UInt8]]) throws {
    let image = try Database(image: image)
    // The image was checked when it was made. The check of an identifier's origin makes a table for each row.
    try database.runScript("PRAGMA ignore_check_constraints = ON")
    defer { try? database.runScript("PRAGMA ignore_check_constraints = OFF") }
    for table in ["meta", "concept", "family", "family_alias", "article", "known_error", "signature"] {
      try copy(table, from: image)
    }
    let sources: [(Int64, String)] = try image.rows("SELECT id, source FROM article") { try ($0[0], $0[1]) }
    let texts = Dictionary(uniqueKeysWithValues: sources.map { ($0.0, articles[$0.1] ?? []) })
    try copyTexts("section", of: "markdown", from: image, texts)
    try copyTexts("message", of: "text", from: image, texts)
    try copy("identifier", from: image)
    // The index as SQLite's FTS5 stores it: https://sqlite.org/fts5.html#fts5_data_structures
    for table in ["section_index_data", "section_index_idx", "section_index_docsize"] {
      try database.runScript("DELETE FROM \(table)")
      try copy(table, from: image)
    }
    forgetLocales()
  }

  private func copy(_ table: String, from image: Database) throws {
    let columns = try Self.columns(of: table, in: image)
    var insert = try database.prepare(Self.insertion(into: table, columns))
    try image.forEachRow(SQL(stringLiteral: "SELECT * FROM \(table)")) { row in
      for index in 0..<row.count { try insert.bind(index + 1, row, column: index) }
      try insert.runBound()
    }
  }

  /// Copies a table in which one column has places in articles. The last three columns of the image's table are the number
  /// of the article, and the place and the length of the text in it, in bytes, or `NULL` if the text is there.
  private func copyTexts(
    _ table: String, of column: String, from image: Database, _ texts: [Int64: [UInt8]]
  ) throws {
    let columns = try Self.columns(of: table, in: image).dropLast(3)
    let place = Int32(columns.count)
    guard let text = columns.firstIndex(of: column).map(Int32.init) else { return }
    var insert = try database.prepare(Self.insertion(into: table, Array(columns)))
    try image.forEachRow(SQL(stringLiteral: "SELECT * FROM \(table)")) { row in
      for index in 0..<place { try insert.bind(index + 1, row, column: index) }
      if !row.isNull(place + 1) {
        let start: Int = try row[place + 1]
        let length: Int = try row[place + 2]
        let article = try texts[row[place]] ?? []
        guard start >= 0, length >= 0, start + length <= article.count else {
          throw image.damaged("\(table): a place outside of its article")
        }
        try article.withUnsafeBufferPointer { bytes in
          try insert.bind(text + 1, text: UnsafeBufferPointer(rebasing: bytes[start..<start + length]))
        }
      }
      try insert.runBound()
    }
  }

  private static func columns(of table: String, in image: Database) throws -> [String] {
    try image.rows("SELECT name FROM pragma_table_info(\(table)) ORDER BY cid") { try $0[0] }
  }

  private static func insertion(into table: String, _ columns: [String]) -> String {
    let names = columns.map { "\"\($0)\"" }.joined(separator: ", ")
    let values = columns.map { _ in "?" }.joined(separator: ", ")
    // OR REPLACE would write a journal for each row.
    return "INSERT INTO \(table) (\(names)) VALUES (\(values))"
  }
}
