import CasebookArticles
public import CasebookKnowledge
public import CasebookSignatures
public import CasebookStorage
import CasebookText
import Glibc

/// Reads files and folders into a store. All processors read and prepare files; one thread stores them.
public struct Ingest {
  /// Called after each file with the number of finished files and the total.
  public typealias Progress = (_ done: Int, _ total: Int) -> Void

  let store: Store
  let signer: Signer
  let runOptions: RunOptions
  /// The watch of the supervising process; `nil` without one.
  let watch: IngestWatch?
  private var origin: IngestOrigin
  /// Loaded when the first log needs it.
  var known: KnownSignatures?
  var report = IngestReport()
  /// Articles that are prepared but not stored yet.
  private var batch: [(article: PreparedArticle, source: String, path: String)] = []
  private var waitingBytes = 0
  /// The articles that this ingest stored or will store, by source.
  private var stored: [String: ContentHash] = [:]
  /// The files that articles include, by canonical path.
  private var included: Set<String> = []
  /// The folders with a remark about articles with the same ids.
  private var twinFolders: Set<String> = []

  /// The maximum size of an article, in bytes.
  public static let articleLimit = 32 << 20

  /// How many articles share a transaction. Each is still stored completely or not at all, because a batch
  /// only contains complete articles. A transaction per article would take twice the time.
  private static let batchLimit = 1024
  /// The maximum text of a batch in bytes, so that large articles make smaller batches.
  private static let batchBytes = 16 << 20

  /// An ingest into `store`. If `name` is given, it replaces `folder` in the stored paths. `watch` comes from
  /// `superviseIngest`.
  public init(
    into store: Store, signer: Signer, runs: RunOptions = RunOptions(), renaming folder: String? = nil,
    to name: String = "", watch: IngestWatch? = nil
  ) {
    self.store = store
    self.signer = signer
    runOptions = runs
    self.watch = watch
    origin = IngestOrigin(renamed: folder.map { (canonicalPath($0), name) })
  }

  /// Ingests each path: a file is an article or a run log, a folder contains both, `-` is a run log on
  /// standard input. Input that is refused is in the report.
  ///
  /// - Throws: `StoreError` if the store fails. Files stored before that are kept; the rest is not stored.
  public mutating func run(
    _ paths: [String], progress: Progress = { _, _ in }
  ) throws(StoreError) -> IngestReport {
    report = IngestReport()
    do {
      try take(paths, progress)
    } catch {
      throw StoreError(error, path: store.path)
    }
    return report
  }

  private mutating func take(_ paths: [String], _ progress: Progress) throws {
    let (files, folders) = files(at: paths)
    origin.formats = store.formats
    origin.known = try store.articleHashes()
    let origin = origin
    let paths = CanonicalPaths()
    // A file made for inclusion is an article only if no article includes it, so read the articles first.
    let articles = files.filter { !Self.isInclude($0.path) }
    try read(articles) { progress($0, files.count) }
    let parts = Set(included.filter(Self.isInclude).map { origin.name(paths.path(of: $0)) })
    let others = files.filter {
      Self.isInclude($0.path) && !parts.contains(origin.name(paths.path(of: $0.path)))
    }
    report.included = files.count - articles.count - others.count
    try read(others) { progress(files.count - others.count + $0, files.count) }
    try storeBatch()
    try remove(parts.filter { origin.known[$0] != nil }.sorted())
    for folder in folders {
      let seen = Set(folder.files.map { origin.name(paths.path(of: $0)) })
      let stored = try store.articleSources(below: origin.name(paths.path(of: folder.path)))
      try remove(stored.filter { !seen.contains($0) && origin.isGone($0) })
    }
  }

  private mutating func remove(_ sources: [String]) throws {
    try store.removeArticles(from: sources)
    report.articles.removed += sources.count
    report.removed += sources
  }

  private mutating func read(_ files: [File], _ progress: (_ done: Int) -> Void) throws {
    let suspects = watch?.suspects ?? []
    let sorted = files.filter { suspects.contains($0.path) } + files.filter { !suspects.contains($0.path) }
    var rest = sorted[...]
    while let first = rest.first {
      let isAlone = isTakenAlone(first)
      let part = Array(rest.prefix { isTakenAlone($0) == isAlone })
      let done = files.count - rest.count
      try read(part, isAlone: isAlone) { progress(done + $0) }
      rest = rest.dropFirst(part.count)
    }
  }

  /// Whether no other file is read or stored meanwhile, so that only this one can cause a crash. A stream
  /// cannot be read again to test that.
  private func isTakenAlone(_ file: File) -> Bool {
    guard let watch else { return false }
    return file.isStream || watch.isOneAtATime || watch.suspects.contains(file.path)
  }

