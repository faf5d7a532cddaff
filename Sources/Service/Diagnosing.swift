import CasebookDiagnosis
import CasebookKnowledge
import CasebookLogText
import CasebookSignatures
import CasebookStorage

extension KnowledgeBase {
  /// Finds the known errors behind an error message, a report or a log, each with a verdict.
  public func diagnose(_ bytes: [UInt8], limit: Int = 3) throws -> DiagnosisOutcome {
    try diagnose(limit: limit) { reader in bytes.withUnsafeBytes { reader.read($0) } }
  }

  /// The same for a text.
  public func diagnose(_ text: String, limit: Int = 3) throws -> DiagnosisOutcome {
    try diagnose(Array(text.utf8), limit: limit)
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
    // The problems of one log often share answers.
    var answers: [KnownErrorID: (answer: Answer, history: KnownErrorHistory)?] = [:]
    func answer(to id: KnownErrorID) throws -> (answer: Answer, history: KnownErrorHistory)? {
      if let known = answers[id] { return known }
      let found = try self.answer(to: id, withLosses: withLosses).map { ($0, try history(of: id)) }
      answers[id] = .some(found)
      return found
    }
    func diagnosed(_ found: ProblemReader.ReadProblem) throws -> DiagnosisOutcome.Problem {
      try problem(found, tools, limit: limit, lines: reader.lines, answer)
    }
    var problems = try found.map(diagnosed)
    // If every line has a time, a report looks like many errors without a known fix.
    if problems.allSatisfy({ $0.verdict == .unknown }), let untimed = reader.untimed {
      let whole = try diagnosed(untimed)
      if whole.verdict > .unknown { problems = [whole] }
    }
    if reader.isLog, !reader.hasErrors { problems.removeAll { $0.verdict == .unknown } }
    return DiagnosisOutcome(
      isLog: reader.isLog, lines: reader.lines, brokenLines: reader.brokenLines, problems: problems,
      omitted: reader.omitted)
  }

  /// Diagnoses one error of a log; `lines` is how many lines were read.
  func problem(
    _ found: ProblemReader.ReadProblem, _ tools: DiagnosisTools, limit: Int, lines: Int,
    _ answer: (KnownErrorID) throws -> (answer: Answer, history: KnownErrorHistory)?
  ) throws -> DiagnosisOutcome.Problem {
    let reading = try ReportReading(found, signer, tools.words)
    let memory = try IncidentMemory(store, reading.signature.fingerprint)
    let ranked = try judge(reading, memory, tools)
    return try diagnose(reading, found, ranked, memory, limit: limit, lines: lines, answer)
  }

  private func diagnose(
    _ reading: ReportReading, _ found: ProblemReader.ReadProblem, _ ranked: [JudgedCandidate],
    _ memory: IncidentMemory, limit: Int, lines: Int,
    _ answer: (KnownErrorID) throws -> (answer: Answer, history: KnownErrorHistory)?
  ) throws -> DiagnosisOutcome.Problem {
    var candidates: [DiagnosisOutcome.AnswerCandidate] = []
    for judged in ranked where judged.verdict > .unknown && candidates.count < limit {
      // A row that answers is more specific than the section around it.
      if candidates.contains(where: { $0.id != judged.id && $0.id.section == judged.id }) { continue }
      guard let (answer, history) = try answer(judged.id) else { continue }
      candidates.append(
        DiagnosisOutcome.AnswerCandidate(
          answer: answer, verdict: judged.verdict, score: judged.probability, evidence: judged.evidence,
          history: history))
    }
    var nearest: [DiagnosisOutcome.NearestSection] = []
    let isOpen = candidates.first.map { $0.verdict < .strong } ?? true
    for judged in ranked where isOpen && judged.verdict == .unknown && judged.isNear {
      if candidates.count + nearest.count >= limit { break }
      guard let (answer, _) = try answer(judged.id) else { continue }
      nearest.append(.init(resolution: answer.resolution, probability: judged.probability))
    }
    // An escaped line may have become several lines.
    func place(_ line: Int) -> Int { min(found.line + line - 1, max(1, lines)) }
    return DiagnosisOutcome.Problem(
      message: reading.lead?.text ?? found.text,
      head: found.report.head.map { ($0.text, place($0.line)) },
      source: found.source, line: place(reading.lead?.line ?? 1),
      count: found.count,
      signature: reading.signature, verdict: candidates.first?.verdict ?? .unknown, candidates: candidates,
      nearest: nearest, openIncidents: memory.open,
      considered: ranked.map {
        .init(
          id: $0.id, source: $0.source, probability: $0.probability, features: $0.features,
          judge: $0.judge, verdict: $0.verdict, evidence: $0.evidence)
      })
  }

