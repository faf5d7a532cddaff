import CasebookArticles
import CasebookKnowledge
import CasebookRunLogs
public import CasebookSignatures

/// Reads files and folders into a store.
public struct Ingest {
  /// Called after each file with how many of how many are done.
  public typealias Progress = (_ done: Int, _ total: Int) -> Void

  private let store: Store
  private let signer: Signer
  private let preparation: ArticlePreparation
  /// A folder whose files are stored under a name instead of their path: the articles that come with the program.
  private let renamed: (folder: String, name: String)?
  private var report = IngestReport()

  /// The largest article that is read, in bytes.
  public static let articleLimit = 32 << 20

  /// An ingest into `store`. Files below `folder` are stored with `name` in its place, if that is given.
  public init(into store: Store, signer: Signer, renaming folder: String? = nil, to name: String = "") {
    self.store = store
    self.signer = signer
    preparation = ArticlePreparation(signer: signer)
    renamed = folder.map { (canonicalPath($0), name) }
  }

  /// Ingests each path: a file is an article or a run log, a folder has both below it, `-` is a run log on standard
  /// input. What cannot be taken is in the report; only a failing store throws.
  public mutating func run(_ paths: [String], progress: Progress = { _, _ in }) throws -> IngestReport {
    report = IngestReport()
    var files: [(path: String, isGiven: Bool)] = []
    var folders: [(path: String, files: [String])] = []
    for path in paths {
      do {
        switch path == "-" ? .stream : try FileKind(path) {
        case .folder:
          let below = filesBelow(path) { report.unreadable.append(Self.remark($0)) }
          let wanted = below.filter { FileSort(suffixOf: $0) != .other }
          report.ignored += below.count - wanted.count
          if wanted.isEmpty {
            report.refused.append(
              .init(
                place: path,
                reason: "no articles and no run logs in this folder; give one with .md or .log files"))
          }
          files += wanted.map { ($0, false) }
          folders.append((path, wanted))
        case .file, .stream: files.append((path, true))
        }
      } catch {
        report.unreadable.append(Self.remark(error))
      }
    }
    for (index, file) in files.enumerated() {
      try ingest(file.path, isGiven: file.isGiven)
      progress(index + 1, files.count)
    }
    for folder in folders {
      let seen = Set(folder.files.map(source))
      report.articles.removed += try store.removeArticles(below: source(folder.path)) {
        !seen.contains($0) && isGone($0)
      }.count
    }
    return report
  }

  private static func remark(_ error: FileError) -> IngestReport.Remark {
    .init(place: error.path, reason: String(error.description.dropFirst(error.path.count + 2)))
  }

  /// Whether a path is standard input or a pipe: it can be read once, so nothing may be looked at before, and its name
  /// (`/dev/fd/63`) is another one's the next time.
  private func isStream(_ path: String) -> Bool {
    if path == "-" { return true }
    if case .stream? = try? FileKind(path) { return true }
    return false
  }

  /// The name under which a file is stored.
  private func source(_ path: String) -> String {
    if isStream(path) { return "-" }
    let canonical = canonicalPath(path)
    guard let renamed, canonical.hasPrefix(renamed.folder) else { return canonical }
    return renamed.name + canonical.dropFirst(renamed.folder.count)
  }

  /// Whether there is no longer a file behind a stored name. What a folder merely does not show (another suffix, a
  /// hidden or a locked folder) is not gone.
  private func isGone(_ source: String) -> Bool {
    var path = source
    if let renamed, source.hasPrefix(renamed.name) {
      path = renamed.folder + source.dropFirst(renamed.name.count)
    }
    do {
      _ = try FileKind(path)
      return false
    } catch {
      return error.isMissing
    }
  }

  private mutating func ingest(_ path: String, isGiven: Bool) throws {
    do {
      switch try sort(path) {
      case .article: try ingestArticle(path)
      case .runLog: try ingestRun(path)
      case .text, .other:
        if isGiven {
          let reason = "neither an article nor a run log; an article starts with front matter or ends in .md"
          report.refused.append(.init(place: path, reason: reason))
        } else {
          report.ignored += 1
        }
      }
    } catch let error as FileError {
      report.unreadable.append(Self.remark(error))
    } catch let error as InputError {
      report.refused.append(.init(place: path, reason: error.reason))
    } catch let error as ArticleError {
      report.refused.append(.init(place: path, reason: "\(error)"))
    }
  }

  /// What a file is: its first bytes decide, then its name.
  private func sort(_ path: String) throws -> FileSort {
    if isStream(path) { return .runLog }
    let start = try readFile(path, limit: 1 << 16).bytes
    if start.isEmpty { throw InputError(path: path, reason: "empty file; nothing to ingest") }
    if FileSort.isFrontMatter(start) { return .article }
    let sort = FileSort(suffixOf: path)
    if sort == .text || sort == .other { return LogReader.looksLikeLog(start) ? .runLog : .other }
    return sort == .article ? .article : .runLog
  }

  private mutating func ingestArticle(_ path: String) throws {
    let (bytes, isWhole) = try readFile(path, limit: Self.articleLimit)
    guard isWhole else {
      throw InputError(
        path: path,
        reason: "larger than \(Self.articleLimit >> 20) MiB; split the article, or give a log as .log")
    }
    let source = source(path)
    if try store.contentHash(ofArticle: source) == ContentHash(bytes) {
      report.articles.count(.unchanged)
      return
    }
    let article = try preparation.prepare(bytes, path: path)
    report.warnings += article.warnings.map { .init(place: "\(path):\($0.line)", reason: $0.message) }
    report.articles.count(try store.store(article, source: source))
  }

  private mutating func ingestRun(_ path: String) throws {
    let run = try store.storeRun(path, source: source(path), signer: signer)
    report.runs.count(run.change)
    report.lines += run.lines
    report.events += run.events
  }
}

/// What a file's name says that it is.
private enum FileSort {
  case article, runLog, text, other

  init(suffixOf path: String) {
    let name = path.split(separator: "/").last ?? ""
    guard let dot = name.lastIndex(of: ".") else {
      self = .other
      return
    }
    switch name[name.index(after: dot)...].lowercased() {
    case "md", "markdown": self = .article
    case "log", "gz", "jsonl", "ndjson": self = .runLog
    case "txt", "out", "err": self = .text
    default: self = .other
    }
  }

  static func isFrontMatter(_ bytes: [UInt8]) -> Bool {
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
    return text.starts(with: "---\n".utf8) || text.starts(with: "---\r\n".utf8)
      || text.starts(with: "<properties".utf8)
  }
}
