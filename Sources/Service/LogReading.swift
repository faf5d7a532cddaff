import CasebookIngest
public import CasebookKnowledge
import CasebookLogText
import CasebookStorage

/// Reads the logs that a person named: files, folders, archives, standard input. Reports what it cannot read,
/// and reads the rest.
public struct LogReading {
  private let inputs: InputReader
  private let formats: LogFormats
  private let isQuiet: Bool
  private let say: (String) -> Void
  /// How many logs were read.
  public private(set) var logs = 0
  /// The cause if something could not be read; `nil` otherwise.
  public private(set) var failure: ErrorCause?

  /// A reading of logs in the formats of a knowledge base. Calls `say` with each input that it does not read and the
  /// reason; if `isQuiet`, not for links.
  public init(_ base: KnowledgeBase, _ inputs: InputReader, isQuiet: Bool, say: @escaping (String) -> Void) {
    self.inputs = inputs
    formats = base.store.formats
    self.isQuiet = isQuiet
    self.say = say
  }

  /// Hands each log on. Skips files that do not look like one, unless they were named.
  public mutating func read(_ paths: [String], into reader: inout ProblemReader) throws {
    for path in paths {
      let located = inputs.located(path)
      do {
        let files =
          path == "-"
          ? nil
          : try logFiles(below: located) {
            note(.data, $0.description)
          } passOver: { link in
            if !isQuiet { say("\(link.path): \(link.reason)") }
          }
        guard let files else {
          try read(path, isNamed: true, &reader)
          continue
        }
        let before = logs
        for file in files {
          do {
            try read(file, isNamed: false, &reader)
          } catch let error as FileError {
            note(.data, error.description)
          }
        }
        if logs == before, failure == nil { note(.data, "\(located): contains no logs") }
      } catch let error as FileError {
        let error = KnowledgeBaseError(error)
        note(error.cause, error.message)
      }
    }
  }

  private mutating func read(_ path: String, isNamed: Bool, _ reader: inout ProblemReader) throws {
    var count = 0
    var refused: [String] = []
    let problems = try inputs.forEachLog(path) { log in
      switch log.sort(formats) {
      case .binary:
        if isNamed, log.member == nil { refused.append(log.name) }
      case .text where !isNamed || log.member != nil: break
      case .log, .text:
        count += 1
        reader.begin(log.name)
        try log.forEachChunk { reader.read($0) }
      }
    }
    logs += count
    for name in refused {
      note(.data, "\(shownName(ofInput: name)): binary data, not text; nothing to read")
    }
    for problem in problems { note(problem.isUnavailable ? .unavailable : .data, problem.description) }
    if isNamed, count == 0, refused.isEmpty, problems.isEmpty {
      note(.data, "\(shownName(ofInput: path)): contains no logs")
    }
  }

  /// The most severe cause wins: first a path that cannot be read, then a missing dependency, then damage.
  private mutating func note(_ cause: ErrorCause, _ message: String) {
    say(message)
    let order: [ErrorCause?] = [nil, .data, .unavailable, .io, .noInput]
    failure = order.last { $0 == failure || $0 == cause } ?? nil
  }
}

extension DiagnosisOutcome {
  /// Remarks about lines that are broken and errors that were not looked up.
  public var remarks: [String] {
    let more =
      omitted == 0 ? nil : "only the first \(problems.count) of \(problems.count + omitted) different errors"
    return [brokenLinesRemark(brokenLines), more].compactMap(\.self)
  }
}
