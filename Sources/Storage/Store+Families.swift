import CasebookArticles
import CasebookKnowledge
import CasebookSQLite
import CasebookText

/// How articles are grouped into families.
extension Store {
  /// The family of an article: the previous family of its source; that of the same path in another language's
  /// folder; that of a translation or another revision with the same name; or a new one.
  ///
  /// - Parameter path: The path of the source without its language.
  /// - Returns: The family, and another family that the article could belong to.
  func family(
    for article: PreparedArticle, source: String, neutral path: String
  ) throws -> (number: Int64, rival: Int64?) {
    if let family: Int64 = try database.value("SELECT family_id FROM article WHERE source = \(source)") {
      return (family, nil)
    }
    let named = try article.aliases.flatMap { alias in
      try families(known: alias).map { (family: $0, isTelling: !CommonTitles.contains(alias)) }
    }
    for family in try families(known: path)
    where try accepts(family, article, isParallel: true) {
      return (family, try rival(of: family, for: article, among: named.map(\.family)))
    }
    for (family, isTelling) in named where try accepts(family, article, isTelling: isTelling) {
      return (family, try rival(of: family, for: article, among: named.map(\.family)))
    }
    for family in try families(sharingErrorsWith: article)
    where try accepts(family, article, isTelling: false) {
      return (family, nil)
    }
    return (try newFamily(named: article.aliases.first ?? "article", path: path), nil)
  }