  private mutating func read(_ files: [File], isAlone: Bool, _ progress: (_ done: Int) -> Void) throws {
    let (origin, signer, watch) = (origin, signer, watch)
    if isAlone { try storeBatch() }
    try inOrder(
      count: files.count, threads: isAlone ? 1 : processorCount, weightLimit: Self.batchBytes,
      weigh: { (item: IngestItem) in item.weight },
      makeWorker: { thread in
        let reader = IngestReader(origin, signer: signer)
        // The first slot is for storing.
        let slot = 1 + thread
        return { index -> IngestItem in
          let path = files[index].path
          if let reason = watch?.reason(ofLeavingOut: path) {
            return .refused(.init(place: path, reason: reason))
          }
          watch?.begin(path, in: slot)
          defer { watch?.begin("", in: slot) }
          return reader.read(path, isGiven: files[index].isGiven)
        }
      }
    ) { index, item in
      watch?.begin(files[index].path)
      try store(item, files[index])
      if isAlone { try storeBatch() }
      watch?.begin("")
      progress(index + 1)
    }
  }

  /// Whether a file is in a folder called `includes`, where Microsoft's repositories keep shared parts of
  /// articles.
  private static func isInclude(_ path: String) -> Bool { strstr(path, "/includes/") != nil }

  struct File: Sendable {
    let path: String
    /// Whether a person named it, so that skipping it would be a surprise.
    let isGiven: Bool
    /// Whether it can be read only once.
    var isStream = false
  }

  private mutating func files(at paths: [String]) -> (
    files: [File], folders: [(path: String, files: [String])]
  ) {
    var files: [File] = []
    var folders: [(path: String, files: [String])] = []
    let given = paths.filter { if case .folder? = try? FileKind($0) { true } else { false } }
    for path in paths {
      do {
        switch path == "-" ? .stream : try FileKind(path) {
        case .folder:
          let below = filesBelow(path, or: given) {
            report.unreadable.append($0.remark)
          } passOver: {
            report.warnings.append(.init(place: $0.path, reason: $0.reason))
          }
          let wanted = below.filter { FileSort(suffixOf: $0) != .other }
          report.ignored += below.count - wanted.count
          if wanted.isEmpty {
            report.refused.append(
              .init(
                place: path,
                reason: "no articles and no run logs in this folder; give one with .md or .log files"))
          }
          files += wanted.map { File(path: $0, isGiven: false) }
          folders.append((path, wanted))
          origin.folders.append(canonicalPath(path))
        case .file:
          files.append(File(path: path, isGiven: true))
          origin.folders.append(IncludeFiles.parent(of: canonicalPath(path)))
        case .stream: files.append(File(path: path, isGiven: true, isStream: true))
        }
      } catch {
        report.unreadable.append(error.remark)
      }
    }
    return (files, folders)
  }

  private mutating func store(_ item: IngestItem, _ file: File) throws {
    switch item {
    case .article(let article, let source) where stored[source] == article.contentHash:
      // The same file under another path: a link, or a path given twice.
      report.articles.count(.unchanged)
    case .article(let article, let source):
      stored[source] = article.contentHash
      included.formUnion(article.included)
      report.warnings += article.warnings(at: file.path)
      batch.append((article, source, file.path))
      waitingBytes += article.weight
      if batch.count >= Self.batchLimit || waitingBytes >= Self.batchBytes { try storeBatch() }
    case .unchanged(let files):
      included.formUnion(files)
      if let earlier = watch?.takeEarlier(file.path) {
        report.add(earlier)
      } else {
        report.articles.count(.unchanged)
      }
    case .run(let source):
      if file.isStream, let earlier = watch?.takeEarlierStream(file.path) { return report.add(earlier) }
      let before = report
      try storeRuns(file, source: source)
      if file.isStream { watch?.keep([.init(file: file.path, name: "", report: report.since(before))]) }
    case .other: report.ignored += 1
    case .refused(let remark):
      for earlier in watch?.takeEarlier(inFile: file.path) ?? [] { report.add(earlier) }
      report.refused.append(remark)
    case .unreadable(let remark): report.unreadable.append(remark)
    }
  }

  mutating func storeBatch() throws {
    let batch = batch
    self.batch.removeAll(keepingCapacity: true)
    waitingBytes = 0
    if batch.isEmpty { return }
    let changes = try store.store(batch.map { ($0.article, $0.source) }) {
      watch?.begin($0.map { batch[$0].path } ?? "")
    }
    watch?.begin("")
    var records: [IngestWatch.Record] = []
    for (stored, entry) in zip(changes, batch) {
      let remarks = stored.remarks.filter { isFirst($0, at: entry.path) }
        .map { IngestReport.Remark(place: entry.path, reason: $0.text) }
      report.articles.count(stored.change)
      report.warnings += remarks
      guard watch != nil else { continue }
      var own = IngestReport()
      own.articles.count(stored.change)
      own.warnings = entry.article.warnings(at: entry.path) + remarks
      records.append(.init(file: entry.path, name: entry.path, report: own))
    }
    watch?.keep(records)
    known = nil
  }

  /// Whether a remark is the first of its folder about articles with the same ids: the others say the same.
  private mutating func isFirst(_ remark: ArticleRemark, at path: String) -> Bool {
    guard remark.isTwin else { return true }
    return twinFolders.insert(path.split(separator: "/").dropLast().joined(separator: "/")).inserted
  }
}

extension PreparedArticle {
  /// Warnings about content that cannot be represented, for a report.
  fileprivate func warnings(at path: String) -> [IngestReport.Remark] {
    warnings.map { .init(place: "\(path):\($0.line)", reason: $0.message) }
  }
}
