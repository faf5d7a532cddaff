import CasebookAnalysis
import CasebookDiagnosis
import CasebookKnowledge
import CasebookLogText
import CasebookSignatures
import CasebookStorage
import CasebookText

/// A report, read for a diagnosis: its words and lines for the judge, and the terms to look up in the knowledge base.
struct ReportReading {
  /// The leading message: the root cause if the report shows it.
  let lead: ErrorReport.ReportMessage?
  /// The messages, the likeliest first; the whole text if it has none.
  let messages: [String]
  /// The signature of the leading message.
  let signature: Signature
  /// The fingerprints of the messages, and whether each is the leading one or wraps it.
  let fingerprints: [(fingerprint: Fingerprint, leads: Bool)]
  let identifiers: [Identifier]
  /// The sections that links in the report point to: the parts after `#`.
  let anchors: Set<String>
  let report: DiagnosedReport
  /// The index terms of the most telling words.
  let searchTerms: [String]
  /// The words behind the keys, as the report writes them.
  let texts: [UInt64: String]
  /// The index terms behind the keys of each word, and how many sections have them.
  let terms: [[UInt64]: (terms: [String], count: Int)]

  private static let messageLimit = 24
  private static let leadLimit = 32
  private static let wordLimit = 120
  /// How many other lines of the report may be leads.
  private static let lineLimit = 60
  private static let searchedWords = 24
  private static let searchedSections = 2000

  init(_ problem: ProblemReader.ReadProblem, _ signer: Signer, _ words: WordWeights) throws {
    let (text, read) = (problem.text, problem.report)
    lead = read.messages.first
    let messages = read.messages.prefix(Self.messageLimit)
    self.messages = messages.isEmpty ? [text] : messages.map(\.text)
    let signatures = messages.map { signer.signature(of: $0) }
    let whole = signer.signature(of: text)
    signature = signatures.first ?? whole
    let leads = messages.indices.map { $0 == 0 || messages[$0].wraps(messages[0]) }
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let qualified = Self.qualified(messages.first, lines)
    fingerprints =
      signatures.isEmpty
      ? [(whole.fingerprint, true)]
      : zip(signatures, leads).map { ($0.fingerprint, $1) }
        + (qualified.map { [(signer.signature(of: $0).fingerprint, true)] } ?? [])
    var seen: Set<Identifier> = []
    let isTyped = problem.record.time == nil && problem.record.logger == nil
    let spelledOut = isTyped ? BareStatus.spelledOut(text, signer) : nil
    identifiers = Array(
      (signatures.flatMap(\.identifiers)
        + (spelledOut.map { signer.signature(of: $0) } ?? whole).identifiers).filter {
          seen.insert($0).inserted
        }
        .prefix(60))
    anchors = ReportLinks.anchors(in: text)
    let systemWords = Set(
      identifiers.filter(\.isOfSystem).flatMap { identifier in
        ([identifier.value] + signer.wording(of: identifier)).flatMap { words.cutter.keys(of: $0) }
      })

    var collection = WordCollection(words)
    var leadLines = (spelledOut ?? qualified).map { [(line: $0, share: 1.0)] } ?? []
    if spelledOut == nil {
      leadLines += Self.leadLines(messages, lines, besides: read.idleLines).prefix(Self.leadLimit)
    }
    for (line, share) in leadLines { try collection.add(line, share, bridges: share >= 0.75) }
    try collection.addAround(spelledOut ?? text)
    report = collection.report(limit: Self.wordLimit, systemWords: systemWords)
    texts = collection.texts
    terms = collection.terms
    searchTerms = collection.searchTerms(words: Self.searchedWords, sections: Self.searchedSections)
  }

  /// The leading message with the module that its exception is from, as articles quote it: `sqlite3.OperationalError: …`.
  private static func qualified(_ lead: ErrorReport.ReportMessage?, _ lines: [Substring]) -> String? {
    guard let lead, lines.indices.contains(lead.line - 1),
      let place = lines[lead.line - 1].range(ofText: lead.text)
    else { return nil }
    let before = lines[lead.line - 1][..<place.lowerBound]
    let module = before.utf8.reversed().prefix { $0.isLetterOrDigit || "_.".utf8.contains($0) }.count
    guard module > 1, before.utf8.last == UInt8(ascii: ".") else { return nil }
    return String(decoding: before.utf8.suffix(module), as: UTF8.self) + lead.text
  }

