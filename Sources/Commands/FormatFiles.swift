import CasebookCommandKit
import CasebookIngest
import CasebookKnowledge
import CasebookLogText

/// The user's own log formats.
enum FormatFiles {
  static let folder = Option(
    "formats", .path("FOLDER", completion: .folder),
    help: "folder of your own log formats, a JSON file each; else casebook/formats in $XDG_CONFIG_HOME")
}

extension Surroundings {
  /// The files with the user's log formats, sorted by name.
  func formatFiles(_ invocation: Invocation) throws -> [String] {
    if let folder = invocation[FormatFiles.folder] {
      guard let files = try jsonFiles(below: located(folder)) else {
        throw Failure(.noInput, "\(folder): not a folder", hint: "Give --formats a folder with JSON files.")
      }
      return files
    }
    let home = environment["HOME"].map { $0 + "/.config" }
    guard let base = baseFolder("XDG_CONFIG_HOME") ?? home else {
      return []
    }
    do throws(FileError) {
      return try jsonFiles(below: located(base + "/casebook/formats")) ?? []
    } catch {
      if error.isMissing { return [] }
      throw error
    }
  }

  /// The user's formats and the built-in ones. A format with a mistake is reported, and then no log is read.
  func formats(_ invocation: Invocation) throws -> LogFormats {
    var own: [LogFormat] = []
    for path in try formatFiles(invocation) {
      let file = FormatFile(try readFormatFile(path), beside: LogFormats())
      if let problem = file.problems.first {
        throw Failure(
          .configuration, "\(path):\(problem.place.line): \(problem.reason)",
          hint: "Fix it; see what is wrong with: casebook check \(path)")
      }
      if let format = file.format { own.append(format) }
    }
    return LogFormats(own: own)
  }

  /// The contents of a format file.
  func readFormatFile(_ path: String) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try forEachChunk(path) { chunk in
      guard bytes.count + chunk.count <= 1 << 20 else {
        throw Failure(.data, "\(path): larger than a megabyte, so not a log format")
      }
      bytes.append(contentsOf: chunk)
    }
    return bytes
  }
}
