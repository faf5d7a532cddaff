import CasebookIngest
import CasebookKnowledge
import CasebookLogText
import CasebookStorage

/// A user's log formats, beside the built-in ones.
public struct OwnFormats: Sendable {
  /// A file with a format.
  public struct GivenFile: Sendable {
    let path: String
    let bytes: [UInt8]
  }

  let formats: LogFormats

  /// The formats of files.
  ///
  /// - Throws: `KnowledgeBaseError` for the first mistake in a file.
  public init(_ files: [GivenFile]) throws(KnowledgeBaseError) {
    var own: [LogFormat] = []
    for given in files {
      let file = FormatFile(given.bytes, beside: LogFormats())
      if let problem = file.problems.first {
        throw KnowledgeBaseError(
          .configuration, "\(given.path):\(problem.place.line): \(problem.reason)",
          hint: "Fix it; see what is wrong with: casebook check \(given.path)")
      }
      if let format = file.format { own.append(format) }
    }
    formats = LogFormats(own: own)
  }

  /// The JSON files in a folder, sorted by name; `nil` if it is not a folder, or is missing and may be.
  public static func files(below folder: String, mayBeMissing: Bool) throws -> [String]? {
    do throws(FileError) {
      return try jsonFiles(below: folder)
    } catch {
      if mayBeMissing, error.isMissing { return nil }
      throw error
    }
  }
}

/// The result of checking a file with a log format.
public struct CheckedFormat: Sendable {
  /// The path as given.
  public let path: String
  /// The name of the format; `nil` if the file has none.
  public let name: String?
  /// How many patterns it has.
  public let patterns: Int
  /// How many samples it has.
  public let samples: Int
  /// The mistakes, in the order of the file, each with what to do about it; lines and columns count from 1.
  public let mistakes: [(line: Int, column: Int, reason: String)]

  /// Checks each file beside all the others: two formats of a user must not match the same line either.
  public static func check(_ files: [OwnFormats.GivenFile]) -> [CheckedFormat] {
    let formats = files.map { FormatFile($0.bytes, beside: LogFormats()).format }
    return files.indices.map { index in
      let others = formats.indices.filter { $0 != index }.compactMap { formats[$0] }
      return CheckedFormat(
        files[index].path, FormatFile(files[index].bytes, beside: LogFormats(own: others)))
    }
  }

  private init(_ path: String, _ file: FormatFile) {
    self.path = path
    name = file.format?.name
    patterns = file.format?.patternCount ?? 0
    samples = file.format?.samples.count ?? 0
    mistakes = file.problems.map { ($0.place.line, $0.place.column, $0.reason) }
  }
}

extension KnowledgeBase {
  /// Reads logs with these formats from now on.
  public func use(_ own: OwnFormats) { store.formats = own.formats }
}

extension InputReader {
  /// Reads a file with a format.
  public func formatFile(_ path: String) throws -> OwnFormats.GivenFile {
    let (bytes, isWhole) = try bytes(of: path, limit: 1 << 20)
    if isWhole { return OwnFormats.GivenFile(path: path, bytes: bytes) }
    throw KnowledgeBaseError(.data, "\(path): larger than a megabyte, so not a log format")
  }
}
