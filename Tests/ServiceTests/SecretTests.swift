import CasebookKnowledge
import CasebookService
import ScratchKit
import Testing

/// No secret in the samples reaches the file.
struct SecretTests {
  private let scratch = Scratch()

  private struct Sample {
    let text: String
    let secrets: [String]
  }

  /// The samples of the rules, with secrets between « and ».
  private static func samples() throws -> [Sample] {
    let rules = try ["rules", "vendors"].flatMap { name in
      let json = try JSON(parsing: try #require(contents(package("data/secrets/\(name).json"))))
      return json["rules"]?.array ?? []
    }
    return rules.flatMap { $0["samples"]?.array?.compactMap(\.string) ?? [] }.map {
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
      // As an error, as a line without a level next to an error, and as a line of a printed report.
      log += "2024-03-01T10:00:00Z INFO app: \(sample.text)\n\n"
      log += "2024-03-01T10:00:01Z ERROR app: request \(number) failed: \(sample.text)\n\n"
      log += "2024-03-01T10:00:02Z INFO app: calm\n"
    }
    let path = scratch["kb.db"]
    let base = try KnowledgeBase(path: path)
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
    // Shorter secrets are words that the file contains for other reasons.
    let secrets = samples.flatMap(\.secrets).flatMap { $0.split(separator: "\n") }.filter {
      $0.utf8.count > 8
    }
    #expect(secrets.count > 20)
    #expect(Self.found(secrets.map { Array($0.utf8) }, in: bytes) == [])
  }

  /// The texts that occur in the bytes.
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
    let base = try KnowledgeBase(path: ":memory:")
    let article = scratch.write(
      "# Troubleshoot the depot\n\n## Login fails\n\nIt says `password=hunter2hunter`.\n", to: "depot.md")
    _ = try base.ingest([article])
    let found = try base.auditSecrets()
    #expect(found.first?.kind == "password")
    #expect(found.allSatisfy { $0.place.hasSuffix("depot.md:3") })
  }

  // MARK: Private keys, line by line

  private static let body = (0..<5).map {
    "MIIE\($0)FAKEq8fKz0xQv3Jw7XpLqz2MfakeFAKEfakeFAKEfakeFAKEfake\($0)x"
  }

  private static let key =
    ["-----BEGIN RSA PRIVATE KEY-----"] + body + ["-----END RSA PRIVATE KEY-----"]

  /// How a program may print each line of a key.
  enum Wrapping: String, CaseIterable {
    case errors, docker, kubernetes, levels, strangers, escaped, yaml

    func log(_ key: [String]) -> String {
      func time(_ second: Int) -> String { "2024-03-01T10:00:\(second < 10 ? "0" : "")\(second)Z" }
      let lines: [String] =
        switch self {
        case .errors: key.enumerated().map { "\(time($0)) ERROR app: \($1)" }
        case .docker:
          key.enumerated().map {
            "{\"log\":\"\(time($0)) ERROR app: \($1)\\n\",\"stream\":\"stderr\",\"time\":\"\(time($0))\"}"
          }
        case .kubernetes: key.enumerated().map { "\(time($0)) stderr F \(time($0)) ERROR app: \($1)" }
        case .levels: key.enumerated().map { "\(time($0)) \($0 % 2 == 0 ? "INFO" : "ERROR") app: \($1)" }
        case .strangers:
          key.enumerated().flatMap {
            ["\(time($0)) ERROR app: \($1)", "\(time($0)) ERROR web: upstream \($0) is gone"]
          }
        case .escaped: ["\(time(0)) ERROR app: {\"key\": \"\(key.joined(separator: "\\n"))\"}"]
        case .yaml: ["\(time(0)) ERROR app: bad secret", "tls.key: |"] + key.map { "    " + $0 }
        }
      return lines.joined(separator: "\n") + "\n\(time(40)) ERROR app: gave up\n"
    }
  }

