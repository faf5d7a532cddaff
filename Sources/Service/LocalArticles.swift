import CasebookArticles
import CasebookIngest
public import CasebookKnowledge
import CasebookLogText
import CasebookSignatures
import CasebookStorage
import CasebookText

/// An article that a person may make of an incident.
public struct ArticleDraft: Hashable, Sendable {
  /// Its name.
  public let name: ArticleName
  /// The text: what the incident suggests, or the article of this name.
  public let markdown: String
  /// Whether the text is that of an article that is there.
  public let isThere: Bool
  /// Whether the text says what to do: the incident was resolved, or a person wrote it.
  public let hasResolution: Bool

  private static let cause = "\n## Cause\n\n<!-- Why does it happen? -->\n"
  private static let remedy = "\n## Resolution\n\n<!-- What helps? -->\n"

  /// The text for an editor, with empty sections for what the incident does not know.
  public var withHints: String {
    if isThere { return markdown }
    guard hasResolution else { return markdown + Self.cause + Self.remedy }
    guard let place = markdown.range(ofText: "\n## Resolution\n") else { return markdown + Self.cause }
    return markdown[..<place.lowerBound] + Self.cause + markdown[place.lowerBound...]
  }

  /// A text from an editor without the sections that were left empty.
  public static func withoutHints(_ text: String) -> String {
    var text = text + "\n"
    for hint in [cause, remedy] { if let place = text.range(ofText: hint) { text.removeSubrange(place) } }
    return text
  }
}

/// A text that another person wrote for the same local article.
public struct OtherVersion: Hashable, Sendable {
  /// Who wrote it; empty if nobody is known.
  public let author: String
  /// When it was written.
  public let time: Timestamp
  /// The text.
  public let markdown: String
  /// Whether somebody replaced it, having seen it.
  public var isReplaced = false
}

extension KnowledgeBase {
  /// The article that an incident suggests; `nil` if the incident does not exist.
  ///
  /// - Parameter slug: The slug of the article; by default one that is made from the title or the message.
  /// - Throws: `LearningError` for a slug that is none.
  public func draft(ofIncident number: Int, slug: String? = nil) throws -> ArticleDraft? {
    guard let incident = try store.incident(number) else { return nil }
    let slug = try slug ?? self.slug(for: incident)
    let versions = try store.localVersions(slug: slug)
    let known = versions.first { $0.current.locale == preferred } ?? versions.first
    guard let name = ArticleName(slug: slug, locale: known?.current.locale ?? preferred) else {
      throw LearningError.badSlug(slug)
    }
    if let known {
      return ArticleDraft(name: name, markdown: known.current.markdown, isThere: true, hasResolution: true)
    }
    return ArticleDraft(
      name: name, markdown: incident.article, isThere: false,
      hasResolution: incident.outcomes.contains(where: \.worked))
  }

  /// The slug of the article about an incident: that which there is, or a new one. Two errors do not share one.
  private func slug(for incident: Incident) throws -> String {
    if let root = incident.key, let known = try store.learned(from: root) { return known.slug }
    let lead = LogRecord(incident.message).lead
    let signature = signer.signature(of: lead)
    let words = incident.title == Self.firstLine(lead) ? signature.template.constants : incident.title
    let slug = ArticleName.slug(of: words) ?? "error-\(signature.fingerprint.description.suffix(8))"
    let alike = Set(try ([incident] + store.incidents(like: incident)).compactMap(\.key))
    func isFree(_ slug: String) throws -> Bool {
      let all = try store.localVersions(slug: slug).flatMap(\.all)
      return all.isEmpty || all.contains { $0.incident.map(alike.contains) ?? false }
    }
    if try isFree(slug) { return slug }
    return try (2...).lazy.map { "\(slug)-\($0)" }.first { try isFree($0) } ?? slug
  }

  /// Keeps an article about an incident as a local known error, whose id it returns.
  ///
  /// - Throws: `LearningError` if the text cannot be an article, or changes nothing.
  public func learn(
    from number: Int, _ name: ArticleName, _ markdown: String, by: Attribution = Attribution()
  ) throws -> KnownErrorID {
    guard markdown.utf8.count <= ArticleName.longestText else { throw LearningError.tooLong }
    let markdown = markdown.last == "\n" ? markdown : markdown + "\n"
    guard markdown.contains(where: { !$0.isWhitespace }) else { throw LearningError.emptyArticle }
    if let reason = objection(toArticle: markdown) { throw LearningError.unreadable(reason) }
    try store.saying {
      let old = try store.localVersions(slug: name.slug).first { $0.current.locale == name.locale }
      if let old, old.current.markdown == store.redacted(markdown),
        try learned(fromIncident: number) == name.id
      {
        throw LearningError.alreadyWritten(name.id)
      }
      _ = try store.writeResolution(
        slug: name.slug, locale: name.locale, markdown: markdown, incident: number, by: by)
      try store.followLocalResolutions(signer: signer)
    }
    return name.id
  }

