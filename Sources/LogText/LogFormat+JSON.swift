public import CasebookKnowledge
import CasebookText

extension LogFormat {
  /// A problem in a file, and the value that has it.
  public struct FormatProblem: Error, Hashable, Sendable {
    /// The value, as a JSON pointer (RFC 6901): `/samples/2`. Empty for the whole file.
    public let pointer: String
    /// The problem, and what to do about it.
    public let reason: String
  }

  /// Reads a format; throws the first problem. Does not check the samples: `LogFormats.problems` does.
  public init(_ json: JSON) throws(FormatProblem) {
    var problems: [FormatProblem] = []
    guard let format = LogFormat(json, &problems) else {
      throw problems.first ?? FormatProblem(pointer: "", reason: "no log format")
    }
    self = format
  }

  /// Reads a format and collects all problems; `nil` if there are any.
  init?(_ json: JSON, _ problems: inout [FormatProblem]) {
    guard let members = json.members else {
      problems.append(FormatProblem(pointer: "", reason: "a log format must be a JSON object"))
      return nil
    }
    var source = Source(json: json, problems: problems)
    for member in members where !Self.keys.contains(member.name) {
      let known = Self.keys.joined(separator: ", ")
      source.complain("/" + member.name, "unknown key '\(member.name)'; there are \(known)")
    }
    name = source.name()
    title = source.text("title") ?? ""
    reader = source.reader()
    levels = source.levels()
    patterns = source.patterns(isRequired: reader == nil)
    samples = source.samples()
    problems = source.problems
    if !problems.isEmpty { return nil }
  }

  private static let keys = ["name", "title", "patterns", "levels", "reader", "samples"]

  /// The members of a file, each read as the type that it should have.
  private struct Source {
    let json: JSON
    var problems: [FormatProblem]

    mutating func complain(_ pointer: String, _ reason: String) {
      problems.append(FormatProblem(pointer: pointer, reason: reason))
    }

    mutating func text(_ key: String) -> String? {
      guard let value = json[key] else { return nil }
      if value.string == nil { complain("/" + key, "'\(key)' must be a string") }
      return value.string
    }

    mutating func name() -> String {
      let name = text("name") ?? ""
      let isValid = !name.isEmpty && name.utf8.allSatisfy { $0.isLower || $0.isDigit || $0 == ascii("-") }
      if !isValid { complain("/name", "a format needs a 'name' of lower-case letters, digits and dashes") }
      return name
    }

    mutating func reader() -> Reader? {
      guard let name = text("reader") else { return nil }
      let reader = Reader(rawValue: name)
      if reader == nil {
        let known = Reader.allCases.map(\.rawValue).joined(separator: ", ")
        complain("/reader", "no built-in reader '\(name)'; there are \(known)")
      }
      return reader
    }

    mutating func levels() -> [String: Level] {
      var levels: [String: Level] = [:]
      guard let value = json["levels"] else { return levels }
      guard let members = value.members else {
        complain("/levels", "'levels' must be an object from written words to levels")
        return levels
      }
      for member in members {
        if let level = member.value.string.flatMap({ Level(name: $0) }) {
          levels[member.name] = level
        } else {
          let known = Level.allCases.map(\.description).joined(separator: ", ")
          complain("/levels/" + member.name, "'\(member.name)' is not a level; there are \(known)")
        }
      }
      return levels
    }

    mutating func patterns(isRequired: Bool) -> [LinePattern] {
      guard let list = json["patterns"]?.array, !list.isEmpty else {
        if isRequired || json["patterns"] != nil {
          complain("/patterns", "a format needs 'patterns', a list of regular expressions")
        }
        return []
      }
      var patterns: [LinePattern] = []
      for (index, value) in list.enumerated() {
        let pointer = "/patterns/\(index)"
        guard let text = value.string else {
          complain(pointer, "a pattern must be a string")
          continue
        }
        do throws(LinePattern.PatternFault) {
          let pattern = try LinePattern(text)
          for group in pattern.unknownGroups {
            let known = LinePattern.Group.allCases.map(\.rawValue).joined(separator: ", ")
            complain(pointer, "unknown group '\(group)'; there are \(known)")
          }
          if !pattern.has(.body) { complain(pointer, "the group 'body' is missing: (?<body>.*)") }
          patterns.append(pattern)
        } catch {
          let place = String(decoding: Array(text.utf8).prefix(error.offset), as: UTF8.self).count
          complain(pointer, "\(error.reason), at character \(place) of the pattern")
        }
      }
      return patterns
    }

    mutating func samples() -> [Sample] {
      guard let list = json["samples"]?.array, !list.isEmpty else {
        complain("/samples", "a format needs 'samples', a list of lines")
        return []
      }
      var samples: [Sample] = []
      for (index, value) in list.enumerated() {
        let pointer = "/samples/\(index)"
        if let line = value.string {
          samples.append(Sample(line: line))
          continue
        }
        guard let members = value.members, let line = value["line"]?.string else {
          complain(pointer, "a sample must be a line, or an object with a 'line'")
          continue
        }
        var sample = Sample(line: line)
        for member in members where member.name != "line" {
          if LinePattern.Group(rawValue: member.name) == nil {
            complain("\(pointer)/\(member.name)", "unknown key '\(member.name)' of a sample")
          } else if let text = member.value.string {
            sample.parts[member.name] = text
          } else {
            complain("\(pointer)/\(member.name)", "'\(member.name)' of a sample must be a string")
          }
        }
        samples.append(sample)
      }
      return samples
    }
  }
}