  @Test(arguments: Wrapping.allCases)
  func `no line of a private key is told by a diagnosis`(_ wrapping: Wrapping) throws {
    let base = try KnowledgeBase(path: ":memory:")
    let log = wrapping.log(Self.key)
    let outcome = try base.diagnose(Array(log.utf8))
    let told = outcome.problems.map { $0.message + $0.signature.template.text }.joined(separator: "\n")
    #expect(outcome.problems.contains { $0.message.contains("gave up") }, "\(told)")
    for line in Self.body { #expect(!told.contains(line.suffix(20)), "\(wrapping): \(told)") }
  }

  @Test(arguments: Wrapping.allCases)
  func `no line of a private key is stored`(_ wrapping: Wrapping) throws {
    let path = scratch["kb.db"]
    do {
      let base = try KnowledgeBase(path: path)
      _ = try base.ingest([scratch.write(wrapping.log(Self.key), to: "app.log")])
    }
    let bytes = ["", "-wal"].flatMap { contents(path + $0) ?? [] }
    #expect(Self.found(Self.body.map { Array($0.utf8.suffix(20)) }, in: bytes) == [], "\(wrapping)")
  }

  @Test func `the context of an event has no line of a key without marks of PEM`() throws {
    let path = scratch["kb.db"]
    let key = ["PuTTY-User-Key-File-3: ssh-rsa", "Private-Lines: 5"] + Self.body
    let log = key.joined(separator: "\n") + "\nINFO done\n2024-03-01T10:00:40Z ERROR app: gave up\n"
    do {
      let base = try KnowledgeBase(path: path)
      _ = try base.ingest([scratch.write(log, to: "app.log")])
    }
    let bytes = ["", "-wal"].flatMap { contents(path + $0) ?? [] }
    #expect(Self.found(Self.body.map { Array($0.utf8.suffix(20)) }, in: bytes) == [])
  }

  @Test func `a key that one log leaves open does not go on in the next one`() throws {
    let base = try KnowledgeBase(path: ":memory:")
    let digest = "0123456789abcdef0123456789abcdef01234567"
    let logs = [
      "2024-03-01T10:00:00Z ERROR app: \(Self.key[0])\n2024-03-01T10:00:01Z ERROR app: \(Self.key[1])\n",
      "2024-03-01T10:00:00Z ERROR app: no image \(digest)\n2024-03-01T10:00:01Z ERROR app: bye\n",
    ]
    let outcome = try base.diagnose { reader in
      for (number, log) in logs.enumerated() {
        reader.begin("\(number).log")
        Array(log.utf8).withUnsafeBytes { reader.read($0) }
      }
    }
    let told = outcome.problems.map(\.message).joined(separator: "\n")
    #expect(told.contains(digest), "\(told)")
    #expect(!told.contains(Self.body[0].suffix(20)), "\(told)")
  }

  // MARK: Questions, paths, labels

  @Test func `a secret of a question is neither looked for nor told`() throws {
    let base = try KnowledgeBase(path: ":memory:")
    _ = try base.ingest([
      scratch.write("# Troubleshoot the cache\n\n## Cache refuses\n\nThe cache refuses.\n", to: "cache.md")
    ])
    let outcome = try base.search("cache redis://:s3cr3tFAKE@cache password=hunter2fake refuses")
    #expect(!outcome.results.isEmpty)
    let told =
      outcome.query + outcome.unknownWords.joined(separator: " ")
      + outcome.results.flatMap(\.missing).joined(separator: " ")
    for secret in ["s3cr3tFAKE", "s3cr3tfake", "hunter2fake"] { #expect(!told.contains(secret), "\(told)") }
    #expect(!outcome.unknownWords.contains { $0.contains("secret:") })
  }

  @Test func `a secret of a path is not stored, and its file is known again`() throws {
    let base = try KnowledgeBase(path: scratch["kb.db"])
    let line = "2024-03-01T10:00:00Z ERROR app: it broke\n"
    let one = scratch.write(line, to: "token=FAKEhunter22/a.log")
    let other = scratch.write(line + line, to: "token=FAKEhunter33/a.log")
    #expect(try base.ingest([one, other]).runs.added == 2)
    #expect(try base.ingest([one, other]).runs.unchanged == 2)
    scratch.write(line + line + line, to: "token=FAKEhunter22/a.log")
    #expect(try base.ingest([one]).runs.changed == 1)
    #expect(try base.auditSecrets() == [])
    let bytes = ["", "-wal"].flatMap { contents(scratch["kb.db"] + $0) ?? [] }
    #expect(Self.found([Array("FAKEhunter22".utf8), Array("FAKEhunter33".utf8)], in: bytes) == [])
  }

  @Test func `a label has a name and a value, and its secret is not stored`() throws {
    #expect(RunLabel("password=hunter2fake")?.description == "password=<secret:password>")
    #expect(RunLabel("team=a=b") == RunLabel(name: "team", value: "a=b"))
    #expect(RunLabel("=x") == nil)
    #expect(RunLabel("x") == nil)
  }
}