  /// What others wrote for the same local known error before anybody saw both, the newest first.
  public func otherVersions(of id: KnownErrorID, in locale: LocaleTag) throws -> [OtherVersion] {
    guard id.family == ArticleName.family else { return [] }
    let versions = try store.localVersions(slug: id.slug).first { $0.current.locale == locale }
    return (versions?.others ?? []).map {
      OtherVersion(author: $0.author, time: $0.time, markdown: $0.markdown)
    }
  }

  /// All texts of a local known error but the one that is shown, the newest first.
  public func revisions(of id: KnownErrorID, in locale: LocaleTag) throws -> [OtherVersion] {
    guard id.family == ArticleName.family else { return [] }
    guard let versions = try store.localVersions(slug: id.slug).first(where: { $0.current.locale == locale })
    else { return [] }
    let all = versions.others.map { ($0, false) } + versions.replaced.map { ($0, true) }
    return all.sorted { $0.0.time > $1.0.time }.map {
      OtherVersion(author: $0.author, time: $0.time, markdown: $0.markdown, isReplaced: $1)
    }
  }

  /// The local known error that people wrote about an incident.
  public func learned(fromIncident number: Int) throws -> KnownErrorID? {
    try store.incident(number)?.key.flatMap(store.learned)
  }

  /// Removes a local known error with all its versions from the bytes of the file. Returns how many versions there were.
  ///
  /// - Throws: An error that `KnowledgeBaseError` explains; `busy` while another process reads.
  public func forgetLocal(_ id: KnownErrorID, reason: String, by: Attribution) throws -> Int {
    guard id.family == ArticleName.family, id.row == nil else { return 0 }
    return try scrubbing { try store.forgetLocal(slug: id.slug, reason: reason, by: by) }
  }

  /// How many versions a local known error has; 0 for one that comes from a file.
  public func localVersions(of id: KnownErrorID) throws -> Int {
    guard id.family == ArticleName.family, id.row == nil else { return 0 }
    return try store.localKeys(slug: id.slug).count
  }

  /// Notes that a resolution worked or did not help, without an incident of its own; `false` if it does not exist.
  public func addOutcome(
    of id: KnownErrorID, worked: Bool, text: String = "", by: Attribution = Attribution()
  ) throws -> Bool {
    try store.addOutcome(of: id, worked: worked, text: text, by: by)
  }
}

extension Incident {
  /// An article with what its journal has.
  fileprivate var article: String {
    var lines = message.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.count > Self.mostLines { lines = lines.prefix(Self.mostLines) + ["…"] }
    var text = "# \(headingMarkdown(of: title))\n\n## Symptom\n\n\(fencedMarkdown(lines))\n"
    let done = outcomes
    if let fix = done.last(where: \.worked) {
      text += "\n## Resolution\n\n"
      if let id = fix.knownError { text += "This is the known error `\(id)`.\n\n" }
      if !fix.text.isEmpty { text += "\(asParagraphs(fix.text))\n\n" }
      let took = fix.took.map { " after \(shownDuration($0))" } ?? ""
      let by = fix.author.isEmpty ? "" : " (by \(headingMarkdown(of: fix.author)))"
      text += "It worked on \(fix.time.date)\(took)\(by).\n"
    }
    let failed = done.filter { !$0.worked }
    if !failed.isEmpty {
      text += "\nTried in vain:\n\n"
      for outcome in failed {
        let parts = [asItem(outcome.text), outcome.knownError.map { "`\($0)`" } ?? ""]
        text += "- \(parts.filter { !$0.isEmpty }.joined(separator: ", "))\n"
      }
    }
    let notes = notes.filter { note in !done.contains { $0.text == note.text } }
    if !notes.isEmpty {
      text += "\n## Notes\n\n"
      for note in notes { text += "- \(asItem(note.text))\n" }
    }
    return text
  }

  /// A message of more lines is cut.
  private static let mostLines = 60

  /// A person's words, as Markdown if that is what they are, but without a heading: what follows would belong to it.
  private func asParagraphs(_ text: String) -> String {
    var fence: Substring?
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
      let start = line.drop { $0 == " " }
      if let open = fence {
        if start.hasPrefix(open) { fence = nil }
        return String(line)
      }
      if start.hasPrefix("```") || start.hasPrefix("~~~") {
        fence = start.prefix(3)
        return String(line)
      }
      let isUnderline = start.allSatisfy { $0 == "=" || $0 == "-" } && start.count > 1
      return start.hasPrefix("#") || isUnderline ? "\\" + start : String(line)
    }
    return contained(markdown: lines.joined(separator: "\n"))
  }

  /// A person's words as an item of a list, without lists and headings of their own.
  private func asItem(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).map { line in
      let line = headingMarkdown(of: String(line))
      return line.first.map("#-+=".contains) ?? false ? "\\" + line : line
    }.joined(separator: "\n  ")
  }
}
