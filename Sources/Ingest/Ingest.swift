import CasebookArticles
import CasebookKnowledge
public import CasebookSignatures
public import CasebookStorage
import CasebookText
import Glibc

/// Reads files and folders into a store: files are read and worked out on all processors, and stored by one.
public struct Ingest {
  /// Called after each file with how many of how many are done.
  public typealias Progress = (_ done: Int, _ total: Int) -> Void

  private let store: Store
  private let signer: Signer
  private let runOptions: RunOptions
  private var origin: IngestOrigin
  /// Looked up when the first log needs them.
  private var known: KnownSignatures?
  private var report = IngestReport()
  /// Articles that are worked out and not stored yet.
  private var batch: [(article: PreparedArticle, source: String, path: String)] = []
  private var waitingBytes = 0
  /// What this ingest stored or will store, by source.
  private var stored: [String: ContentHash] = [:]
  /// The files whose text stands in articles, by canonical path.
  private var included: Set<String> = []

  /// The largest article that is read, in bytes.
  public static let articleLimit = 32 << 20

  /// So many articles share a transaction: each is stored whole or not at all all the same, for what is in a batch is
  /// complete before the batch begins. A transaction of its own for each would take twice the time.
  private static let batchLimit = 1024
  /// Large articles make smaller batches: so many bytes of text at most wait to be stored.
  private static let batchBytes = 16 << 20

  /// An ingest into `store`. Files below `folder` are stored with `name` in its place, if that is given.
  public init(
    into store: Store, signer: Signer, runs: RunOptions = RunOptions(), renaming folder: String? = nil,
    to name: String = ""
  ) {
    self.store = store
    self.signer = signer
    runOptions = runs
    origin = IngestOrigin(renamed: folder.map { (canonicalPath($0), name) })
  }

  /// Ingests each path: a file is an article or a run log, a folder has both below it, `-` is a run log on standard
  /// input. What cannot be taken is in the report.
  ///
  /// - Throws: `StoreError` when the store fails. What was not stored until then is not stored, what was is kept.
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
    // What is made to be included is no article of its own, unless nothing includes it: the articles tell first.
    let articles = files.filter { !Self.isInclude($0.path) }
    try read(articles) { progress($0, files.count) }
    let parts = Set(included.filter(Self.isInclude).map { origin.source($0, paths) })
    let others = files.filter { Self.isInclude($0.path) && !parts.contains(origin.source($0.path, paths)) }
    report.included = files.count - articles.count - others.count
    try read(others) { progress(files.count - others.count + $0, files.count) }
    try storeBatch()
    report.articles.removed += try store.removeArticles(from: parts.filter { origin.known[$0] != nil })
    for folder in folders {
      let seen = Set(folder.files.map { origin.name(paths.path(of: $0)) })
      report.articles.removed += try store.removeArticles(below: origin.source(folder.path, paths)) {
        !seen.contains($0) && origin.isGone($0)
      }
    }
  }

  private mutating func read(_ files: [File], _ progress: (_ done: Int) -> Void) throws {
    let (origin, signer) = (origin, signer)
    try inOrder(
      count: files.count, threads: processorCount, weightLimit: Self.batchBytes, weigh: \.weight,
      makeWorker: {
        let reader = IngestReader(origin, signer: signer)
        return { reader.read(files[$0].path) }
      }
    ) { index, item in
      try store(item, files[index])
      progress(index + 1)
    }
  }

  /// Whether a file lies in a folder called `includes`, where Microsoft's repositories keep what articles share.
  private static func isInclude(_ path: String) -> Bool { strstr(path, "/includes/") != nil }

  private struct File: Sendable {
    let path: String
    /// Whether a person named it, so that passing over it would be a surprise.
    let isGiven: Bool
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
        case .stream: files.append(File(path: path, isGiven: true))
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
      // The same file by another way: a link, or a path that was given twice.
      report.articles.count(.unchanged)
    case .article(let article, let source):
      stored[source] = article.contentHash
      included.formUnion(article.included)
      report.warnings += article.warnings.map { .init(place: "\(file.path):\($0.line)", reason: $0.message) }
      batch.append((article, source, file.path))
      waitingBytes += article.weight
      if batch.count >= Self.batchLimit || waitingBytes >= Self.batchBytes { try storeBatch() }
    case .unchanged(let files):
      included.formUnion(files)
      report.articles.count(.unchanged)
    case .run(let source): try storeRuns(file, source: source)
    case .other: passOver(file)
    case .refused(let remark): report.refused.append(remark)
    case .unreadable(let remark): report.unreadable.append(remark)
    }
  }

  private mutating func storeBatch() throws {
    let batch = batch
    self.batch.removeAll(keepingCapacity: true)
    waitingBytes = 0
    if batch.isEmpty { return }
    for (stored, entry) in zip(try store.store(batch.map { ($0.article, $0.source) }), batch) {
      report.articles.count(stored.change)
      report.warnings += stored.remarks.map { .init(place: entry.path, reason: $0) }
    }
    known = nil
  }

  private mutating func passOver(_ file: File) {
    if file.isGiven {
      let reason = "neither an article nor a run log; an article starts with front matter or ends in .md"
      report.refused.append(.init(place: file.path, reason: reason))
    } else {
      report.ignored += 1
    }
  }

  /// Stores the logs that a file holds, each as a run of its own.
  private mutating func storeRuns(_ file: File, source: String) throws {
    try storeBatch()
    var count = 0
    do {
      let problems = try forEachLog(in: file.path, unpacking: runOptions.unpacking) { log in
        count += 1
        switch log.sort(store.formats) {
        case .log: try storeRun(log, source: LogSource.name(source, log.member))
        case .binary where log.member == nil:
          report.refused.append(
            .init(place: file.path, reason: "no text, but binary data; nothing to ingest"))
        case .text where log.member == nil: passOver(file)
        case .binary, .text: report.ignored += 1
        }
      }
      if file.isGiven, count == 0, problems.isEmpty {
        report.refused.append(.init(place: file.path, reason: "nothing in it; nothing to ingest"))
      }
      for problem in problems {
        let remark = IngestReport.Remark(place: problem.path, reason: problem.reason)
        if problem.isUnavailable { report.unavailable.append(remark) } else { report.refused.append(remark) }
      }
    } catch let error as FileError {
      report.unreadable.append(error.remark)
    }
  }

  private mutating func storeRun(_ log: LogSource, source: String) throws {
    do {
      let known = try known ?? store.knownSignatures()
      self.known = known
      let run = try store.withLogCache {
        try store.storeRun(log, source: source, signer: signer, known: known, options: runOptions)
      }
      report.runs.count(run.change)
      report.lines += run.lines
      report.events += run.events
      if let remark = brokenLinesRemark(run.brokenLines) {
        report.warnings.append(.init(place: log.name, reason: remark))
      }
    } catch let error as InputError {
      // Of what is cut off, the reason is told elsewhere; an empty member says nothing.
      if log.isCutOff { return }
      if log.member == nil {
        report.refused.append(.init(place: error.path, reason: error.reason))
      } else {
        report.ignored += 1
      }
    }
  }
}
