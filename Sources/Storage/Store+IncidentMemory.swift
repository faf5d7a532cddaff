import CasebookArticles
public import CasebookKnowledge
import CasebookSQLite

extension Store {
  /// Incidents with this signature, the latest first.
  public func incidents(withSignature fingerprint: Fingerprint, limit: Int) throws -> [Incident] {
    let keys: [EntryKey] = try database.rows(
      """
      SELECT incident.key FROM incident JOIN number ON number.key = incident.key
      WHERE fingerprint IN (\(Self.aliases(of: fingerprint))) ORDER BY number DESC LIMIT \(limit)
      """
    ) { try $0[0] }
    return try keys.compactMap { try incident($0) }
  }

  /// The fingerprint of an incident's message.
  public func fingerprint(ofIncident number: Int) throws -> Fingerprint? {
    guard let key = try incidentKey(number) else { return nil }
    return try database.value("SELECT fingerprint FROM incident WHERE key = \(root(of: key))")
  }

  /// The fingerprint that the rules of today give an incident's message.
  public func currentFingerprint(ofIncident number: Int) throws -> Fingerprint? {
    try fingerprint(ofIncident: number).map(current)
  }

  /// The fingerprint that the rules of today give the text of this one.
  func current(_ fingerprint: Fingerprint) throws -> Fingerprint {
    try database.value("SELECT current FROM signature_alias WHERE fingerprint = \(fingerprint)")
      ?? fingerprint
  }

  /// How many events have this signature, and when the last of them occurred.
  public func events(withSignature fingerprint: Fingerprint) throws -> EventCounts {
    try events(
      with: "SELECT id FROM signature WHERE fingerprint IN (\(Self.aliases(of: fingerprint)))")
  }

  /// The numbers of the incidents that share the rarest words of a message, best first.
  ///
  /// Words that many incidents have are left out, so that the time does not grow with the number of incidents.
  public func incidents(like message: String, limit: Int) throws -> [Int] {
    let hasAny: Int? = try database.value("SELECT 1 FROM incident LIMIT 1")
    if hasAny == nil { return [] }
    let terms = Set(indexing.terms(ofMessage: message).split(separator: " ").map(String.init)).sorted()
    let counted: [(String, Int)] = try database.rows(
      "SELECT term, doc FROM incident_term WHERE term IN (\(list: Array(terms.prefix(200)))) ORDER BY doc, term"
    ) { try ($0[0], $0[1]) }
    var rare: [String] = []
    var documents = 0
    for (term, count) in counted.prefix(Self.sharedTerms) {
      documents += count
      if !rare.isEmpty, documents > Self.sharedDocuments { break }
      rare.append(term)
    }
    return try incidents(withAnyOf: rare, limit: limit).map(\.number)
  }

  /// How many words are looked up, and how many entries of the index they may have together.
  private static let sharedTerms = 16
  private static let sharedDocuments = 2_000
}

extension Candidate {
  /// A resolved incident as a candidate: its message is like a message of an article, its timeline the text.
  public init(incident: Incident, message: String, signature: Signature) {
    let number = Int64(-incident.number)
    let timeline = incident.timeline.map(\.text).filter { !$0.isEmpty }.joined(separator: "\n")
    self.init(
      hit: SectionHit(
        number: number, id: KnownErrorID(incident: incident.number), isResolution: true, locale: .english,
        title: incident.title, markdown: timeline, updated: nil, source: "incident", line: incident.number,
        name: SectionName(slug: "", row: "")),
      messages: [
        CandidateMessage(text: message, template: signature.template, fingerprint: signature.fingerprint)
      ], identifiers: Dictionary(signature.identifiers.map { ($0, false) }) { first, _ in first },
      articleSections: number...number, articleTitle: "", parts: [])
  }
}
