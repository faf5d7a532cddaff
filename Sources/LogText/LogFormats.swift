private import CasebookFormatData
import CasebookKnowledge
import CasebookText

/// All known log formats: the user's, which come first, and the built-in ones.
public struct LogFormats: Sendable {
  /// The user's formats.
  public let own: [LogFormat]
  /// The formats in `data/formats`.
  public var builtIn: [LogFormat] { Self.standardFormats }

  /// The formats that are read by their patterns because they have no built-in reader.
  let pattern: [LogFormat]

  /// Creates the list of `own` formats followed by the built-in ones.
  public init(own: [LogFormat] = []) {
    self.own = own
    pattern = own.filter { $0.reader == nil }
  }

  /// The built-in formats alone.
  public static let standard = LogFormats()

  // The tests read every file, so a build that passed them cannot fail here.
  private static let standardFiles: [JSON] = unpackedFiles(packedFormats).map { file in
    do { return try JSON(parsing: file) } catch { preconditionFailure("data/formats: \(error)") }
  }

  private static let standardFormats = standardFiles.map(standardFormat)

  /// The built-in formats read by their patterns. The others take a while to create, and most logs need none
  /// of them.
  static let builtInPatterns = standardFiles.filter { $0["reader"] == nil }.map(standardFormat)

  /// The bytes with which a line may begin that one of these formats matches. Most lines begin with another
  /// byte.
  static let builtInFirstBytes = (0..<256).map { byte in
    builtInPatterns.contains { $0.patterns.contains { $0.mayBegin(with: UInt8(byte)) } }
  }

  private static func standardFormat(_ file: JSON) -> LogFormat {
    do { return try LogFormat(file) } catch { preconditionFailure("data/formats: \(error)") }
  }

  /// The problems that the samples of a format show: each must be read as it says, and match no other format.
  public func problems(of format: LogFormat) -> [LogFormat.FormatProblem] {
    let match = PatternMatch()
    var problems: [LogFormat.FormatProblem] = []
    var used: Set<Int> = []
    for (index, sample) in format.samples.enumerated() {
      func complain(_ reason: String) {
        problems.append(.init(pointer: "/samples/\(index)", reason: reason))
      }
      withBytes(of: sample.line) { line in
        for (number, pattern) in format.patterns.enumerated() where match.matches(pattern, line) {
          used.insert(number)
        }
        guard format.patterns.isEmpty || format.matches(line, match) else {
          return complain("the sample matches no pattern of this format")
        }
        let parts = parts(of: line, format, match) ?? [:]
        for (part, expected) in sample.parts.sorted(by: { $0.key < $1.key }) where parts[part] != expected {
          complain("\(part) is \(parts[part].map { "'\($0)'" } ?? "nothing"), not '\(expected)'")
        }
        for other in own + builtIn where other.name != format.name && other.matches(line, match) {
          complain(
            "the sample also matches the format '\(other.name)'; make one of the patterns stricter")
        }
      }
    }
    for index in format.patterns.indices where !used.contains(index) {
      problems.append(.init(pointer: "/patterns/\(index)", reason: "no sample matches this pattern; add one"))
    }
    return problems
  }

  /// The parts of a line by group name, from the format's reader or pattern.
  private func parts(of line: Bytes, _ format: LogFormat, _ match: PatternMatch) -> [String: String]? {
    var parts: [String: String] = [:]
    if format.reader != nil {
      guard let event = LogReader.events(in: line, keeping: .all, formats: .standard).events.first else {
        return nil
      }
      (parts["body"], parts["time"]) = (event.body, event.time?.description)
      (parts["level"], parts["logger"]) = (event.level.description, event.logger)
    } else {
      guard let prefix = format.read(line, match) else { return nil }
      (parts["body"], parts["time"]) = (
        prefix.body(of: line).text, prefix.clock?.timestamp()?.description
      )
      parts["level"] = prefix.level?.description
      parts["logger"] = prefix.logger.isEmpty ? nil : line.at(prefix.logger).text
    }
    return parts
  }

  /// The format of most of `lines`, and the number of lines that have it; `nil` if no line has one.
  func format(of lines: [[UInt8]]) -> (format: LogFormat, count: Int)? {
    let match = PatternMatch()
    let all = own + builtIn
    var counts = [Int](repeating: 0, count: all.count)
    for line in lines {
      line.withUnsafeBufferPointer { line in
        if let index = all.firstIndex(where: { $0.matches(line, match) }) { counts[index] += 1 }
      }
    }
    guard let best = counts.indices.max(by: { counts[$0] < counts[$1] }), counts[best] > 0 else { return nil }
    return (all[best], counts[best])
  }
}

/// Calls `body` with the bytes of a text.
func withBytes<Result>(of text: String, _ body: (Bytes) -> Result) -> Result {
  var text = text
  return text.withUTF8(body)
}
