import CasebookCommandKit
import CasebookCommands
import Glibc

/// The environment as a dictionary; the first of two equal names counts, as for getenv(3).
private func processEnvironment() -> [String: String] {
  var variables: [String: String] = [:]
  var entry = environ
  while let text = entry.pointee {
    let parts = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count == 2, variables[String(parts[0])] == nil { variables[String(parts[0])] = String(parts[1]) }
    entry += 1
  }
  return variables
}

Output.ignoreBrokenPipes()
private let environment = processEnvironment()
private let surroundings = Surroundings(
  standardOutput: Output(descriptor: STDOUT_FILENO, name: "standard output", environment: environment),
  standardError: Output(descriptor: STDERR_FILENO, name: "standard error", environment: environment),
  environment: environment, bundledArticles: bundledArticlesFolder(environment: environment))
exit(casebookTable.run(Array(CommandLine.arguments.dropFirst()), context: surroundings).rawValue)
