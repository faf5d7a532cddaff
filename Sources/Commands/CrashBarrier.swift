import CasebookCommandKit
import CasebookKnowledge
import Glibc

/// Limits the damage of traps, which no code can catch: the program names the verb that crashed, and an
/// ingest loses one file.
public struct CrashBarrier {
  /// Called with the name of the running verb; from then on a crash is reported as an internal error of that
  /// verb.
  let reportCrashes: (_ verb: String) -> Void
  /// Ends the process by a signal.
  let endBySignal: (_ signal: Int32) -> Void

  /// A barrier; the two functions need C.
  public init(reportCrashes: @escaping (String) -> Void, endBySignal: @escaping (Int32) -> Void) {
    self.reportCrashes = reportCrashes
    self.endBySignal = endBySignal
  }

  /// The exit status after a supervised ingest. If a signal from outside ended the child, this process ends
  /// the same way.
  func status(of end: SupervisionEnd, say: (String) -> Void) throws -> ExitStatus {
    switch end {
    case .exited(let status): return ExitStatus(rawValue: status)
    case .killed(let signal):
      if signal == SIGKILL {
        say(
          "killed, perhaps because memory ran out; stored files are kept, and the next ingest continues from there"
        )
      }
      endBySignal(signal)
      return .internal
    case .crashed(let signal):
      throw Failure(
        .internal, "internal error (signal \(signal)) while running ingest; please report it with the input")
    case .gaveUp(let files):
      throw Failure(
        .internal,
        "internal error: \(files.count) files crashed the reader, the first of them \(files.min() ?? ""); please report it",
        hint: "Files stored before that are kept; the rest was not read.")
    }
  }
}
