import CasebookArchives
import CasebookArticles
import CasebookKnowledge
import CasebookLogText
import CasebookRedaction
import CasebookSignatures
import CasebookStorage
import CasebookText

/// What a file turned out to be.
enum IngestItem: Sendable {
  /// An article that is new or changed.
  case article(PreparedArticle, source: String)
  /// An article that is stored as it is, with the files that it includes.
  case unchanged(included: Set<String>)
  /// A run log; it is read while it is stored.
  case run(source: String)
  /// Neither.
  case other
  /// Its content cannot be taken.
  case refused(IngestReport.Remark)
  /// It cannot be read.
  case unreadable(IngestReport.Remark)

  /// About how many bytes of text it holds.
  var weight: Int {
    if case .article(let article, _) = self { article.weight } else { 0 }
  }
}

/// Where the files of an ingest come from, and what is stored of them already.
struct IngestOrigin: Sendable {
  /// A folder whose files are stored under a name instead of their path: the articles that come with the program.
  let renamed: (folder: String, name: String)?
  /// The hashes of the articles that are stored, by source.
  var known: [String: ContentHash] = [:]
  /// The folders whose files may be included, as canonical paths.
  var folders: [String] = []
  /// The formats of logs.
  var formats = LogFormats.standard

  /// Whether a path is standard input or a pipe: it can be read once, so nothing may be looked at before, and its name
  /// (`/dev/fd/63`) is another one's the next time.
  func isStream(_ path: String) -> Bool {
    if path == "-" { return true }
    if case .stream? = try? FileKind(path) { return true }
    return false
  }

  /// The name under which what is at a path is stored.
  func source(_ path: String, _ paths: CanonicalPaths) -> String {
    isStream(path) ? "-" : name(paths.path(of: path))
  }

  /// The name under which a file is stored, by its canonical path.
  func name(_ canonical: String) -> String {
    guard let renamed, canonical == renamed.folder || canonical.hasPrefix(renamed.folder + "/") else {
      return Redactor().storedName(ofPath: canonical)
    }
    return renamed.name + canonical.dropFirst(renamed.folder.count)
  }

  /// Whether there is no longer a file behind a stored name. What a folder merely does not show (another suffix, a
  /// hidden or a locked folder) is not gone.
  func isGone(_ source: String) -> Bool {
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
}

/// Reads files and works articles out. It belongs to one thread.
final class IngestReader {
  private let origin: IngestOrigin
  private let preparation: ArticlePreparation
  private let includes: IncludeFiles
  private let paths = CanonicalPaths()

  init(_ origin: IngestOrigin, signer: Signer) {
    self.origin = origin
    includes = IncludeFiles(inside: origin.folders)
    preparation = ArticlePreparation(signer: signer)
  }

  /// Reads a file as far as that needs no database.
  func read(_ path: String) -> IngestItem {
    do {
      return try item(path)
    } catch let error as FileError {
      return .unreadable(error.remark)
    } catch let error as InputError {
      return .refused(.init(place: path, reason: error.reason))
    } catch let error as ArticleError {
      return .refused(.init(place: error.place.map { "\(path):\($0)" } ?? path, reason: error.reason))
    } catch {
      return .refused(.init(place: path, reason: "\(error)"))
    }
  }

  private func item(_ path: String) throws -> IngestItem {
    if origin.isStream(path) { return .run(source: "-") }
    let (bytes, isWhole) = try readFile(path, limit: Self.sampleSize)
    if bytes.isEmpty { throw InputError(path: path, reason: "empty file; nothing to ingest") }
    switch sort(path, UTF16Decoder.utf8(bytes)?.text ?? bytes) {
    case .article:
      return try article(isWhole ? (bytes, true) : readFile(path, limit: Ingest.articleLimit), path)
    case .runLog: return .run(source: origin.name(paths.path(of: path)))
    case .yaml, .text, .other: return .other
    }
  }

  /// Most articles are smaller, and are read once.
  private static let sampleSize = 1 << 16

  /// What a file is: its first bytes decide, then its name.
  private func sort(_ path: String, _ start: [UInt8]) -> FileSort {
    if FileSort.isArticle(start) { return .article }
    if Packing(start) != nil { return .runLog }
    let sort = FileSort(suffixOf: path)
    return switch sort {
    case .article, .runLog: sort
    case .yaml: .other
    case .text, .other: LogReader.looksLikeLog(start, formats: origin.formats) ? .runLog : .other
    }
  }

  private func article(_ file: (bytes: [UInt8], isWhole: Bool), _ path: String) throws -> IngestItem {
    guard file.isWhole else {
      throw InputError(
        path: path,
        reason: "larger than \(Ingest.articleLimit >> 20) MiB; split the article, or give a log as .log")
    }
    let canonical = paths.path(of: path)
    let source = origin.name(canonical)
    let known = origin.known[source]
    var hash = ContentHash(file.bytes)
    if known == hash { return .unchanged(included: []) }
    let text = try ArticleText(file.bytes, name: canonical) {
      path, includer throws(IncludeError) in try self.includes.text(at: path, from: includer)
    }
    if text.hasIncludes { hash = hash.covering(text) }
    if known == hash { return .unchanged(included: text.included) }
    return .article(try preparation.prepare(text, hash, path: path), source: source)
  }
}

extension ContentHash {
  /// The hash of an article that asks for other files: it changes with them, and is none that a file alone could have.
  fileprivate func covering(_ text: ArticleText) -> ContentHash {
    ContentHash(
      stored: "+" + ContentHash(Array((description + ContentHash(text.bytes).description).utf8)).description)
  }
}

extension FileError {
  /// The error in a report.
  var remark: IngestReport.Remark {
    .init(
      place: path, reason: String(description.dropFirst(path.count + 2)), isReadFailure: !isUnreachable)
  }
}

/// What a file's name says that it is.
enum FileSort {
  case article, runLog, yaml, text, other

  /// From the last part of a name that says something: `app.log.2.gz` and `app.log-20240301` are logs. A name without
  /// any, as `messages`, may be one.
  init(suffixOf path: String) {
    let name = (path.split(separator: "/").last ?? "").lowercased()
    var parts = name.split(whereSeparator: { $0 == "." || $0 == "-" || $0 == "_" }).dropFirst()
    while let last = parts.last, last.allSatisfy(\.isNumber) { parts.removeLast() }
    let isPacked = Self.packed.contains(parts.last ?? "")
    if let last = parts.last, Self.packed.contains(last) { parts.removeLast() }
    while let last = parts.last, last.allSatisfy(\.isNumber) { parts.removeLast() }
    switch parts.last {
    case "md", "markdown": self = .article
    case "yml", "yaml": self = .yaml
    case "log", "jsonl", "ndjson": self = .runLog
    case "txt", "out", "err", "stdout", "stderr": self = .text
    case nil: self = .text
    default: self = isPacked ? .text : name.contains(".") ? .other : .text
    }
  }

  private static let packed: Set<Substring> = [
    "gz", "gzip", "zst", "zstd", "xz", "bz2", "bzip2", "tar", "zip", "tgz", "tzst", "txz", "tbz", "tbz2",
  ]

  /// Whether the first bytes are those of an article: front matter, or the mark of a FAQ.
  static func isArticle(_ bytes: [UInt8]) -> Bool {
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
    return text.starts(with: "---\n".utf8) || text.starts(with: "---\r\n".utf8)
      || text.starts(with: "<properties".utf8) || text.starts(with: "### YamlMime:FAQ".utf8)
  }
}
