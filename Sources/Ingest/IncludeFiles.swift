import CasebookArticles
import CasebookText
import Glibc

/// Finds and reads files that articles include, only inside the ingested folders. Belongs to one thread.
final class IncludeFiles {
  /// Canonical paths.
  private let folders: [String]
  /// A cache by canonical path, because thousands of articles include the same few files.
  private var texts: [String: IncludedText] = [:]
  private var size = 0
  /// The canonical path of each path that was looked up; `nil` if the file does not exist.
  private var resolved: [String: String?] = [:]

  private static let cacheLimit = 8 << 20
  private static let fileLimit = 4 << 20
  private static let pathLimit = 10_000

  init(inside folders: [String]) { self.folders = folders }

  /// The text at `path`, as written in a directive of the file at `includer`.
  func text(at path: String, from includer: String) throws(IncludeError) -> IncludedText {
    let file = try find(path, from: includer)
    if let text = texts[file] { return text }
    let text = try read(file)
    if size + text.size > Self.cacheLimit {
      texts.removeAll()
      size = 0
    }
    texts[file] = text
    size += text.size
    return text
  }

  private func read(_ file: String) throws(IncludeError) -> IncludedText {
    do {
      let (bytes, isWhole) = try readFile(file, limit: Self.fileLimit)
      guard isWhole else { throw IncludeError("is larger than \(Self.fileLimit >> 20) MiB") }
      return try IncludedText(bytes, name: file)
    } catch let error as IncludeError {
      throw error
    } catch let error as FileError {
      throw IncludeError("cannot be read: \(error.reason)")
    } catch {
      throw IncludeError("cannot be read: \(error)")
    }
  }

  // MARK: Paths

  private func find(_ path: String, from includer: String) throws(IncludeError) -> String {
    guard case .article = FileSort(suffixOf: Self.decoded(path)) else {
      throw IncludeError("is not a .md file")
    }
    var isInside = false
    for candidate in candidates(Self.decoded(path), from: includer) {
      guard let candidate = Self.normalised(candidate), holds(candidate) else { continue }
      isInside = true
      guard let file = try resolve(candidate) else { continue }
      // A link may lead outside the folder.
      if holds(file) { return file }
      isInside = false
    }
    throw IncludeError(
      isInside
        ? "is not found"
        : "is outside the ingested folder; ingest one that contains both")
  }

  /// The canonical path of a file; `nil` if it does not exist.
  private func resolve(_ path: String) throws(IncludeError) -> String? {
    if let known = resolved[path] { return known }
    var file: String?
    do throws(FileError) {
      if case .file = try FileKind(path) { file = canonicalPath(path) }
    } catch {
      if !error.isMissing { throw IncludeError("cannot be read: \(error.reason)") }
    }
    if resolved.count >= Self.pathLimit { resolved.removeAll() }
    resolved[path] = .some(file)
    return file
  }

  /// The possible targets of a path, relative to the folder of the including file. `~/` is the top of the
  /// tree; if a folder contains several trees, it is the nearest folder above that has the file.
  private func candidates(_ path: String, from includer: String) -> [String] {
    let folder = Self.parent(of: includer)
    let relative = "\(folder)/\(path)"
    guard path.hasPrefix("~/") else { return [relative] }
    let rest = path.dropFirst(2)
    var candidates = folders.filter { (folder + "/").hasPrefix(Self.beginning($0)) }.map { "\($0)/\(rest)" }
    var above = folder
    while holds(above + "/") {
      candidates.append("\(above)/\(rest)")
      if above.isEmpty { break }
      above = Self.parent(of: above)
    }
    return candidates + [relative]
  }

  private func holds(_ path: String) -> Bool { folders.contains { path.hasPrefix(Self.beginning($0)) } }

  /// The prefix of the paths in a folder.
  private static func beginning(_ folder: String) -> String { folder.hasSuffix("/") ? folder : folder + "/" }

  static func parent(of path: String) -> String {
    String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
  }

  /// The path without `.`, `..` and empty parts; `nil` if it leads above the root.
  private static func normalised(_ path: String) -> String? {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part != ".." {
        parts.append(part)
      } else if parts.popLast() == nil {
        return nil
      }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// The path in the form of the file system: `%20` is a space, `\` separates folders, and the part after `?`
  /// or `#` is dropped.
  private static func decoded(_ path: String) -> String {
    let bytes = Array(path.utf8.prefix { $0 != UInt8(ascii: "?") && $0 != UInt8(ascii: "#") })
    var decoded: [UInt8] = []
    var index = 0
    while index < bytes.count {
      var byte = bytes[index]
      index += 1
      if byte == UInt8(ascii: "%"), index + 2 <= bytes.count,
        let code = UInt8(String(decoding: bytes[index..<(index + 2)], as: UTF8.self), radix: 16), code != 0
      {
        byte = code
        index += 2
      } else if byte == UInt8(ascii: "\\") {
        byte = UInt8(ascii: "/")
      }
      decoded.append(byte)
    }
    return String(decoding: decoded, as: UTF8.self)
  }
}
