import CasebookCommandKit
import CasebookIngest
import CasebookService

/// Reads the logs that a person named: files, folders, archives, standard input. Reports what it cannot read,
/// and reads the rest.
struct LogReading {
  private let surroundings: Surroundings
  private let formats: OwnFormats
  /// Whether to skip links without a message.
  private let isQuiet: Bool
  /// How many logs were read.
  private(set) var logs = 0
  /// The exit status if something could not be read; `nil` otherwise.
  private(set) var failure: ExitStatus?

  init(_ surroundings: Surroundings, _ formats: OwnFormats, isQuiet: Bool) {
    self.isQuiet = isQuiet
    self.surroundings = surroundings
    self.formats = formats
  }

  /// Calls `body` with each log. Skips files that do not look like one, unless they were named.
  mutating func read(_ paths: [String], _ body: (LogSource) throws -> Void) throws {
    for path in paths {
      let located = surroundings.located(path)
      do {
        let files =
          path == "-"
          ? nil
          : try logFiles(below: located) {
            note(.data, $0.description)
          } passOver: { link in
            if !isQuiet { surroundings.say("\(link.path): \(link.reason)") }
          }
        if let files {
          let before = logs
          for file in files {
            do {
              try read(file, isNamed: false, body)
            } catch let error as FileError {
              note(.data, error.description)
            }
          }
          if logs == before, failure == nil { note(.data, "\(located): contains no logs") }
        } else {
          try read(path, isNamed: true, body)
        }
      } catch let error as FileError {
        let failure = surroundings.failure(of: error)
        note(failure.status, failure.message)
      }
    }
  }

  private mutating func read(_ path: String, isNamed: Bool, _ body: (LogSource) throws -> Void) throws {
    var count = 0
    var refused: [String] = []
    let problems = try surroundings.forEachLog(path) { log in
      switch log.sort(formats) {
      case .binary:
        if isNamed, log.member == nil { refused.append(log.name) }
      case .text where !isNamed || log.member != nil: break
      case .log, .text:
        count += 1
        try body(log)
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

  /// The most severe status wins: first a path that cannot be read, then a missing dependency, then damage.
  private mutating func note(_ status: ExitStatus, _ message: String) {
    surroundings.say(message)
    let order: [ExitStatus] = [.data, .unavailable, .io, .noInput]
    func rank(_ status: ExitStatus) -> Int { order.firstIndex(of: status) ?? 0 }
    failure = failure.map { rank($0) >= rank(status) ? $0 : status } ?? status
  }
}
