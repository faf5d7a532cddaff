import CasebookCommandKit
import CasebookCommands
import Testing

struct TableTests {
  @Test func `the table of verbs keeps its own rules`() { #expect(casebookTable.problems() == []) }

  @Test(arguments: casebookTable.commands.map(\.name))
  func `the help of each verb renders and shows how to use it`(_ verb: String) {
    let help = casebookTable.help(for: verb)
    #expect(help.hasPrefix("casebook \(verb): "))
    #expect(help.contains("\nUsage\n  casebook \(verb)"))
    #expect(help.contains("\nExamples\n"))
  }

  @Test func `the help of the program lists every verb`() {
    let help = casebookTable.help()
    for command in casebookTable.commands {
      #expect(help.contains("  \(command.name)"), "\(command.name) is missing")
    }
  }

  @Test func `docs, cli.md is the reference that the table makes`() throws {
    let page = String(decoding: try Casebook.bytes(of: Casebook.package + "/docs/cli.md"), as: UTF8.self)
    #expect(page == casebookTable.markdown(), "run: casebook help --markdown >docs/cli.md")
  }
}
