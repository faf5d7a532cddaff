import CasebookCommandKit
import CasebookKnowledge
import CasebookService

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
      guard let files = try OwnFormats.files(below: inputs.located(folder), mayBeMissing: false) else {
        throw Failure(.noInput, "\(folder): not a folder", hint: "Give --formats a folder with JSON files.")
      }
      return files
    }
    let home = environment["HOME"].map { $0 + "/.config" }
    guard let base = baseFolder("XDG_CONFIG_HOME") ?? home else {
      return []
    }
    return try OwnFormats.files(below: inputs.located(base + "/casebook/formats"), mayBeMissing: true) ?? []
  }

  /// The user's formats and the built-in ones. A format with a mistake is reported, and then no log is read.
  func formats(_ invocation: Invocation) throws -> OwnFormats {
    try OwnFormats(formatFiles(invocation).map(inputs.formatFile))
  }
}
