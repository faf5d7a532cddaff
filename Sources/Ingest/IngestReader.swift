import CasebookArchives
import CasebookArticles
import CasebookKnowledge
import CasebookLogText
import CasebookRedaction
import CasebookSignatures
import CasebookStorage
import CasebookText

/// The classification of a file.
enum IngestItem: Sendable {
  /// A new or changed article.
  case article(PreparedArticle, source: String)
  /// An article that is already stored unchanged, with the files that it includes.
  case unchanged(included: Set<String>)
  /// A run log; it is read while it is stored.
  case run(source: String)
  /// Any other file.
  case other
  /// Its content is refused.
  case refused(IngestReport.Remark)
  /// It cannot be read.
  case unreadable(IngestReport.Remark)

  /// The approximate size of its text in bytes.
  var weight: Int {
    if case .article(let article, _) = self { article.weight } else { 0 }
  }
}

/// Where the files of an ingest come from, and what is already stored.
struct IngestOrigin: Sendable {
  /// A folder whose files are stored under a name instead of their path: that of the bundled articles.
  let renamed: (folder: String, name: String)?
  /// The hashes of the stored articles, by source.
  var known: [String: ContentHash] = [:]
  /// The folders with files that articles may include, as canonical paths.
  var folders: [String] = []
  /// The log formats.
  var formats = LogFormats.standard

  /// Whether a path is standard input or a pipe. A stream can be read only once, so nothing may look at it
  /// first; and its name (`/dev/fd/63`) belongs to another stream the next time.
  func isStream(_ path: String) -> Bool {
    if path == "-" { return true }
    if case .stream? = try? FileKind(path) { return true }
    return false
  }

  /// The name under which a file is stored, by its canonical path.
  func name(_ canonical: String) -> String {
    guard let renamed, canonical == renamed.folder || canonical.hasPrefix(renamed.folder + "/") else {
      return Redactor().storedName(ofPath: canonical)
    }
    return renamed.name + canonical.dropFirst(renamed.folder.count)
  }

  /// Whether the file behind a stored name no longer exists. A file that its folder merely does not list
  /// (another suffix, a hidden or locked folder) is not gone.
  func isGone(_ source: String) -> Bool {
    // The name of a file with a secret in its path does not lead back to it.
    if source.contains(text: "<secret:") { return false }
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

/// Reads files and prepares articles. Belongs to one thread.
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

  /// Reads a file, as far as that is possible without a database. A file that a person named is a log, if it is not an
  /// article.
  func read(_ path: String, isGiven: Bool) -> IngestItem {
    do {
      return try item(path, isGiven)
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

  private func item(_ path: String, _ isGiven: Bool) throws -> IngestItem {
    if origin.isStream(path) { return .run(source: "-") }
    let (bytes, isWhole) = try readFile(path, limit: Self.sampleSize)
    if bytes.isEmpty { throw InputError(path: path, reason: "empty file; nothing to ingest") }
    switch sort(path, UTF16Decoder.utf8(bytes)?.text ?? bytes) {
    case .article:
      return try article(isWhole ? (bytes, true) : readFile(path, limit: Ingest.articleLimit), path)
    case .runLog: return .run(source: origin.name(paths.path(of: path)))
    case .yaml, .text, .other:
      return isGiven ? .run(source: origin.name(paths.path(of: path))) : .other
    }
  }

  /// Most articles are smaller than this, and are read in one step.
  private static let sampleSize = 1 << 16

  /// The kind of a file: its first bytes decide, then its name.
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
  /// The hash of an article and the files that it includes, so that it changes with them. No single file can
  /// have this hash.
  fileprivate func covering(_ text: ArticleText) -> ContentHash {
    ContentHash(
      stored: "+" + ContentHash(Array((description + ContentHash(text.bytes).description).utf8)).description)
  }
}

extension FileError {
  /// The error as a remark for a report.
  var remark: IngestReport.Remark {
    .init(
      place: path, reason: String(description.dropFirst(path.count + 2)), isReadFailure: !isUnreachable)
  }
}

/// The kind of a file by its name.
enum FileSort {
  case article, runLog, yaml, text, other

  /// Uses the last meaningful part of a name: `app.log.2.gz` and `app.log-20240301` are logs. A name without
  /// a suffix, such as `messages`, may be a log.
  init(suffixOf path: String) {
    let name = (path.split(separator: "/").last ?? "").lowercased()
    var parts = name.split(whereSeparator: { $0 == "." || $0 == "-" || $0 == "_" }).dropFirst()
    while let last = parts.last, last.allSatisfy(\.isNumber) { parts.removeLast() }
    let isPacked = Self.packed.contains(parts.last ?? "")
    if let last = parts.last, Self.packed.contains(last) { parts.removeLast() }
    while let last = parts.last, last.allSatisfy(\.isNumber) { parts.removeLast() }
    switch parts.last {
    case "md", "markdown", "mdx", "rst": self = .article
    case "yml", "yaml": self = .yaml
    case "log", "jsonl", "ndjson": self = .runLog
    case "txt", "out", "err", "stdout", "stderr": self = .text
    case nil: self = .text
    default: self = isPacked ? .text : name.contains(".") ? .other : .text
    }
  }

  private static let packed = WordList("names", "packed-extension")

  /// Whether the first bytes belong to an article: front matter, or the marker of a FAQ.
  static func isArticle(_ bytes: [UInt8]) -> Bool {
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
    return text.starts(with: "---\n".utf8) || text.starts(with: "---\r\n".utf8)
      || text.starts(with: "+++\n".utf8) || text.starts(with: "+++\r\n".utf8)
      || text.starts(with: "<properties".utf8) || text.starts(with: "### YamlMime:FAQ".utf8)
  }
}
