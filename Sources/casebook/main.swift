import CMalloc
import CProcess
import CRun
import CasebookCommandKit
import CasebookCommands
import Glibc

reserveStandardStreams()
casebook_keep_memory()
casebook_report_crashes("casebook")
casebook_note_signals()
Output.ignoreWriteSignals()
private let environment = processEnvironment()
private let surroundings = Surroundings(
  standardOutput: .standardOutput(environment: environment),
  standardError: .standardError(environment: environment),
  environment: environment, bundled: bundledArticles(environment: environment),
  userName: getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) },
  isInputTerminal: isatty(STDIN_FILENO) == 1, hasInput: holdsText(STDIN_FILENO),
  crashBarrier: CrashBarrier(
    reportCrashes: { casebook_report_crashes($0) }, endBySignal: casebook_end_by_signal))
private var count: Int32 = 0
private let words = casebook_words(&count)
private let arguments = (0..<Int(count)).dropFirst().compactMap { words?[$0].map { String(cString: $0) } }
exit(casebookTable.run(arguments, context: surroundings).rawValue)

/// Whether a descriptor is a pipe, a socket or a file. A device, such as a terminal or `/dev/null`, is none of these.
private func holdsText(_ descriptor: Int32) -> Bool {
  var status = stat()
  return fstat(descriptor, &status) == 0 && [S_IFIFO, S_IFREG, S_IFSOCK].contains(status.st_mode & S_IFMT)
}
