import CMalloc
import CProcess
import CasebookCommandKit
import CasebookCommands
import Glibc

reserveStandardStreams()
casebook_keep_memory()
casebook_report_crashes("casebook")
Output.ignoreWriteSignals()
private let environment = processEnvironment()
private let surroundings = Surroundings(
  standardOutput: .standardOutput(environment: environment),
  standardError: .standardError(environment: environment),
  environment: environment, bundled: bundledArticles(environment: environment),
  userName: getpwuid(getuid()).map { String(cString: $0.pointee.pw_name) },
  isInputTerminal: isatty(STDIN_FILENO) == 1,
  crashBarrier: CrashBarrier(
    reportCrashes: { casebook_report_crashes($0) }, endBySignal: casebook_end_by_signal))
exit(casebookTable.run(Array(CommandLine.arguments.dropFirst()), context: surroundings).rawValue)
