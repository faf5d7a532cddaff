import CMalloc
import CasebookCommandKit
import CasebookCommands
import Glibc

reserveStandardStreams()
casebook_keep_memory()
Output.ignoreBrokenPipes()
private let environment = processEnvironment()
private let surroundings = Surroundings(
  standardOutput: .standardOutput(environment: environment),
  standardError: .standardError(environment: environment),
  environment: environment, bundledArticles: bundledArticlesFolder(environment: environment))
exit(casebookTable.run(Array(CommandLine.arguments.dropFirst()), context: surroundings).rawValue)
