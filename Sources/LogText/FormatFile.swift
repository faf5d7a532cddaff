public import CasebookKnowledge

/// A user's file with a log format, and the problems found in it.
public struct FormatFile: Sendable {
  /// The format; `nil` if the file does not hold one.
  public let format: LogFormat?
  /// The problems, in the order of the file.
  public let problems: [FormatFault]

  /// One problem.
  public struct FormatFault: Hashable, Sendable {
    /// The place in the file.
    public let place: JSONPlaces.Place
    /// The problem, and what to do about it.
    public let reason: String
  }

  /// Reads a file and checks its samples against its patterns and against `others`.
  public init(_ bytes: [UInt8], beside others: LogFormats) {
    // Computed only for a complaint: most files have none.
    lazy var places = JSONPlaces(bytes)
    do throws(JSONError) {
      let json = try JSON(parsing: bytes)
      var found: [LogFormat.FormatProblem] = []
      format = LogFormat(json, &found)
      if let format {
        if others.builtIn.contains(where: { $0.name == format.name }) {
          found.append(
            .init(pointer: "/name", reason: "a built-in format is named '\(format.name)'; take another name"))
        }
        found += others.problems(of: format)
      }
      problems = found.map { FormatFault(place: places.place(of: $0.pointer), reason: $0.reason) }
        .sorted { ($0.place.line, $0.place.column) < ($1.place.line, $1.place.column) }
    } catch {
      format = nil
      problems = [FormatFault(place: places.place(ofByte: error.offset), reason: "not JSON: \(error.reason)")]
    }
  }
}
