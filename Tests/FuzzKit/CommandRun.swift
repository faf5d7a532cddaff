import CasebookArchives
import CasebookCommandKit
import CasebookCommands
import CasebookKnowledge
import Glibc

/// Runs the commands of a case in this process, in a separate folder.
struct CommandRun {
  /// Contains `base.db` and the files that the commands write.
  let folder: String

  /// Creates the knowledge base that all cases start with: articles, runs, an incident and a lesson.
  func makeBase(package: String) throws {
    let path = folder + "/base.db"
    for command in [
      ["ingest", "\(package)/Tests/CLITests/Articles", "\(package)/data/runs/failed-deployment.log"],
      ["record", "GateError: gate 7 is stuck", "--title", "Monday"],
      ["learn", "--merge", "lease lost by web-1", "web-1 gave up its lease"],
    ] {
      let errors = Output.inMemory()
      let status = casebookTable.run(
        command + ["--db", path], context: surroundings([], .inMemory(), errors))
      if status != .success { throw Failure(.internal, "\(command[0]): \(errors.text)") }
    }
  }

  /// The problem with how a case ended; `nil` if it ended well.
  func problem(_ fuzzCase: FuzzCase) throws -> String? {
    let base = folder + "/base.db"
    var database = base
    if fuzzCase.scenario.writes {
      database = folder + "/kb.db"
      for suffix in ["-wal", "-shm"] { unlink(database + suffix) }
      try writeFile(readFile(base), to: database)
    }
    if let file = fuzzCase.scenario.file { try writeFile(fuzzCase.input, to: folder + "/" + file) }
    for command in fuzzCase.scenario.commands {
      let (output, errors) = (fuzzCase.stream(), fuzzCase.stream())
      let status = casebookTable.run(
        words(of: command, fuzzCase, database),
        context: surroundings(fuzzCase.input, output, errors, language: fuzzCase.language))
      if status == .internal || errors.text.contains("Fatal error") {
        return "casebook \(command): exit status \(status.rawValue)\n\(errors.text)"
      }
      if command.contains("--json"), fuzzCase.width == nil, !output.bytes.isEmpty,
        (try? JSON(parsing: output.bytes)) == nil
      {
        return "casebook \(command): what it prints is no JSON\n\(output.text.prefix(200))"
      }
    }
    return nil
  }

  private func words(of command: String, _ fuzzCase: FuzzCase, _ database: String) -> [String] {
    // The path of the knowledge base is an option and belongs before `--`.
    var words = ["--db", database]
    for word in command.split(separator: " ") {
      switch word {
      case "{file}": words.append(folder + "/" + (fuzzCase.scenario.file ?? ""))
      case "{folder}": words.append(folder + "/formats")
      // Arguments cannot contain NUL.
      case "{text}": words.append(String(decoding: fuzzCase.input.filter { $0 != 0 }, as: UTF8.self))
      default: words.append(String(word))
      }
    }
    return words
  }

  private func surroundings(
    _ input: [UInt8], _ output: Output, _ errors: Output, language: String = ""
  ) -> Surroundings {
    Surroundings(
      standardOutput: output, standardError: errors, environment: ["HOME": folder, "LANG": language],
      bundled: nil, now: { Timestamp(milliseconds: 1_767_603_600_250) },
      standardInput: ByteStream(input).read)
  }
}

extension FuzzCase {
  fileprivate func stream() -> Output {
    width.map { .inMemory(isTerminal: true, width: $0, isStyled: true) } ?? .inMemory()
  }
}