  /// What to look for in the knowledge base.
  var search: CandidateSearch {
    CandidateSearch(
      terms: searchTerms, fingerprints: fingerprints.map(\.fingerprint), anchors: anchors.sorted(),
      identifiers: identifiers, messages: messages)
  }

  /// Whether the leading message has a name, or what wraps it in its line.
  func leadNames(_ name: UInt64) -> Bool {
    guard let text = texts[name], let lead else { return false }
    return messages.contains { $0.contains(text: lead.text) && $0.contains(text: text) }
  }

  /// The message of a section that leads the report, too.
  func veryMessage(of candidate: Candidate) -> String? {
    candidate.messages.first { message in
      fingerprints.contains { $0.leads && $0.fingerprint == message.fingerprint }
    }?.text
  }

  /// The lines that may state the error, each with how likely it does.
  private static func leadLines(
    _ messages: ArraySlice<ErrorReport.ReportMessage>, _ text: [Substring], besides idle: Set<Int>
  ) -> [(line: String, share: Double)] {
    var lines: [(line: String, share: Double)] = []
    var seen: Set<String> = []
    func add(_ line: String, _ share: Double) {
      if seen.insert(line).inserted { lines.append((line, share)) }
    }
    for (index, message) in messages.enumerated() {
      let share = index == 0 || message.wraps(messages[0]) ? 1 : message.share
      add(message.text, share)
      let sentences = SectionLines.sentences(of: message.text)
      if sentences.count > 1 {
        for (place, sentence) in sentences.prefix(8).enumerated() {
          add(sentence, place == 0 ? share : share * 0.75)
        }
      }
      if let code = message.code { add(code, share * 0.7) }
    }
    let said = messages.map { Array($0.text.utf8) }
    for (_, raw) in text.enumerated().lazy.filter({ !$1.isEmpty && !idle.contains($0 + 1) }).prefix(lineLimit)
    {
      let line = Array(raw.utf8.trimmed)
      guard line.count >= 3,
        !said.contains(where: { $0[...].contains(bytes: line) || line[...].contains(bytes: $0) })
      else {
        continue
      }
      let share = messages.isEmpty ? 1 : 0.45
      for sentence in SectionLines.sentences(of: String(decoding: line, as: UTF8.self)).prefix(8) {
        add(String(sentence.prefix(600)), share)
      }
    }
    return lines.sorted { $0.share > $1.share }
  }
}

extension Identifier {
  /// Whether it says what failed by a code that systems share, rather than by a name.
  var isOfSystem: Bool { Self.kindsOfSystem.contains(kind.rawValue) }

  private static let kindsOfSystem: Set = [
    "exception", "errno", "signal", "exit_code", "http_status", "grpc_code",
  ]
}

extension ErrorReport.ReportMessage {
  /// Whether the same line ends with `lead`.
  fileprivate func wraps(_ lead: Self) -> Bool {
    line == lead.line && text.utf8.suffix(lead.text.utf8.count).elementsEqual(lead.text.utf8)
  }

  /// How likely it states the error, if another message leads.
  fileprivate var share: Double {
    switch role {
    case .root: 0.95
    case .consequence: 0.85
    case .context: source == .plain ? 0.6 : 0.7
    }
  }
}

/// The words and names of a report, each with the largest share of a lead that has it.
private struct WordCollection {
  private let words: WordWeights
  private var leads: [ReportLead] = []
  private var shares: [[UInt64]: (word: WordWeights.WeightedTerm, share: Double)] = [:]
  private var order: [[UInt64]] = []
  private var names: [UInt64: DiagnosedReport.ReportName] = [:]
  private(set) var texts: [UInt64: String] = [:]

  init(_ words: WordWeights) { self.words = words }

