import CProcess
import Glibc

/// The role of a process after `superviseIngest` returns.
public enum SupervisedRole {
  /// The process that ingests. Without a watch it is unsupervised, because the system could not start a
  /// process.
  case worker(IngestWatch?)
  /// The calling process, after the ingest has ended.
  case supervisor(SupervisionEnd)
}

/// How a supervised ingest ended.
public enum SupervisionEnd: Sendable {
  /// It exited with this status.
  case exited(Int32)
  /// A signal from outside ended it.
  case killed(Int32)
  /// It crashed with this signal, but not because of a file.
  case crashed(Int32)
  /// Too many files crashed it.
  case gaveUp(files: [String])
}

/// The maximum number of crashes. Each one costs another look at all files, and more of them point at the program
/// or the machine rather than the files.
private let mostCrashes = 100

/// Runs the rest of an ingest in a child process: the function returns in the child at once, and in the
/// calling process when the ingest has ended. The next child skips a file that crashed one.
///
/// No other thread may run yet, and no database may be open. `afterCrash` is called before another child
/// starts.
public func superviseIngest(afterCrash: () -> Void) -> SupervisedRole {
  guard let watch = IngestWatch() else { return .worker(nil) }
  var isSearching = false
  while true {
    let child = casebook_fork()
    if child == 0 {
      casebook_let_crashes_end()
      return .worker(watch)
    }
    // The system cannot start a process: work in this one, which ends at the first crash.
    if child < 0 { return .worker(watch) }
    let status = casebook_await(child)
    let signal = status & 0x7F
    if signal == 0 { return .supervisor(.exited(status >> 8 & 0xFF)) }
    guard casebook_is_crash(signal) != 0 else { return .supervisor(.killed(signal)) }
    afterCrash()
    let files = watch.filesInFlight()
    watch.prepareForNext()
    switch files.count {
    case 0: return .supervisor(.crashed(signal))
    case 1:
      isSearching = false
      for file in files { watch.crashed[file] = signal }
      watch.suspects.subtract(files)
      if watch.crashed.count == mostCrashes { return .supervisor(.gaveUp(files: Array(watch.crashed.keys))) }
    default:
      if watch.isOneAtATime { return .supervisor(.crashed(signal)) }
      // None of the suspected files caused the crash alone.
      watch.isOneAtATime = isSearching
      isSearching = true
      watch.suspects = files
    }
  }
}
