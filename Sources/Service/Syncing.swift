import CasebookIngest
public import CasebookKnowledge
import CasebookStorage

/// The result of an exchange with a folder or a hub.
public struct SyncReport: Sendable {
  /// Entries of others, or of this file before a backup was restored, that are new here.
  public var taken = 0
  /// Entries that are new in the folder or the hub.
  public var written = 0
  /// Entries of this file that got another name, because their names were in use there.
  public var renamed = 0
  /// Entries that lost their text here, because others forgot them.
  public var forgotten = 0
  /// Entries of the folder or the hub that lost their text. The history of git, and backups, still have it.
  public var blanked = 0
  /// Articles of the folder that were written.
  public var articlesWritten = 0
  /// Articles that a person changed in the folder.
  public var articlesRead = 0
  /// Articles that were removed from the folder, because their text was forgotten; the history of git still has it.
  public var articlesRemoved = 0
  /// Counts of events of others that were taken, by machine, message and day.
  public var countsTaken = 0
  /// Counts of events of this file that were sent, by message and hour.
  public var countsWritten = 0
  /// Lessons of one message that others overrule, new with this exchange.
  public var contradictions: [Contradiction] = []
  /// Limits of the place, in one line each.
  public var notes: [String] = []
  /// The entries that were not taken: `FILE:LINE: REASON`.
  public var problems: [String] = []
  /// The error that kept new entries from a hub. Entries that were taken before stay.
  public var unsent: KnowledgeBaseError?
}

/// A lesson, and a later one about the same message that says something else, and rules.
public struct Contradiction: Hashable, Sendable {
  /// The lesson that is overruled.
  public let lesson: Lesson
  /// The lesson that rules.
  public let later: Lesson
}

extension SyncReport {
  /// Takes entries of a place into the journal, and counts them.
  mutating func take(
    _ entries: [JournalEntry], into store: Store, _ acceptingForgets: Bool, from place: String
  ) throws -> TakenEntries {
    do {
      let new = try store.take(entries, acceptingForgets: acceptingForgets)
      taken += new.added
      renamed += new.renamed
      forgotten += new.forgotten
      problems += new.problems
      return new
    } catch ExchangeError.tooManyForgets(let count) {
      throw tooManyForgets(count, place)
    }
  }
}

extension KnowledgeBase {
  /// Exchanges the journal and the local articles with a folder, which a team shares through git. Running it again
  /// changes nothing.
  ///
  /// - Parameters:
  ///   - author: Who changed the articles of the folder.
  ///   - acceptingForgets: Whether others may make this file forget more than ten entries.
  /// - Throws: An error that `KnowledgeBaseError` explains.
  public func sync(_ path: String, author: String, acceptingForgets: Bool = false) throws -> SyncReport {
    var sync = Sync(folder: JournalFolder(path: path), store: store)
    try sync.folder.make()
    let entries = try sync.readEntries()
    try store.saying {
      try sync.take(entries, acceptingForgets)
      try sync.takeArticles(
        besides: store.forgottenResolutions(among: entries), by: Attribution(author: author))
      try store.followLocalResolutions(signer: signer)
    }
    // A forgotten text goes from the articles before it goes from the journal's files, which tell it from a new one.
    try sync.removeForgotten()
    try sync.writeEntries()
    try sync.writeArticles()
    var report = sync.report
    try scrub(noting: &report)
    return report
  }
}

extension KnowledgeBase {
  /// How a folder differs.
  func differences(from folder: JournalFolder) throws -> [SyncDifference] {
    var theirs: [String: [EntryKey: JournalEntry]] = [:]
    for (origin, month) in try folder.journalFiles() {
      for (entry, _) in try folder.journalFile(origin, month, { _ in })?.entries ?? [] {
        theirs[origin, default: [:]][entry.key] = entry
      }
    }
    let origins = Set(theirs.keys).union(try store.origins().map(\.origin))
    return try origins.sorted().compactMap { origin in
      var difference = SyncDifference(origin: origin)
      var rest = theirs[origin] ?? [:]
      try store.forEachEntry(of: origin) { entry in
        guard let other = rest.removeValue(forKey: entry.key) else {
          difference.toSend += 1
          return
        }
        if other.hash != entry.hash { difference.isForked = true }
        if (other.content == nil) != (entry.content == nil) { difference.toForget += 1 }
      }
      difference.toTake = rest.count
      return difference.isEmpty ? nil : difference
    }
  }
}

