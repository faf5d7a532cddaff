public import CasebookKnowledge

/// A user's file with a log format, and what is wrong with it.
public struct FormatFile: Sendable {
  /// The format; `nil` where the file holds none.
  public let format: LogFormat?
  /// What is wrong, in the order of the file.
  public let problems: [Problem]

  /// One thing that is wrong.
  public struct Problem: Hashable, Sendable {
    /// Where in the file.
    public let place: JSONPlaces.Place
    /// What, and what to do.
    public let reason: String
  }

  /// Reads a file and holds its samples against its patterns and against `others`.
  public init(_ bytes: [UInt8], beside others: LogFormats) {
    // Sought for a complaint alone: most files are right.
    lazy var places = JSONPlaces(bytes)
    do throws(JSONError) {
      let json = try JSON(parsing: bytes)
      var found: [LogFormat.Problem] = []
      format = LogFormat(json, &found)
      if let format {
        if others.builtIn.contains(where: { $0.name == format.name }) {
          found.append(
            .init(pointer: "/name", reason: "a built-in format is named '\(format.name)'; take another name"))
        }
        found += others.problems(of: format)
      }
      problems = found.map { Problem(place: places.place(of: $0.pointer), reason: $0.reason) }
        .sorted { ($0.place.line, $0.place.column) < ($1.place.line, $1.place.column) }
    } catch {
      format = nil
      problems = [Problem(place: places.place(ofByte: error.offset), reason: "not JSON: \(error.reason)")]
    }
  }
}
