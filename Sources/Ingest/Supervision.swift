import CProcess
package import CasebookKnowledge
import Glibc

/// The maximum number of crashes. Each one costs another look at all files, and more of them point at the program
/// or the machine rather than the files.
private let mostCrashes = 100

/// Runs `body` in a child process and waits for it, so that a crash or a signal ends only the child. Where the system cannot
/// start one, runs it here.
///
/// No other thread may run yet, and no database may be open.
package func apart(_ body: () -> Void) {
  let child = casebook_fork()
  guard child <= 0 else {
    _ = casebook_await(child)
    return
  }
  body()
  if child == 0 { _exit(0) }
}

/// Runs the rest of an ingest in a child process: the function returns in the child at once, and in the
/// calling process, with an end, when the ingest has ended. The next child skips a file that crashed one.
/// Without a watch the ingest is unsupervised, because the system could not start a process.
///
/// No other thread may run yet, and no database may be open. `afterCrash` is called before another child
/// starts.
package func superviseIngest(afterCrash: () -> Void) -> (watch: IngestWatch?, end: SupervisionEnd?) {
  guard let watch = IngestWatch() else { return (nil, nil) }
  var isSearching = false
  while true {
    let child = casebook_fork()
    if child == 0 {
      casebook_let_crashes_end()
      return (watch, nil)
    }
    // The system cannot start a process: work in this one, which ends at the first crash.
    if child < 0 { return (watch, nil) }
    let status = casebook_await(child)
    let signal = status & 0x7F
    if signal == 0 { return (nil, .exited(status >> 8 & 0xFF)) }
    guard casebook_is_crash(signal) != 0 else { return (nil, .killed(signal)) }
    afterCrash()
    let files = watch.filesInFlight()
    watch.prepareForNext()
    switch files.count {
    case 0: return (nil, .crashed(signal))
    case 1:
      isSearching = false
      for file in files { watch.crashed[file] = signal }
      watch.suspects.subtract(files)
      if watch.crashed.count == mostCrashes { return (nil, .gaveUp(files: Array(watch.crashed.keys))) }
    default:
      if watch.isOneAtATime { return (nil, .crashed(signal)) }
      // None of the suspected files caused the crash alone.
      watch.isOneAtATime = isSearching
      isSearching = true
      watch.suspects = files
    }
  }
}
