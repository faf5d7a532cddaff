import CasebookCommandKit
import CasebookCommands
import Testing
import TranscriptKit

struct TranscriptTests {
  private static let folder = Casebook.package + "/Tests/CLITests/Transcripts"
  private static let names = transcriptFiles(in: folder).map { String($0.dropFirst(folder.count + 1)) }

  @Test func `there are transcripts`() { #expect(Self.names.count >= 12) }

  @Test(arguments: names) func `the program says what its transcript says`(_ name: String) {
    let casebook = Casebook()
    let problems = problems(
      inTranscript: Self.folder + "/" + name, program: "casebook",
      prepare: { folder in
        try casebook.prepare(folder)
        if name == "audit.transcript" { try casebook.prepareTranslation(folder) }
        if name == "databases.transcript" { try casebook.prepareDatabases(folder) }
        if name == "check.transcript" { try casebook.prepareFormats(folder) }
        if name == "archives.transcript" { casebook.prepareArchives(folder) }
      },
      run: casebook.run)
    #expect(problems == [])
  }

  @Test func `every verb stands in a transcript, and every one that prints data with --json`() throws {
    let commands = try Self.names.flatMap { name in
      String(decoding: try Casebook.bytes(of: Self.folder + "/" + name), as: UTF8.self)
        .split(separator: "\n").filter { $0.hasPrefix("$ ") }
    }
    for verb in casebookTable.commands.map(\.name) {
      let calls = commands.filter { "\($0) ".contains("casebook \(verb) ") }
      #expect(!calls.isEmpty, "no transcript calls \(verb)")
      #expect(
        Casebook.verbsOfText.contains(verb) || calls.contains { $0.contains(" --json") },
        "no transcript has \(verb) --json")
    }
  }
}
