import Casebook
import Testing

/// A program that imports nothing but `Casebook`.
struct LibraryTests {
  @Test func `what one import offers is enough to ask, to remember and to be answered`() throws {
    let base = try KnowledgeBase(path: ":memory:")
    let message = "belt 4 stopped: photo cell 12 is dark"
    #expect(try base.diagnose(message).verdict == .unknown)
    let by = Attribution(author: "ops")
    let label = try #require(RunLabel("env=prod"))
    let incident = try #require(try base.record(message, labels: [label], by: by))
    let resolved = try #require(try base.resolve(incident.number, "cleaned the photo cell", by: by))
    #expect(resolved.state == .resolved)
    let candidate = try #require(try base.diagnose("belt 9 stopped: photo cell 3 is dark").candidates.first)
    #expect(candidate.id == KnownErrorID(incident: incident.number))
    #expect(candidate.answer.resolution.markdown.hasPrefix("cleaned the photo cell"))
    #expect(try base.search("photo cell", in: .incidents).results.map(\.kind) == [.incident])
    #expect(try base.history(of: candidate.id).worked == 1)
  }

  @Test func `a rehearsal stores nothing`() throws {
    let base = try KnowledgeBase(path: ":memory:")
    let number = try base.rehearse { try base.record("belt 4 stopped")?.number }
    #expect(number == 1)
    #expect(try base.incidents().isEmpty)
    #expect(try base.record("belt 5 stopped")?.number == 1)
  }

  @Test func `an error explains itself`() {
    #expect {
      try KnowledgeBase(path: "/nowhere/errors.db", access: .read)
    } throws: { error in
      KnowledgeBaseError(error)?.cause == .noInput
    }
  }

  /// Fails to compile if one of them cannot be sent to another task.
  @Test func `what methods return can be sent to other tasks`() {
    func send<each Value: Sendable>(_: repeat (each Value).Type) {}
    send(
      Answer.self, ArticleDraft.self, AuditReport.self, BundledAreas.self, CaseScore.self,
      DiagnosisOutcome.self,
      ErrorFix.self, ErrorHistory.self, EventHit.self, Incident.self, IngestReport.self,
      KnowledgeBaseError.self,
      KnownErrorHistory.self, KnownErrorID.self, Lesson.self, RecordedLog.self, Resolution.self,
      SearchOutcome.self, StoreCheck.self, SyncReport.self, UnknownError.self, Verdict.self)
  }
}
