import CasebookKnowledge
import CasebookSignatures
import ScratchKit
import Testing

@testable import CasebookService

/// When a diagnosis claims something, and when it does not.
struct DiagnosisTests {
  private let scratch = Scratch()

  /// A gateway's troubleshooting article: its topic, and one section per status.
  private static func gateway(_ name: String, _ statuses: Int...) -> String {
    let sections = statuses.map {
      "## HTTP status code \($0)\n\nThe \(name) cannot reach its upstream. Restart the \(name)."
    }
    return "# Troubleshoot the \(name)\n\n" + sections.joined(separator: "\n\n")
  }

  private func verdict(_ report: String, _ articles: [String]) throws -> String {
    let base = try scratch.base(articles)
    let best = try base.diagnose(Array(report.utf8)).candidates.first
    return best.map { "\($0.verdict) \($0.id)" } ?? "unknown"
  }

  @Test(arguments: [
    ("Request failed with status code 503", "unknown"),
    (
      "the harbour gateway answers with status code 503, its upstream is gone",
      "possible troubleshoot-the-harbour-gateway#http-status-code-503"
    ),
    ("the harbour gateway answers with status code 409, its upstream is gone", "unknown"),
  ])
  func `a status alone claims nothing, with the words of the article it does`(
    report: String, expected: String
  )
    throws
  {
    #expect(try verdict(report, [Self.gateway("harbour gateway", 502, 503, 504)]) == expected)
  }

  @Test func `the name of a status is the status, and no second thing that agrees`() throws {
    let articles = [Self.gateway("harbour gateway", 503)]
    #expect(try verdict("HTTP 503 Service Unavailable", articles) == "unknown")
  }

