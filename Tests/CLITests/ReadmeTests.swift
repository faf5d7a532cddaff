import CasebookCommands
import ScratchKit
import Testing
import TranscriptKit

/// The commands of the README work as written, in order, in an empty home.
struct ReadmeTests {
  @Test func `the readme says what the program says`() throws {
    let text = String(decoding: try Casebook.bytes(of: Casebook.package + "/README.md"), as: UTF8.self)
    var blocks: [String] = []
    var isInside = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("```") {
        isInside = line == "```console"
      } else if isInside {
        blocks.append(String(line))
        // Whatever it leaves out may be on either stream.
        if line == "..." { blocks.append("! ...") }
      }
    }
    #expect(blocks.count { $0.hasPrefix("$ ") } >= 10)
    let scratch = Scratch()
    scratch.write(blocks.joined(separator: "\n") + "\n", to: "readme.transcript")
    let casebook = Casebook()
    let problems = problems(
      inTranscript: scratch.path + "/readme.transcript", program: "casebook", prepare: { _ in },
      run: casebook.run)
    #expect(problems == [])
  }

  @Test func `the readme is short`() throws {
    let bytes = try Casebook.bytes(of: Casebook.package + "/README.md")
    #expect(bytes.count { $0 == UInt8(ascii: "\n") } <= 120)
  }
}