  /// The families that name several known errors as the article does. A translation whose original was renamed
  /// has nothing else in common with it.
  private func families(sharingErrorsWith article: PreparedArticle) throws -> [Int64] {
    let locales = try locales()
    guard locales.count > 1 || locales.first.map({ $0 != article.locale }) == true else { return [] }
    let slugs = article.sections.filter {
      $0.reason != nil && $0.row.isEmpty && $0.level > 1 && !CommonTitles.contains($0.slug)
    }.map(\.slug).sorted { ($1.utf8.count, $0) < ($0.utf8.count, $1) }.prefix(Self.sharedLimit)
    guard slugs.count >= Self.leastShared else { return [] }
    var counts: [Int64: Int] = [:]
    for slug in slugs {
      let families: [Int64] = try database.rows(
        "SELECT DISTINCT family_id FROM known_error WHERE slug = \(slug) AND \"row\" = '' LIMIT \(Self.candidateLimit)"
      ) { try $0[0] }
      for family in families { counts[family, default: 0] += 1 }
    }
    return counts.filter { $0.value >= Self.leastShared && $0.value * 2 >= slugs.count }
      .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.rivalLimit).map(\.key)
  }

  /// The number of known errors to look for in other families, and the least to have in common.
  private static let (sharedLimit, leastShared) = (8, 3)

  /// Another family with the same name that shares anchors with the article.
  private func rival(
    of family: Int64, for article: PreparedArticle, among others: [Int64]
  ) throws -> Int64? {
    let others = Set(others).subtracting([family]).sorted().prefix(Self.rivalLimit)
    return try others.first { other in
      let isEmpty: Bool =
        try database.value(
          "SELECT 1 FROM article WHERE family_id = \(other) AND \(Self.isNoExport) LIMIT 1") != 1
      return try !isEmpty && accepts(other, article, isTelling: false)
    }
  }

  /// Warnings about an article that shares its family or its ids with others.
  func remarks(
    on article: PreparedArticle, number: Int64, family: Int64, rival: Int64?
  ) throws -> [ArticleRemark] {
    var remarks: [ArticleRemark] = []
    func name(_ family: Int64) throws -> String {
      try database.value("SELECT slug FROM family WHERE id = \(family)") ?? ""
    }
    if let rival {
      remarks.append(
        ArticleRemark(
          "fits two families of articles, \(try name(family)) and \(try name(rival)); taken for the first"))
    }
    // A person's article takes the place of a bundled one.
    let isBundled = try database.value("SELECT \(Self.ownFirst) FROM article WHERE id = \(number)") == 1
    let twin: String? = try database.value(
      """
      SELECT source FROM article WHERE family_id = \(family) AND locale = \(article.locale.description)
        AND updated IS \(article.updated) AND id <> \(number) AND \(Self.isNoExport)
        AND (source GLOB 'bundled:*') = \(isBundled) ORDER BY id LIMIT 1
      """)
    if let twin {
      remarks.append(
        ArticleRemark(
          "has the ids of \(twin): both are \(try name(family)) in \(article.locale), of one date; "
            + "where both say something, one of them is shown. Date them (ms.date), or remove one",
          isTwin: true))
    }
    return remarks
  }

  /// The number of a family by its current name, a former name, or another name that it could have had.
  func familyNumber(named name: String) throws -> Int64? {
    if let number: Int64 = try database.value("SELECT id FROM family WHERE slug = \(name)") { return number }
    if let number = try families(known: Self.former(name)).first { return number }
    let others = try families(known: name)
    return others.count == 1 ? others.first : nil
  }

  /// Gives a family the name from its English original, if that arrives after a translation.
  func nameAfterOriginal(_ family: Int64, _ article: PreparedArticle) throws {
    guard article.locale == .english, let name = article.aliases.first.map(Self.familyName),
      !CommonTitles.contains(name),
      try database.value(
        "SELECT 1 FROM article WHERE family_id = \(family) AND locale <> 'en' AND \(Self.isNoExport) LIMIT 1")
        == 1,
      try database.value("SELECT 1 FROM article WHERE family_id = \(family) AND locale = 'en' LIMIT 1") != 1,
      try !isTaken(name)
    else { return }
    let old: String? = try database.value("SELECT slug FROM family WHERE id = \(family)")
    if let old {
      for alias in [old, Self.former(old)] {
        try database.run("INSERT OR IGNORE INTO family_alias (alias, family_id) VALUES (\(alias), \(family))")
      }
    }
    try database.run("UPDATE family SET slug = \(name) WHERE id = \(family)")
  }

  /// Titles that many articles share lead to more families than it is worth checking.
  private static let candidateLimit = 16
  private static let rivalLimit = 4

  private func families(known alias: String) throws -> [Int64] {
    try database.rows(
      "SELECT family_id FROM family_alias WHERE alias = \(alias) ORDER BY family_id LIMIT \(Self.candidateLimit)"
    ) { try $0[0] }
  }

  /// Whether a family accepts an article. It must be another revision of an article in its language, which
  /// the shared anchors show; or the first in its language, with the same path, or with a distinctive name
  /// and anchors that do not contradict.
  private func accepts(
    _ family: Int64, _ article: PreparedArticle, isParallel: Bool = false, isTelling: Bool = true
  ) throws -> Bool {
    let rivals: [(number: Int64, hash: String, updated: String?)] = try database.rows(
      """
      SELECT id, content_hash, updated FROM article WHERE family_id = \(family) AND locale = \(article.locale.description)
        AND \(Self.isNoExport)
      ORDER BY updated DESC LIMIT \(Self.rivalLimit)
      """
    ) { try ($0[0], $0[1], $0[2]) }
    if !rivals.isEmpty {
      return try rivals.allSatisfy { rival in
        if rival.hash == article.contentHash.description { return true }
        let theirs = try anchors(ofArticle: rival.number)
        if let overlap = Self.overlap(article.slugs, theirs, besides: article.aliases) {
          guard overlap >= 0.5 else { return false }
        } else {
          // Both have no headings but their titles.
          guard isTelling || isParallel, article.slugs == theirs else { return false }
        }
        // Pages of several products have the same headings, and revisions have much of the same text.
        let isDated = article.updated != nil && rival.updated != nil && article.updated != rival.updated
        let sketch = sketches.sketch(of: article.contentHash.description) {
          TextSketch(article.sections.lazy.filter { $0.row.isEmpty }.map(\.markdown))
        }
        let theirSketch = try sketches.sketch(of: rival.hash) {
          try TextSketch(texts(ofArticle: rival.number))
        }
        return sketch.isRevision(of: theirSketch, isDated: isDated)
      }
    }
    let members: [(number: Int64, locale: String)] = try database.rows(
      """
      SELECT id, locale FROM article WHERE family_id = \(family) AND \(Self.isNoExport)
      ORDER BY locale, updated DESC LIMIT \(Self.rivalLimit)
      """
    ) { try ($0[0], $0[1]) }
    if isParallel || members.isEmpty { return true }
    var contradicts = false
    for member in members {
      let theirs = try anchors(ofArticle: member.number)
      guard let overlap = Self.overlap(article.slugs, theirs, besides: article.aliases) else { continue }
      if overlap >= 0.5 { return true }
      let isComparable = try article.hasOriginalAnchors && hasOriginalAnchors(member.number, member.locale)
      if isComparable, overlap < 0.25 { contradicts = true }
    }
    return isTelling && !contradicts
  }

  private func anchors(ofArticle article: Int64) throws -> Set<String> {
    Set(
      try database.rows("SELECT slug FROM section WHERE article_id = \(article) AND \"row\" = ''") {
        try $0[0] as String
      })
  }

  private func texts(ofArticle article: Int64) throws -> [String] {
    try database.rows(
      "SELECT markdown FROM section WHERE article_id = \(article) AND \"row\" = '' ORDER BY position"
    ) {
      try $0[0]
    }
  }

  private func hasOriginalAnchors(_ article: Int64, _ locale: String) throws -> Bool {
    if locale == LocaleTag.english.description { return true }
    let isMade: [Bool] = try database.rows(
      "SELECT slug, title FROM section WHERE article_id = \(article) AND \"row\" = '' AND level > 1"
    ) { try SectionName.isMade($0[0], of: $0[1]) }
    return SectionName.areOriginal(isMade)
  }

  /// The share of the smaller set's anchors that the other set also has; `nil` if one set has no distinctive
  /// anchors. Titles are ignored because they made the family a candidate, and so are anchors that every
  /// article has.
  private static func overlap(_ a: Set<String>, _ b: Set<String>, besides titles: [String]) -> Double? {
    let known = Set(titles).union(["", "top"])
    func isTelling(_ slug: String) -> Bool { !known.contains(slug) && !CommonTitles.contains(slug) }
    let (own, theirs) = (a.filter(isTelling), b.filter(isTelling))
    let smaller = min(own.count, theirs.count)
    return smaller == 0 ? nil : Double(own.intersection(theirs).count) / Double(smaller)
  }

  // MARK: Names

  /// The name under which a family is kept after it got another one. No name of a family holds a `#`.
  private static func former(_ name: String) -> String { "#" + name }

  /// Whether a family has a name or had it.
  func isTaken(_ name: String) throws -> Bool {
    try database.value("SELECT 1 FROM family WHERE slug = \(name)") == 1
      || !families(known: Self.former(name)).isEmpty
  }

  /// A family with the name that an id has, which says which it is.
  func newFamily(exactly name: String) throws -> Int64 {
    try database.run("INSERT INTO family (slug) VALUES (\(name))")
    let family = database.lastInsertedID
    try database.run("INSERT OR IGNORE INTO family_alias (alias, family_id) VALUES (\(name), \(family))")
    return family
  }

  private func newFamily(named alias: String, path: String) throws -> Int64 {
    let names = FamilyName.candidates(Self.familyName(alias), path: path)
    let name = try names.first { try !isTaken($0) } ?? FamilyName.last(Self.familyName(alias), path: path)
    try database.run("INSERT INTO family (slug) VALUES (\(name))")
    return database.lastInsertedID
  }

  /// Replaces `#` and `/`, which separate the parts of an id, and leaves out marks at both ends.
  private static func familyName(_ alias: String) -> String {
    let name = alias.replacing(ascii: "#", with: "-").replacing(ascii: "/", with: "-").unicodeScalars
    func isWord(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "_"
    }
    guard let first = name.firstIndex(where: isWord), let last = name.lastIndex(where: isWord) else {
      return "article"
    }
    return String(name[first...last])
  }
}