  @Test func `the words around a message tell which article is meant`() throws {
    let names = ["harbour gateway", "meadow broker", "tunnel relay", "castle proxy"]
    let report = """
      client of the meadow broker, partition 4
      Response Code: 503
      Content: the upstream cannot be reached, restart it
      """
    #expect(
      try verdict(report, names.map { Self.gateway($0, 503) })
        == "possible troubleshoot-the-meadow-broker#http-status-code-503")
  }

  @Test func `where three articles fit alike, none is sure`() throws {
    let report = "upstream cannot be reached, status code 503"
    let articles = ["harbour gateway", "meadow broker", "tunnel relay"].map { Self.gateway($0, 503) }
    func score(_ articles: [String]) throws -> Double {
      let problem = try scratch.base(articles).diagnose(Array(report.utf8)).problems[0]
      #expect(articles.count == 1 || problem.verdict < .strong)
      return problem.candidates.first?.score ?? problem.nearest.first?.probability ?? 0
    }
    let (one, three) = (try score(Array(articles.prefix(1))), try score(articles))
    #expect(one > three)
  }

  @Test func `a section that several versions of a page have is one answer, that of the latest`() throws {
    func page(_ version: String, _ rest: String) -> String {
      """
      # Mirror \(version)

      \(rest)

      ## Copies fail with gate refused

      The mirror prints `gate refused: key 7 has no owner` while it copies. The key of the gate was rotated, and the
      copier still holds the old one. Ask for a new key and restart the copier of \(version).
      """
    }
    let base = try scratch.base([
      page("1.9", "Old words about glass, frames and light in the old house."),
      page("1.10", "New chapters tell how silver is poured, polished and framed today."),
      "# Lamp\n\n## Lamp flickers\n\nChange the bulb.\n",
    ])
    let outcome = try base.diagnose("copy job: gate refused: key 7 has no owner")
    #expect(outcome.problems.map { $0.candidates.count } == [1])
    #expect(outcome.problems[0].verdict == .exact)
    let answer = try #require(outcome.candidates.first)
    #expect(answer.answer.resolution.markdown.contains("restart the copier of 1.10"))
  }

  @Test func `runbooks of one template for several products are no copies`() throws {
    let base = try scratch.base(
      ["mysql", "postgres", "redis"].map { name in
        """
        # Exporter of \(name)

        ## Exporter cannot connect

        The exporter reads its numbers with a user of its own, and that user needs a password that is stored in the vault. It
        was rotated, or it was never made for this cluster. The exporter prints
        `ERROR exporter: \(name) refused the connection: authentication failed for user monitor`.
        Ask for the password and restart the exporter.
        """
      })
    let report = "ERROR exporter: mysql refused the connection: authentication failed for user monitor"
    let answer = try #require(try base.diagnose(report).candidates.first)
    #expect(answer.id.family == "exporter-of-mysql")
  }

  @Test func `an unknown shows what lies nearest, marked as no answer`() throws {
    let base = try scratch.base([Self.gateway("harbour gateway", 502, 503)])
    let problem = try base.diagnose(Array("Request failed with status code 503".utf8)).problems[0]
    #expect(problem.verdict == .unknown && problem.candidates.isEmpty)
    #expect(problem.nearest.first?.resolution.id.slug == "http-status-code-503")
    #expect(try base.diagnose(Array("the disk of the printer is full".utf8)).problems[0].nearest.count <= 3)
  }

  @Test(arguments: [
    "the harbour server returned 503 after a minute", "we got a 503 from it", "le serveur a renvoyé 503",
    "der Server antwortet mit 503", "we see 503 since the deploy", "le serveur renvoie 503 depuis hier",
    "サーバーが 503 を返しました", "сервер вернул 503",
  ])
  func `a status that a sentence names by its number leads to what names it`(sentence: String) throws {
    let base = try scratch.base([Self.gateway("harbour gateway", 502, 503)])
    let problem = try base.diagnose(Array(sentence.utf8)).problems[0]
    #expect(problem.nearest.first?.resolution.id.slug == "http-status-code-503")
  }

  @Test(arguments: [
    "503 pages were read", "read 503 pages", "it listens on 127.0.0.1:503", "503% of it", "batch 503 of 1000",
    "connection timed out on port 502", "limit: 512",
  ])
  func `a number that counts or belongs to a name is no status`(sentence: String) {
    #expect(BareStatus.spelledOut(sentence, Signer()) == nil)
  }

  @Test func `a section with the longer message comes before one with a part of it`() throws {
    func article(_ name: String, _ message: String) -> String {
      "# Troubleshoot \(name)\n\n## The \(name) fails\n\nIt prints\n\n```text\n\(message)\n```\n\nEmpty the \(name)."
    }
    let base = try scratch.base([
      article("harbour", "Cannot hold berth: lost vessel 7 (pilot) cargo:12kB draught:3kB lantern_adj:0"),
      article("quay", "Crane cannot hold berth: lost vessel 9 (pilot) cargo:77kB draught:8kB lantern_adj:0"),
    ])
    let found = try base.diagnose(
      "Crane cannot hold berth: lost vessel 31 (pilot) cargo:40kB draught:1kB lantern_adj:5"
    ).candidates
    #expect(found.first?.id.description.contains("quay") == true)
    #expect(found.dropFirst().allSatisfy { $0.verdict < .exact })
    // Alone, the part is what the report says.
    let alone = try base.diagnose(
      "Cannot hold berth: lost vessel 31 (pilot) cargo:40kB draught:1kB lantern_adj:5")
    #expect(alone.candidates.first?.id.description.contains("harbour") == true)
  }

  @Test func `another code of the same kind is never sure`() throws {
    let article = """
      # Signing in

      ## The session token has expired

      Error `AADSTS50100`. Get a new refresh token, and start the session again.
      """
    let base = try scratch.base([article])
    func probability(_ text: String) throws -> Double? {
      let problem = try base.diagnose(Array(text.utf8)).problems.first
      #expect(problem.map { $0.verdict < .strong } == true)
      return problem?.considered.first { $0.id.slug == "the-session-token-has-expired" }?.probability
    }
    let own = try #require(try probability("AADSTS50100: the refresh token of the session has expired"))
    let other = try #require(try probability("AADSTS70043: the refresh token of the session has expired"))
    #expect(other < own && own > 0.3)
  }

  @Test func `an English report finds a text in another language beside English near misses`() throws {
    let german = """
      ---
      title: Fehler der Wetterstation
      ms.contentlocale: de-de
      ---
      # <a name="weather-station"></a>Fehler der Wetterstation

      ## <a name="sensor-lost"></a>Der Sensor wird nicht gefunden

      `station.core.find_sensor()` schlägt fehl, wenn der Sensor nicht gefunden wird. Starten Sie `stationd` neu.

      ## <a name="upload"></a>Hochladen

      `station.core.upload()` lädt die Daten der Station hoch.
      """
    let others = ["printer", "scanner", "modem"].map {
      "# Troubleshoot the \($0)\n\n## The \($0) cannot be found\n\nSwitch the \($0) on."
    }
    let report = """
      Traceback (most recent call last):
        File "/opt/station/core/sensors.py", line 12, in find_sensor
          raise SensorNotFound(name)
      station.core.errors.SensorNotFound: Sensor not found
      """
    let base = try scratch.base([german] + others)
    let problem = try #require(try base.diagnose(Array(report.utf8)).problems.first)
    #expect(problem.considered.first?.id.description == "weather-station#sensor-lost")
  }

  @Test func `a status of a stranger claims nothing`() throws {
    let article = """
      # Troubleshoot the harbour gateway

      ## HTTP status code 504

      A request to the harbour gateway ran into its time limit. Raise the limit of the gateway, or make the request
      smaller.
      """
    let own = "harbour gateway: request smaller than its limit, yet status code 504"
    #expect(try verdict(own, [article]).hasSuffix("#http-status-code-504"))
    // One shared word in a dozen is not enough.
    let stranger = """
      {"status": 504, "statusText": "Gateway Time-out", "worker": "densenet", "tensor": "batched", "rotation": "none",
       "palette": "sepia", "shutter": "open", "aperture": "wide", "exposure": "long"}
      """
    #expect(try verdict(stranger, [article]) == "unknown")
  }

  @Test func `a message of everybody's with another word in it needs the matter`() throws {
    let article = """
      # Troubleshoot the crane service

      ## The crane cannot be scheduled

      `0/3 nodes are available: 3 Insufficient crane.example/hook` when the crane service is deployed: add nodes with
      hooks to the cluster of the crane.
      """
    let own =
      "crane service, deployed to the cluster: 0/2 nodes are available: 2 Insufficient crane.example/rope"
    #expect(try verdict(own, [article]).hasSuffix("#the-crane-cannot-be-scheduled"))
    let stranger = """
      Every pod of the besu network runs but one, which validates blocks, keeps peers, and votes in rounds of consensus.
      FailedScheduling: 0/8 nodes are available: 8 Insufficient cpu
      Standard machines, four processors, sixteen gibibytes, autoscaled pools, no change.
      """
    #expect(try verdict(stranger, [article]) == "unknown")
  }

  @Test func `a function that prose names is the one that an article names`() throws {
    let article = """
      # Troubleshoot the ferry service

      ## The ferry does not start

      At the start of the ferry, `moor()` of your script is called. An exception in `moor()` ends it: error `FerryLost`.
      """
    let articles =
      [article] + ["harbour gateway", "meadow broker", "tunnel relay"].map { Self.gateway($0, 503, 504) }
    #expect(
      try verdict("the start of the ferry: User's moor function failed", articles).hasSuffix(
        "#the-ferry-does-not-start"))
    // Another function is less likely, although all other words agree.
    let base = try scratch.base(articles)
    func score(_ function: String) throws -> Double? {
      let report = "the start of the ferry: User's \(function) function failed"
      return try base.diagnose(Array(report.utf8)).candidates.first?.score
    }
    let (same, other) = (try score("moor"), try score("rudder"))
    #expect(try #require(same) > other ?? 0)
  }

  @Test func `a link to a section of the articles is that section`() throws {
    let articles = [
      "# Troubleshoot the lock\n\n## Lock does not open\n\nOil it.\n\n## Gate does not close\n\nPush it."
    ]
    let link =
      "Operation failed. Please refer to http://aka.example/locks#gate-does-not-close for more information."
    #expect(try verdict(link, articles) == "possible troubleshoot-the-lock#gate-does-not-close")
    let both = link + "\nSee also http://aka.example/locks#lock-does-not-open"
    #expect(try verdict(both, articles) == "unknown")
  }

  @Test(arguments: [
    (["the disk /dev/sda1 has no space", "cannot read table orders", "10.0.0.5:54 timed out"], [1, 2, 3]),
    (["the disk /dev/sda1 has no space", "the owl cried"], [1]),
    (
      ["the disk has no space", "owls failed", "failed to push orders", "see https://example.org for help"],
      [1]
    ),
    (
      [
        "command failed: sail", "Cannot find module 'anchor' in the hold", "the crew exited with error 7",
        "Aborting",
      ], [2]
    ),
    (["cannot read the key", "-----BEGIN PRIVATE KEY-----", "bad owl"], [1]),
    (["Could not find a version that satisfies pillow", "No matching distribution found for pillow"], [1]),
    (
      [
        "no such shelf", "See above for the answer", "", "the owl is lost",
        "see also https://example.org/owl",
      ],
      [1, 4]
    ),
    (["no such shelf", "the owl is lost", "bad " + String(repeating: "x", count: 9999)], [1, 2, 3]),
  ])
  func `a pasted list of errors is several, unless its lines belong together`(errors: [String], lines: [Int])
    throws
  {
    let list = errors.map { $0.isEmpty ? "" : "ERROR: " + $0 }.joined(separator: "\r\n")
    let base = try scratch.base(["# Troubleshoot the harbour"])
    #expect(try base.diagnose(list).problems.map(\.line) == lines)
    #expect(try base.diagnose(list + "\nat the harbour").problems.count == 1)
  }

  @Test func `a report with a time before each line is one report`() throws {
    let article = """
      # Troubleshoot the conveyor

      ## Error: the belt is torn

      `BeltTorn: the belt of the conveyor is torn near the second roller`. Sew the belt, and start the conveyor again.
      """
    let lines = [
      "deploying the belt", "{", "  \"code\": \"ConveyorFailed\",", "  \"details\": [", "    {",
      "      \"code\": \"BeltTorn\",",
      "      \"message\": \"the belt of the conveyor is torn near the second roller\"", "    }", "  ]", "}",
    ]
    let log = lines.map { "2024-03-01T10:00:01.7319755Z \($0)\n" }.joined()
    #expect(try verdict(log, [article]).hasSuffix("#error-the-belt-is-torn"))
    // Each of several logs has errors of its own.
    let other = (1...3).map { "2024-03-01T10:00:0\($0)Z ERROR dock: the gate is stuck\n" }.joined()
    let outcome = try scratch.base([article]).diagnose { reader in
      for (name, text) in [("one.log", log), ("two.log", other)] {
        reader.begin(name)
        Array(text.utf8).withUnsafeBytes { reader.read($0) }
      }
    }
    #expect(outcome.problems.contains { $0.source == "two.log" })
  }

  @Test func `a long log is counted to its end, in order of appearance`() throws {
    let base = try scratch.base([Self.gateway("harbour gateway", 503)])
    let kinds = ["the tide table is torn", "no pilot answers", "the crane is stuck"]
    let log = (0..<9_000).map { index in
      "2024-03-01T10:00:\(index % 50 + 10)Z ERROR dock: \(kinds[min(index / 2_000, 2)]), ship \(index)\n"
    }
    let outcome = try base.diagnose(Array(log.joined().utf8))
    #expect(outcome.lines == 9_000)
    #expect(Set(outcome.problems.map { "\($0.line) \($0.count)" }) == ["1 2000", "2001 2000", "4001 5000"])
  }

  @Test func `of a name and its parts, evidence has the longest`() throws {
    let article = """
      # Troubleshoot the volumes

      ## MountVolume.SetUp failed for volume

      It says `MountVolume.SetUp failed for volume "x" : the lamp is out`. SetUp needs a lamp.
      """
    let report = #"MountVolume.SetUp failed for volume "y" : the lamp is out"#
    let candidate = try #require(try scratch.base(article).diagnose(report).candidates.first)
    let named = candidate.evidence.filter { $0.kind == .identifier }.map(\.text)
    #expect(named.contains { $0.hasSuffix("MountVolume.SetUp") })
    #expect(!named.contains { $0.hasSuffix("=SetUp") })
  }

  @Test func `sure problems come in the order of the log, then the others`() throws {
    let article = """
      # Troubleshoot the lamps

      ## LampError: the lamp of the eastern harbour gate is out

      Wipe it.

      ## WickError: the wick of the western meadow lantern is short

      Trim it.
      """
    let log = """
      2026-01-04T10:00:00Z ERROR the printer hums
      2026-01-04T10:00:01Z ERROR WickError: the wick of the western meadow lantern is short
      2026-01-04T10:00:02Z ERROR LampError: the lamp of the eastern harbour gate is out

      """
    let outcome = try scratch.base(article).diagnose(log)
    #expect(outcome.problems.map(\.line) == [2, 3, 1])
  }
}
