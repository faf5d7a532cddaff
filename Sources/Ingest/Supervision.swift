import CProcess
import Glibc

/// The part of a process in which `superviseIngest` returned.
public enum SupervisedRole {
  /// The one that ingests. Without a watch nobody supervises it: the system has no process to give.
  case worker(IngestWatch?)
  /// The one that was called, after the work has ended.
  case supervisor(SupervisionEnd)
}

/// How an ingest in a process of its own ended.
public enum SupervisionEnd: Sendable {
  /// It ended by itself, with this exit status.
  case exited(Int32)
  /// Somebody ended it by this signal.
  case killed(Int32)
  /// It crashed by this signal, and not because of a file.
  case crashed(Int32)
  /// So many files crashed it that it was given up.
  case gaveUp(files: [String])
}

/// Each crash costs a look at all files. So many point at the program or the machine, not at the files.
private let mostCrashes = 100

/// Lets the rest of an ingest run in a child process: the function returns in the child at once, and in the process that
/// called it when the work has ended. A file that crashes the child is left out by the next one.
///
/// No thread may run yet, and no database may be open. `afterCrash` is called before another child starts.
public func superviseIngest(afterCrash: () -> Void) -> SupervisedRole {
  guard let watch = IngestWatch() else { return .worker(nil) }
  var isSearching = false
  while true {
    let child = casebook_fork()
    if child == 0 {
      casebook_let_crashes_end()
      return .worker(watch)
    }
    // The system has no process to give: this one works itself, and ends at the next crash.
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
      // None of the files that were suspected did it alone.
      watch.isOneAtATime = isSearching
      isSearching = true
      watch.suspects = files
    }
  }
}