private struct Sync {
  let folder: JournalFolder
  let store: Store
  var report = SyncReport()
  /// Articles that cannot be written, because what a person wrote there was not taken.
  private var blocked: Set<ArticleName> = []
  /// Articles whose text is forgotten here.
  private var forgotten: Set<ArticleName> = []

  init(folder: JournalFolder, store: Store) {
    self.folder = folder
    self.store = store
  }

  mutating func readEntries() throws -> [JournalEntry] {
    var entries: [JournalEntry] = []
    for (origin, month) in try folder.journalFiles() {
      let file = try folder.journalFile(origin, month) { report.problems.append($0) }
      entries += file?.entries.map(\.entry) ?? []
    }
    return entries
  }

  mutating func take(_ entries: [JournalEntry], _ acceptingForgets: Bool) throws {
    _ = try report.take(entries, into: store, acceptingForgets, from: folder.path)
  }

  /// Writes what the folder lacks. Lines that are there stay, but those of forgotten entries.
  mutating func writeEntries() throws {
    for (origin, _) in try store.origins() {
      var month: String?
      var entries: [JournalEntry] = []
      try store.forEachEntry(of: origin) { entry in
        if entry.time.month != month {
          if let month { try write(entries, origin, month) }
          month = entry.time.month
          entries.removeAll()
        }
        entries.append(store.outgoing(entry))
      }
      if let month { try write(entries, origin, month) }
    }
  }

  private mutating func write(_ entries: [JournalEntry], _ origin: String, _ month: String) throws {
    // Its problems were printed when it was read.
    let file = try folder.journalFile(origin, month) { _ in } ?? JournalFolder.JournalFile()
    guard file.isWhole else { return }
    let known = Dictionary(
      file.entries.map { ($0.entry.key, $0) }, uniquingKeysWith: { $0.entry.content == nil ? $0 : $1 })
    var lines: [EntryKey: ArraySlice<UInt8>] = known.mapValues(\.line)
    var (new, blanked) = (0, 0)
    for entry in entries {
      if let old = known[entry.key] {
        guard entry.content == nil, old.entry.content != nil, old.entry.hash == entry.hash else { continue }
        blanked += 1
      } else {
        new += 1
      }
      lines[entry.key] = Array(entry.line.utf8)[...]
    }
    guard new + blanked > 0 else { return }
    let bytes = lines.sorted { $0.key < $1.key }.flatMap { $0.value + [0x0A] }
    try folder.write(bytes, to: "journal/\(origin)/\(month).jsonl")
    report.written += new
    report.blanked += blanked
  }

  // MARK: Articles

  /// A text that no version in the journal has is one that a person wrote in the folder.
  mutating func takeArticles(besides forgotten: [LocalResolution], by: Attribution) throws {
    let versions = Dictionary(grouping: try store.localVersions().flatMap(\.all), by: \.name)
    let gone = Dictionary(grouping: forgotten, by: \.name)
    for name in try folder.articles() {
      guard let text = try folder.article(name, { report.problems.append($0) }) else {
        blocked.insert(name)
        continue
      }
      func isAmong(_ versions: [LocalResolution]?) -> Bool {
        (versions ?? []).contains { $0.markdown == text }
      }
      if isAmong(versions[name]) { continue }
      if isAmong(gone[name]) {
        self.forgotten.insert(name)
        continue
      }
      let isEmpty = !text.contains { !$0.isWhitespace }
      if let reason = isEmpty ? "empty" : objection(toArticle: text) {
        report.problems.append("\(folder.path)/articles/\(name.file):1: \(reason); not taken")
        blocked.insert(name)
        continue
      }
      _ = try store.writeResolution(slug: name.slug, locale: name.locale, markdown: text, by: by)
      report.articlesRead += 1
    }
  }

  /// Removes what must not be known any more from the folder.
  mutating func removeForgotten() throws {
    for name in forgotten.sorted(by: { $0.file < $1.file }) {
      try folder.remove("articles/\(name.file)")
      report.articlesRemoved += 1
    }
  }

  /// The newest version of each article.
  mutating func writeArticles() throws {
    for version in try store.localVersions().map(\.current) {
      guard let name = version.name, !blocked.contains(name),
        try folder.article(name, { _ in }) != version.markdown
      else { continue }
      try folder.write(Array(version.markdown.utf8), to: "articles/\(name.file)")
      report.articlesWritten += 1
    }
  }
}
