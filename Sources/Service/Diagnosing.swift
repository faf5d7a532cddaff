import CasebookAnalysis
import CasebookKnowledge
import CasebookLogText
import CasebookSignatures
import CasebookStorage

extension KnowledgeBase {
  /// Finds the known errors behind an error message, a report or a log, each with a verdict.
  public func diagnose(_ bytes: [UInt8], limit: Int = 3) throws -> DiagnosisOutcome {
    try diagnose(limit: limit) { reader in bytes.withUnsafeBytes { reader.read($0) } }
  }

  /// The same for texts that arrive in pieces: `read` passes them to its argument.
  public func diagnose(
    limit: Int = 3, read: (inout ProblemReader) throws -> Void
  ) throws -> DiagnosisOutcome {
    var reader = ProblemReader(signer: signer, formats: store.formats)
    try read(&reader)
    let problems = reader.finish()
    return try store.snapshot {
      try outcome(reader, problems, limit: limit, try DiagnosisTools(self), withLosses: true)
    }
  }

  /// The same for one of many texts, without the losses of the answers' texts. The caller holds the snapshot.
  func diagnose(_ bytes: [UInt8], limit: Int, with tools: DiagnosisTools) throws -> DiagnosisOutcome {
    var reader = ProblemReader(signer: signer, formats: store.formats)
    bytes.withUnsafeBytes { reader.read($0) }
    let problems = reader.finish()
    return try outcome(reader, problems, limit: limit, tools, withLosses: false)
  }

  private func outcome(
    _ reader: ProblemReader, _ found: [ProblemReader.ReadProblem], limit: Int, _ tools: DiagnosisTools,
    withLosses: Bool
  ) throws -> DiagnosisOutcome {
    let sections = SectionEvidence(store, tools.lexicon)
    // The problems of one log often share answers.
    var answers: [KnownErrorID: (answer: Answer, history: KnownErrorHistory)?] = [:]
    func answer(to id: KnownErrorID) throws -> (answer: Answer, history: KnownErrorHistory)? {
      if let known = answers[id] { return known }
      let found = try self.answer(to: id, withLosses: withLosses).map { ($0, try store.history(of: id)) }
      answers[id] = .some(found)
      return found
    }
    func diagnosed(_ found: ProblemReader.ReadProblem) throws -> DiagnosisOutcome.Problem {
      let symptoms = try ReportTerms(found, signer, store, tools.lexicon)
      let ranked = try weigh(symptoms, sections, tools.taught)
      return try diagnose(symptoms, found, ranked, limit: limit, lines: reader.lines, answer)
    }
    var problems = try found.map(diagnosed)
    // If every line has a time, a report looks like many errors without a known fix.
    if problems.allSatisfy({ $0.verdict == .unknown }), let untimed = reader.untimed {
      let whole = try diagnosed(untimed)
      if whole.verdict > .unknown { problems = [whole] }
    }
    if reader.isLog, !reader.hasErrors { problems.removeAll { $0.verdict == .unknown } }
    problems.sort { a, b in
      (a.verdict, a.candidates.first?.score ?? 0, -a.line) > (
        b.verdict, b.candidates.first?.score ?? 0, -b.line
      )
    }
    return DiagnosisOutcome(
      isLog: reader.isLog, lines: reader.lines, brokenLines: reader.brokenLines, problems: problems)
  }

  private func diagnose(
    _ symptoms: ReportTerms, _ found: ProblemReader.ReadProblem, _ ranked: [WeighedCandidate], limit: Int,
    lines: Int,
    _ answer: (KnownErrorID) throws -> (answer: Answer, history: KnownErrorHistory)?
  ) throws -> DiagnosisOutcome.Problem {
    var candidates: [DiagnosisOutcome.AnswerCandidate] = []
    for weighed in ranked where weighed.verdict > .unknown && candidates.count < limit {
      // A row that answers is more specific than the section around it.
      if candidates.contains(where: { $0.id != weighed.id && $0.id.section == weighed.id }) { continue }
      guard let (answer, history) = try answer(weighed.id) else { continue }
      candidates.append(
        DiagnosisOutcome.AnswerCandidate(
          answer: answer, verdict: weighed.verdict, score: weighed.score, evidence: weighed.evidence,
          history: history))
    }
    return DiagnosisOutcome.Problem(
      message: symptoms.lead?.text ?? found.text, source: found.source,
      // An escaped line may have become several lines.
      line: min(found.line + (symptoms.lead?.line ?? 1) - 1, max(1, lines)),
      count: found.count,
      signature: symptoms.signature, verdict: candidates.first?.verdict ?? .unknown, candidates: candidates,
      considered: ranked.prefix(5).map {
        .init(id: $0.id, calculation: $0.calculation, verdict: $0.verdict, evidence: $0.evidence)
      })
  }

  /// How many sections to weigh that share words with the report, and how many that name one of its
  /// identifiers.
  private static let candidateLimit = 75
  private static let namingLimit = 40
  /// How many sections to search for articles that have the words of the report.
  private static let articleSearchLimit = 300

  /// The known errors that share anything with the symptoms, weighed, best first.
  private func weigh(
    _ symptoms: ReportTerms, _ evidence: SectionEvidence, _ taught: LessonAnswers?
  ) throws -> [WeighedCandidate] {
    var sections: Set<Int64> = []
    for message in symptoms.messages {
      sections.formUnion(try store.candidates(withFingerprint: message.fingerprint, limit: 50))
    }
    for anchor in symptoms.anchors.sorted() {
      sections.formUnion(try store.candidates(withSlug: anchor, limit: Self.namingLimit))
    }
    let found = try store.places(ofAny: symptoms.searchTerms, limit: Self.articleSearchLimit)
    sections.formUnion(found.prefix(Self.candidateLimit).filter(\.isKnownError).map(\.section))
    let articles = Set(found.map(\.article))
    for named in symptoms.named where named.occurs {
      let naming = try store.candidates(naming: named.identifier, limit: Self.namingLimit)
      sections.formUnion(naming)
      // If many sections name an identifier, keep those whose articles share other words with the report.
      if naming.count == Self.namingLimit {
        sections.formUnion(
          try store.candidates(naming: named.identifier, in: articles, limit: Self.namingLimit))
      }
    }

    var best: [KnownErrorID: WeighedCandidate] = [:]
    for section in sections.sorted() {
      guard let candidate = try evidence.candidate(section) else { continue }
      let weighed = try WeighedCandidate(candidate, symptoms, evidence)
      if weighed.total > best[weighed.id]?.total ?? 0 { best[weighed.id] = weighed }
    }
    for incident in try store.resolvedIncidents(withSignature: symptoms.signature.fingerprint) {
      guard let id = incident.knownError else { continue }
      best[id, default: WeighedCandidate(id)].remember(incident)
    }
    for answer in try taught?.answers(to: symptoms.signature) ?? [] {
      best[answer.id, default: WeighedCandidate(answer.id)].remember(
        answer.verdict, Evidence(.lesson, answer.text, weight: 3))
    }
    return WeighedCandidate.judged(Array(best.values))
  }
}

/// State shared by all diagnoses of one snapshot of the knowledge base.
struct DiagnosisTools {
  let lexicon: WordStatistics
  let taught: LessonAnswers?

  init(_ base: KnowledgeBase) throws {
    lexicon = try WordStatistics(base.store)
    taught = try LessonAnswers(base.store, base.signer)
  }
}