  mutating func add(_ line: String, _ share: Double, bridges: Bool) throws {
    let read = words.cutter.terms(line, words.statistics.analyzer)
    let bridged = bridges ? try words.bridges(of: read.words, line) : .init()
    var pieces: [DiagnosedLine.LinePiece] = []
    for (index, term) in read.words.enumerated() where !bridged.covered.contains(index) {
      guard let term else {
        pieces.append(.init(keys: TermKeys(), weight: 0))
        continue
      }
      let word = try words.weighted(term, others: bridged.terms[index] ?? [])
      note(word, share)
      pieces.append(.init(keys: TermKeys(word.keys), weight: word.weight))
    }
    for name in read.names { try note(name: name, share) }
    leads.append(
      ReportLead(
        line: DiagnosedLine(pieces: pieces, values: read.values), text: line, share: share))
  }

  /// Adds the words of the whole text, which say where the error occurred and what it is about.
  mutating func addAround(_ text: String) throws {
    let read = words.cutter.terms(String(text.prefix(20_000)), words.statistics.analyzer, limit: 600)
    for case let term? in read.words { note(try words.weighted(term, others: []), 0.25) }
    for name in read.names { try note(name: name, 0.35) }
  }

  private mutating func note(_ word: WordWeights.WeightedTerm, _ share: Double) {
    if let known = shares[word.keys] {
      if known.share < share { shares[word.keys] = (word, share) }
    } else {
      shares[word.keys] = (word, share)
      order.append(word.keys)
      for key in word.keys { texts[key] = texts[key] ?? word.text }
    }
  }

  private mutating func note(name term: QueryTerm, _ share: Double) throws {
    let word = try words.weighted(term, others: [])
    let isLong = term.text.utf8.count >= 10 || term.text.contains { "_.".contains($0) }
    for key in word.keys {
      if names[key]?.share ?? 0 >= share { continue }
      names[key] = .init(share: share, weight: word.rarity * (isLong ? 1 : 0.6))
      texts[key] = term.text
    }
  }

  var terms: [[UInt64]: (terms: [String], count: Int)] { shares.mapValues { ($0.word.terms, $0.word.count) } }

  /// The words, the most telling first.
  private var sorted: [(word: WordWeights.WeightedTerm, share: Double)] {
    order.compactMap { shares[$0] }.sorted { $0.share * $0.word.weight > $1.share * $1.word.weight }
  }

  func report(limit: Int, systemWords: Set<UInt64>) -> DiagnosedReport {
    DiagnosedReport(
      leads: leads,
      words: sorted.prefix(limit).map {
        .init(keys: $0.word.keys, weight: $0.word.weight, share: $0.share, occurs: $0.word.count > 0)
      }, names: names, systemWords: systemWords)
  }

  /// Enough terms to find what matches, without reading half of the index.
  func searchTerms(words limit: Int, sections: Int) -> [String] {
    var terms: [String] = []
    var read = 0
    for (word, _) in sorted.lazy.filter({ $0.word.count > 0 }).prefix(limit) {
      if !terms.isEmpty, read + word.count > sections { break }
      read += word.count
      terms += word.terms
    }
    return terms
  }
}

/// The links in a report.
enum ReportLinks {
  private static let limit = 20

  /// The fragments of links. Fragments of a single word are skipped: all kinds of documentation have them.
  static func anchors(in text: String) -> Set<String> {
    let marks = Set(" \t\r\n\"'`()<>,;".utf8)
    let links = text.utf8.split(whereSeparator: marks.contains).filter { $0.contains(UInt8(ascii: "/")) }
    let fragments = links.lazy.flatMap { link in
      let parts = link.split(separator: UInt8(ascii: "#"), omittingEmptySubsequences: false)
      return parts[0].contains(UInt8(ascii: "/")) ? parts.dropFirst() : []
    }
    let anchors = fragments.map { Substring($0).prefix { $0.isLetter || $0.isNumber || "-_".contains($0) } }
    return Set(anchors.filter { $0.contains("-") }.prefix(limit).map { $0.lowercased() })
  }
}

extension Signer {
  /// The signature of a report's message. The message's code is one of its identifiers.
  fileprivate func signature(of message: ErrorReport.ReportMessage) -> Signature {
    let signature = signature(of: message.text)
    guard let code = message.code else { return signature }
    let isClass = ExceptionName.matches(code)
    let named = isClass ? [] : self.signature(of: "code: \(code)").identifiers
    let own = named.isEmpty ? self.signature(of: code).identifiers : named
    return Signature(
      template: signature.template,
      identifiers: signature.identifiers + own.filter { !signature.identifiers.contains($0) })
  }
}
