import CasebookIngest
import CasebookKnowledge
import CasebookService
import CasebookStorage
import ScratchKit
import Testing

/// No secret of the samples reaches the file.
struct SecretTests {
  private let scratch = Scratch()

  private struct Sample {
    let text: String
    let secrets: [String]
  }

  /// The samples of the rules: what stands between « and » is secret.
  private static func samples() throws -> [Sample] {
    let json = try JSON(parsing: try #require(contents(package("data/secrets/rules.json"))))
    return (json["rules"]?.array ?? []).flatMap { $0["samples"]?.array?.compactMap(\.string) ?? [] }.map {
      sample in
      let parts = sample.split(separator: "«", omittingEmptySubsequences: false)
      let secrets = parts.dropFirst().map { String($0.prefix { $0 != "»" }) }
      return Sample(text: String(sample.filter { $0 != "«" && $0 != "»" }), secrets: secrets)
    }
  }

  @Test(arguments: KeptEvents.allCases)
  func `no secret of the samples is in the bytes of the file`(kept: KeptEvents) throws {
    let samples = try Self.samples()
    #expect(samples.count > 20)
    var log = ""
    for (number, sample) in samples.enumerated() {
      // As an error, as a line without a level beside one, and as a line of a printed report.
      log += "2024-03-01T10:00:00Z INFO app: \(sample.text)\n\n"
      log += "2024-03-01T10:00:01Z ERROR app: request \(number) failed: \(sample.text)\n\n"
      log += "2024-03-01T10:00:02Z INFO app: calm\n"
    }
    let path = scratch["kb.db"]
    let store = try Store(path: path, access: .create)
    let base = KnowledgeBase(store)
    let report = try base.ingest([scratch.write(log, to: "app.log")], runs: RunOptions(kept: kept))
    #expect(report.events >= samples.count)
    for sample in samples {
      _ = try base.record(sample.text, text: sample.text)
      _ = try base.note(1, sample.text)
    }
    #expect(try base.auditSecrets() == [])
    var bytes: [UInt8] = []
    for suffix in ["", "-wal"] { bytes += contents(path + suffix) ?? [] }
    #expect(bytes.count > 100_000)
    // Shorter ones are words that stand in the file for other reasons.
    let secrets = samples.flatMap(\.secrets).flatMap { $0.split(separator: "\n") }.filter {
      $0.utf8.count > 8
    }
    #expect(secrets.count > 20)
    #expect(Self.found(secrets.map { Array($0.utf8) }, in: bytes) == [])
  }

  /// Which of the texts stand in the bytes.
  private static func found(_ texts: [[UInt8]], in bytes: [UInt8]) -> [String] {
    let starts = Dictionary(grouping: texts) { $0.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) } }
    var found: [String] = []
    bytes.withUnsafeBytes { bytes in
      for position in 0..<(bytes.count - 8) {
        let word = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
        for text in starts[word] ?? [] where bytes[position...].starts(with: text) {
          found.append(String(decoding: text, as: UTF8.self))
        }
      }
    }
    return found
  }

  @Test func `an audit tells where a secret is and of which kind, and not the secret`() throws {
    let store = try Store()
    let base = KnowledgeBase(store)
    let article = scratch.write(
      "# Troubleshoot the depot\n\n## Login fails\n\nIt says `password=hunter2hunter`.\n", to: "depot.md")
    _ = try base.ingest([article])
    let found = try base.auditSecrets()
    #expect(found.first?.kind == "password")
    #expect(found.allSatisfy { $0.place.hasSuffix("depot.md:3") })
  }
}
