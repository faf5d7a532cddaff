import CasebookKnowledge
import CasebookSQLite
import CasebookSignatures
import Glibc
import Testing

@testable import CasebookStorage

/// Random histories on three replicas end in equal folds, in whatever order they were exchanged.
struct JournalHistoryTests {
  /// How many histories; `script/test --all` asks for more.
  private static let histories = getenv("CASEBOOK_HISTORIES").flatMap { Int(String(cString: $0)) } ?? 60

  @Test func `replicas that exchanged everything are equal, and nothing is lost`() throws {
    let replicas = try (0..<3).map { _ in try Replica() }
    for seed in 0..<UInt64(Self.histories) {
      var random = SeededRandom(seed)
      try replicas.forEach { try $0.reset(skew: .random(in: -86_400_000...86_400_000, using: &random)) }
      for _ in 0..<Int.random(in: 5...40, using: &random) {
        let replica = replicas.randomElement(using: &random) ?? replicas[0]
        if Int.random(in: 0..<3, using: &random) == 0 {
          let other = replicas.randomElement(using: &random) ?? replicas[0]
          try replica.take(from: other, &random)
        } else {
          try replica.say(&random)
        }
      }
      // A file that was lost on the way arrives with the next exchange.
      for _ in 0..<2 { for one in replicas { for other in replicas { try one.take(allFrom: other) } } }
      let rows = try replicas.map { try $0.store.foldedRows() }
      #expect(rows[0] == rows[1] && rows[1] == rows[2], "history \(seed)")
      let said = replicas.reduce(into: Set<EntryKey>()) { $0.formUnion($1.said) }
      for replica in replicas {
        #expect(try Set(all(replica.store).map(\.key)) == said, "history \(seed)")
        #expect(try replica.store.rebuildFolds() == 0, "history \(seed)")
      }
      if rows[0] != rows[1] || rows[1] != rows[2] { return }
    }
    try replicas.forEach { try $0.store.expectSound() }
  }

  /// One machine, with a clock that is wrong by up to a day.
  private final class Replica {
    let store: Store
    private let clock: Clock
    /// The entries that were added here.
    private(set) var said: Set<EntryKey> = []

    private final class Clock {
      var time: Int64 = 1_700_000_000_000
    }

    init() throws {
      let clock = Clock()
      self.clock = clock
      store = try Store(now: {
        clock.time += 1_000
        return Timestamp(milliseconds: clock.time)
      })
    }

    func reset(skew: Int64) throws {
      let trigger: String =
        try store.database.value("SELECT sql FROM sqlite_schema WHERE name = 'journal_is_kept'") ?? ""
      try store.database.runScript(
        """
        DROP TRIGGER journal_is_kept; DELETE FROM journal; DELETE FROM number;
        DELETE FROM meta WHERE name IN ('origin', 'origin_place', 'clock'); \(trigger)
        """)
      _ = try store.rebuildFolds()
      clock.time = 1_700_000_000_000 + skew
      said = []
    }

    func say(_ random: inout SeededRandom) throws {
      let before = try count()
      let by = Attribution(author: ["ann", "bob", ""].randomElement(using: &random) ?? "")
      let incident = try store.incidentNumbers().randomElement(using: &random)
      let other = try store.incidentNumbers().randomElement(using: &random)
      let text = "word\(Int.random(in: 0..<5, using: &random))"
      let signature = signer.signature(of: "belt \(text) is stuck")
      let known = KnownErrorID(family: "depot", slug: "gate-\(Int.random(in: 0..<3, using: &random))")
      switch (Int.random(in: 0..<18, using: &random), incident, other) {
      case (2, let number?, _): _ = try store.addEntry(to: number, .note, text: text, by: by)
      case (3, let number?, _):
        _ = try store.addEntry(to: number, .tried, text: text, knownError: known, by: by)
      case (4...5, let number?, _):
        _ = try store.addEntry(
          to: number, .resolved, text: text, knownError: known, isPartial: .random(using: &random), by: by)
      case (6, let number?, _): _ = try store.addEntry(to: number, .reopened, text: text, by: by)
      case (7, let number?, _): _ = try store.amend(number, title: text, severity: .high, by: by)
      case (8, let number?, _):
        _ = try store.amend(number, message: (text, signature), by: by)
      case (9, let number?, _):
        if let key = try store.incident(number)?.timeline.randomElement(using: &random)?.key {
          _ = try store.amend(number, entry: key, text: text, by: by)
        }
      case (10, let number?, _): _ = try store.label(number, [RunLabel(name: "env", value: text)], by: by)
      case (11, let number?, let other?) where number != other: _ = try store.merge(number, other, by: by)
      case (12, _, _):
        if let lesson = try store.lessons().randomElement(using: &random), Bool.random(using: &random) {
          _ = try store.addLesson(.undo, undoing: lesson.number, author: by.author)
        } else {
          let subject = Lesson.Subject(
            fingerprint: signature.fingerprint, template: signature.template, group: "g1:1", text: text)
          _ = try store.addLesson(.match, [subject], knownError: known, author: by.author)
        }
      case (13, _, _):
        _ = try store.writeResolution(
          slug: text, locale: .english, markdown: "# \(text)\n", incident: incident, by: by)
      case (16, let number?, _):
        _ = try store.addOutcome(
          of: KnownErrorID(incident: number), worked: .random(using: &random), text: text, by: by)
      case (17, _, _):
        _ = try store.addOutcome(of: known, worked: .random(using: &random), text: text, by: by)
      case (14, let number?, _) where Int.random(in: 0..<3, using: &random) == 0:
        _ = try store.forgetIncident(number, reason: text, by: by)
      case (15, _, _):
        if let key = try all(store).randomElement(using: &random)?.key {
          _ = try store.forget(key, reason: text, by: by)
        }
      default:
        _ = try store.recordIncident(
          title: text, message: text, signature: signature, knownError: nil, text: "", by: by)
      }
      if try count() > before, let origin = try store.ownOrigin(),
        let last = try store.origins().first(where: { $0.origin == origin })?.last
      {
        for index in 1...last { said.insert(EntryKey(origin: origin, index: index)) }
      }
    }

    private func count() throws -> Int { try store.database.value("SELECT count(*) FROM journal") ?? 0 }

    /// Takes a part of what the other has, some of it twice.
    func take(from other: Replica, _ random: inout SeededRandom) throws {
      var entries = try all(other.store).filter { _ in Int.random(in: 0..<5, using: &random) > 0 }
      entries += entries.prefix(Int.random(in: 0...3, using: &random))
      _ = try store.take(entries.shuffled(using: &random), acceptingForgets: true)
    }

    func take(allFrom other: Replica) throws {
      let taken = try store.take(all(other.store), acceptingForgets: true)
      #expect(taken.problems == [])
    }
  }
}

/// SplitMix64, so that a history can be told by its number.
private struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }
}
