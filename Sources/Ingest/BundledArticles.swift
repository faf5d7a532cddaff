import CBundle
import CasebookArchives
import CasebookArticles
import CasebookKnowledge
package import CasebookSignatures
package import CasebookStorage
import CasebookText

/// The articles that come with the program: in it, or in a folder while somebody writes them.
package struct BundledArticles: Sendable {
  struct BundledArticle: Sendable {
    /// The subject that a person can switch off: `gpu`.
    let area: String
    /// `bundled:/en/gpu.md`
    let source: String
    let bytes: [UInt8]
  }

  let articles: [BundledArticle]
  /// Changes with the articles and with the rules that read them.
  package let version: String
  /// Whether the program has what an ingest of them stores.
  private let isPrepared: Bool

  /// The articles in the program.
  package static func embedded() throws -> Self {
    let bytes = try decompressed(Bundle.articles)
    return Self(articles: articles(in: bytes), version: embeddedVersion, isPrepared: true)
  }

  /// The articles in a folder.
  package static func folder(_ path: String) throws -> Self {
    var articles: [BundledArticle] = []
    let root = canonicalPath(path)
    for file in filesBelow(root, report: { _ in }, passOver: { _ in }) where file.hasSuffix(".md") {
      let bytes = try readFile(file, limit: Ingest.articleLimit).bytes
      articles.append(
        BundledArticle(
          area: area(ofFile: file, bytes), source: Store.bundledPrefix + file.dropFirst(root.utf8.count),
          bytes: bytes))
    }
    // English comes first, because it names the families.
    let english = articles.filter { $0.source.hasPrefix(Store.bundledPrefix + "/en/") }
    articles = english + articles.filter { !$0.source.hasPrefix(Store.bundledPrefix + "/en/") }
    let hash = ContentHash(articles.flatMap(\.bytes)).description
    return Self(articles: articles, version: hash, isPrepared: false)
  }

  /// The version of the articles in the program: the checksums at the end of both frames.
  package static let embeddedVersion = {
    func checksum(_ stream: UnsafeRawBufferPointer) -> String {
      stream.suffix(4).map { hexadecimal(UInt64($0)).suffix(2) }.joined()
    }
    return checksum(Bundle.articles) + "-" + checksum(Bundle.prepared)
  }()

  /// The areas, in alphabetical order.
  package var areas: [String] { Set(articles.map(\.area)).sorted() }

  /// How many articles are in these areas; `nil` for all.
  package func count(in areas: Set<String>?) -> Int { selected(areas).count }

  private func selected(_ areas: Set<String>?) -> [BundledArticle] {
    articles.filter { areas?.contains($0.area) ?? true }
  }

  /// The articles by source, in the order in which they are stored; for tests.
  package var texts: [(source: String, bytes: [UInt8])] { articles.map { ($0.source, $0.bytes) } }

  /// A new file has the area that its front matter names, or the one of its name.
  private static func area(ofFile path: String, _ bytes: [UInt8]) -> String {
    let key = Array("area: ".utf8)
    for line in bytes.split(separator: UInt8(ascii: "\n"), maxSplits: 20).dropFirst() {
      if line.starts(with: key) { return String(decoding: line.dropFirst(key.count), as: UTF8.self) }
      if line.elementsEqual("---".utf8) { break }
    }
    return fileStem(path)
  }

  private static func articles(in bytes: [UInt8]) -> [BundledArticle] {
    var lines: [[Substring]] = []
    var index = 0
    while let end = bytes[index...].firstIndex(of: UInt8(ascii: "\n")), end > index {
      lines.append(String(decoding: bytes[index..<end], as: UTF8.self)[...].split(separator: "\t"))
      index = end + 1
    }
    index += 1
    return lines.compactMap { line in
      guard line.count == 3, let size = Int(line[2]), index + size <= bytes.count else { return nil }
      defer { index += size }
      return BundledArticle(
        area: String(line[0]), source: Store.bundledPrefix + line[1],
        bytes: Array(bytes[index..<index + size]))
    }
  }

  // MARK: Storing

  /// Fills a new knowledge base.
  ///
  /// - Throws: What `Store` throws.
  package func fill(_ store: Store, areas: Set<String>?, signer: @autoclosure () -> Signer) throws {
    if areas == nil, isPrepared {
      let image = try decompressed(Bundle.prepared)
      try store.load(
        image: image, articles: Dictionary(uniqueKeysWithValues: articles.map { ($0.source, $0.bytes) }))
      try store.setBundledState(.init(version: version, areas: nil))
    } else {
      try refresh(store, areas: areas, signer: signer())
    }
  }

  /// Brings the bundled articles of a knowledge base to this version and these areas; leaves everything else alone.
  ///
  /// - Throws: What `Store` throws.
  package func refresh(_ store: Store, areas: Set<String>?, signer: Signer) throws {
    let wanted = selected(areas)
    try store.transaction {
      let sources = Set(wanted.map(\.source))
      try store.removeArticles(from: store.bundledSources().filter { !sources.contains($0) })
      var prepared: [(article: PreparedArticle, source: String)] = []
      try inOrder(
        count: wanted.count, threads: processorCount, weightLimit: .max, weigh: { _ in 0 },
        makeWorker: { _ in
          let preparation = ArticlePreparation(signer: signer)
          return { index -> Result<PreparedArticle, ArticleError> in
            let article = wanted[index]
            return Result { () throws(ArticleError) in
              try preparation.prepare(
                ArticleText(article.bytes), ContentHash(article.bytes), path: article.source)
            }
          }
        }
      ) { index, result in
        // A bundled file that cannot be read fails the tests, not the user.
        if case .success(let article) = result { prepared.append((article, wanted[index].source)) }
      }
      _ = try store.store(prepared)
      let isNone = areas?.isEmpty ?? false
      try store.setBundledState(isNone ? nil : .init(version: version, areas: areas))
    }
  }
}

/// The two Zstandard frames in the program.
private enum Bundle {
  static var articles: UnsafeRawBufferPointer {
    .init(start: casebook_articles(), count: casebook_articles_size)
  }
  static var prepared: UnsafeRawBufferPointer {
    .init(start: casebook_prepared(), count: casebook_prepared_size)
  }
}

/// The commit that the program was built from; `nil` if the build did not name one.
package let builtCommit = casebook_commit().map { String(cString: $0) }