  /// How many candidates to compare line by line.
  private static let comparedLimit = 24

  /// The sections that share anything with the report, judged, the most probable first. Most are known errors; others
  /// may answer all the same.
  private func judge(
    _ reading: ReportReading, _ memory: IncidentMemory, _ tools: DiagnosisTools
  ) throws -> [JudgedCandidate] {
    let found = try tools.sections.sections(for: reading.search, signer)
    let compared = try compare(reading, found.sections, tools)
    let matches = compared.map { $0.comparison.isVeryMessage(of: reading.report, tools.words.outsideRarity) }
    // The sections that answer for more of the message than one with a message of it.
    let better = zip(compared, matches).map { own, matches in
      matches ? compared.first { outdoes($0, own, reading) }?.candidate.hit.id : nil
    }
    let isVery = zip(matches, better).map { $0 && $1 == nil }
    // A person's article takes the place of a bundled one.
    let very = zip(compared, isVery).filter(\.1).map(\.0.candidate)
    let own = very.filter { !$0.isBundled }
    let families = Set((own.isEmpty ? very : own).map(\.source))
    var best: [KnownErrorID: JudgedCandidate] = [:]
    for ((candidate, comparison), isVery) in zip(compared, isVery) {
      var judged = JudgedCandidate(candidate, comparison, reading, isBundled: candidate.isBundled)
      if comparison.features[.link] == 0,
        comparison.isAnyProgram(of: reading.report, tools.words.outsideRarity)
      {
        judged.doubt(isWhole: comparison.isWhole)
      }
      if isVery { judged.holdVeryMessage(isSole: families == [candidate.source]) }
      if judged.probability > best[judged.id]?.probability ?? -1 { best[judged.id] = judged }
    }
    for (own, better) in zip(compared, better) {
      guard let probability = better.flatMap({ best[$0]?.probability }) else { continue }
      best[own.candidate.hit.id]?.fall(below: probability)
    }
    let verdict: Verdict = reading.report.isRecognisable(tools.words.outsideRarity) ? .exact : .possible
    for fix in memory.fixes { best[fix.id, default: JudgedCandidate(fix.id)].remember(fix, memory, verdict) }
    for learned in memory.learned where best[learned.id]?.isRemembered != true {
      best[learned.id, default: JudgedCandidate(learned.id)].remember(
        verdict, Evidence(.history, "written about incident \(learned.incident)", weight: 1))
    }
    for other in try SameEvent.memories(of: reading.signature, among: found.incidents, store) {
      for fix in other.fixes where best[fix.id].map({ !$0.isRemembered && $0.verdict <= .possible }) ?? true {
        best[fix.id, default: JudgedCandidate(fix.id)].remember(
          fix, other, .possible, "this message with another value")
      }
    }
    for (id, judged) in best where !judged.isRemembered {
      let done = memory.outcomes.filter { $0.knownError == id }
      best[id]?.count(try done.isEmpty ? store.outcomes(of: id) : done)
    }
    for answer in try tools.taught?.answers(to: reading.signature) ?? [] {
      best[answer.id, default: JudgedCandidate(answer.id)].remember(
        answer.verdict, Evidence(.lesson, answer.text, weight: 1))
    }
    return best.values.sorted {
      ($0.verdict, $0.isRemembered ? 1 : 0, $0.success, $0.probability, $1.id)
        > ($1.verdict, $1.isRemembered ? 1 : 0, $1.success, $1.probability, $0.id)
    }
  }

  private typealias ComparedCandidate = (candidate: Candidate, comparison: Comparison)

