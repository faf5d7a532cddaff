import CasebookKnowledge
import CasebookLogText
import CasebookSignatures
import Glibc
import ScratchKit
import Testing

/// A change of the rules of signing comes with another version of them, so that stored messages are signed again.
struct SigningVersionTests {
  private static let golden = package("Tests/SignaturesTests/Golden/signed.tsv")

  /// The messages of the cases, each once.
  private static func messages() throws -> [String] {
    let folder = package("data/cases")
    let directory = try #require(opendir(folder))
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasSuffix(".jsonl") { names.append(name) }
    }
    var messages: Set<String> = []
    for name in names {
      for line in try #require(contents(folder + "/" + name)).split(separator: UInt8(ascii: "\n")) {
        let text = try #require(try JSON(parsing: line)["text"]?.string)
        messages.formUnion(
          text.split(separator: "\n").map(String.init).filter { $0.last?.isWhitespace == false })
      }
    }
    return messages.sorted()
  }

  @Test func `a fingerprint changes only with the version of the rules`() throws {
    let signer = Signer()
    let messages = try Self.messages()
    #expect(messages.count >= 1000)
    let signed = messages.map { "\(signer.signature(of: LogRecord($0).lead).fingerprint)\t\($0)" }
    let head = "version \(Signer.version)"
    let stored = contents(Self.golden).map { String(decoding: $0, as: UTF8.self) } ?? ""
    let lines = stored.split(separator: "\n").map(String.init)
    guard lines.first == head else {
      Scratch(at: package("Tests/SignaturesTests/Golden")).write(
        ([head] + signed).joined(separator: "\n") + "\n", to: "signed.tsv")
      Issue.record("the rules have another version: \(Self.golden) was written anew, commit it")
      return
    }
    let known = Dictionary(
      lines.dropFirst().map { line in
        let tab = line.firstIndex(of: "\t") ?? line.startIndex
        return (String(line[tab...].dropFirst()), String(line[..<tab]))
      }
    ) { first, _ in first }
    var compared = 0
    for (message, line) in zip(messages, signed) {
      guard let old = known[message] else { continue }
      compared += 1
      if !line.hasPrefix(old) {
        Issue.record("raise Signer.version: \(old) has become \(line)")
        return
      }
    }
    #expect(compared >= 1000)
  }
}