  /// Whether one section answers for more of the message than another one, and the other one not for more than it.
  private func outdoes(_ one: ComparedCandidate, _ other: ComparedCandidate, _ reading: ReportReading) -> Bool
  {
    one.candidate.hit.id != other.candidate.hit.id
      && one.comparison.outdoes(other.comparison, isInMessage: reading.leadNames)
      && !other.comparison.outdoes(one.comparison, isInMessage: reading.leadNames)
  }

  /// Compares the best sections with the report.
  private func compare(
    _ reading: ReportReading, _ sections: [SectionEvidence.CutSection], _ tools: DiagnosisTools
  ) throws -> [ComparedCandidate] {
    let weights = SectionWeights(sections.map(\.text), reading.report, tools.words.outsideRarity)
    let ranked = sections.map { (score: Comparison.score(reading.report, $0.text), section: $0) }
      .sorted { ($0.score, $1.section.candidate.hit.number) > ($1.score, $0.section.candidate.hit.number) }
    let leading = Set(reading.fingerprints.filter(\.leads).map(\.fingerprint))
    var compared: [ComparedCandidate] = []
    for (place, (_, section)) in ranked.enumerated() {
      let candidate = section.candidate
      let hasMessage = candidate.messages.contains { leading.contains($0.fingerprint) }
      if place >= Self.comparedLimit, !hasMessage { continue }
      var comparison = try Comparison(
        reading.report, section.text.weighed(weights.weight, asked: weights.isAsked)
      ) { word in
        if candidate.hit.id.incidentNumber != nil { return section.text.has(word.keys) }
        guard let (terms, count) = reading.terms[word.keys] else { return false }
        return try tools.sections.occurs(terms, count: count, inArticleOf: candidate)
      }
      comparison.features[.knownError] = candidate.hit.isResolution ? 1 : 0
      comparison.features[.sameSignature] = hasMessage ? 1 : 0
      comparison.features[.otherStatus] = reading.hasOtherStatus(than: candidate) ? 1 : 0
      comparison.features[.otherCode] = reading.hasOtherCode(than: candidate) ? 1 : 0
      comparison.features[.link] =
        candidate.hit.id.row == nil && reading.anchors == [candidate.hit.id.slug] ? 1 : 0
      compared.append((candidate, comparison))
    }
    var comparisons = compared.map(\.comparison)
    Comparison.relate(
      &comparisons, ids: compared.map { ($0.candidate.source, $0.candidate.hit.id.description) })
    return zip(compared, comparisons).map { ($0.candidate, $1) }
  }
}

extension Candidate {
  /// Whether it comes with the program.
  var isBundled: Bool { hit.source.hasPrefix(Store.bundledPrefix) }

  /// The family that it is from; each incident and each local article is one of its own.
  fileprivate var source: String {
    let isAlone = hit.id.incidentNumber != nil || hit.id.family == ArticleName.family
    return isAlone ? hit.id.description : hit.id.family
  }
}

extension ReportReading {
  /// Whether the report and the title of a section name HTTP statuses, but not the same one.
  fileprivate func hasOtherStatus(than candidate: Candidate) -> Bool {
    let own = identifiers.filter { $0.kind.rawValue == "http_status" }
    let named = candidate.identifiers.filter { $0.value && $0.key.kind.rawValue == "http_status" }.keys
    return !own.isEmpty && !named.isEmpty && !own.contains(where: named.contains)
  }

  /// Whether the report and a section name codes of one kind, but not the same one.
  fileprivate func hasOtherCode(than candidate: Candidate) -> Bool {
    let named = Dictionary(grouping: candidate.identifiers.keys, by: \.kind)
    return Dictionary(grouping: identifiers, by: \.kind).contains { kind, own in
      guard !Self.names.contains(kind.rawValue), let others = named[kind] else { return false }
      return Set(own).isDisjoint(with: others)
    }
  }

  /// Kinds of identifiers that are names: a report has many of them.
  private static let names: Set = ["exception", "function", "resource", "tool_error", "http_status"]
}

/// State shared by all diagnoses of one snapshot of the knowledge base.
struct DiagnosisTools {
  let words: WordWeights
  let sections: SectionEvidence
  let taught: LessonAnswers?

  init(_ base: KnowledgeBase) throws {
    words = try WordWeights(base.store, base.signer)
    sections = SectionEvidence(base.store, words)
    taught = try LessonAnswers(base.store, base.signer)
  }
}
