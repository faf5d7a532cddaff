import CasebookIngest
public import CasebookKnowledge
import CasebookStorage

extension KnowledgeBase {
  /// The families of articles, in alphabetical order.
  public func families() throws -> [String] { try store.families() }

  /// The locales of articles, in alphabetical order.
  public func locales() throws -> [LocaleTag] { try store.locales() }

  /// All known errors with a resolution, sorted by id; with `family`, only those of that family.
  public func knownErrors(family: String? = nil) throws -> [KnownErrorID] {
    try store.knownErrors(family: family)
  }

  /// The known errors that a name may refer to: a full id, `family#slug`, a slug, a slug with a row, or a row alone. Case
  /// does not count, and a colon may take the place of `#`, which some shells expand.
  public func knownErrors(named name: String) throws -> [KnownErrorID] {
    let found = try store.knownErrors(named: name)
    if !found.isEmpty { return found }
    let typed = KnownErrorID.normal(name)
    return try store.knownErrors().filter { id in
      let row = id.row.map { "/" + $0 } ?? ""
      return [id.description, id.slug + row, id.row ?? id.slug].contains { KnownErrorID.normal($0) == typed }
    }
  }

  /// The shortest name of a known error that no other one has: its slug, with its row, or the full id.
  public func shortName(of id: KnownErrorID) throws -> String {
    if id.incidentNumber != nil { return id.description }
    let short = id.shortName
    // A short name has the slug, so it is never that of a row alone.
    return try store.knownErrors(named: short, rowsAlone: false) == [id] ? short : id.description
  }

  /// The sections with this slug that are not known errors, in alphabetical order.
  public func sections(withSlug slug: String) throws -> [KnownErrorID] {
    try store.sections(withSlug: slug)
  }

  /// The labels of runs and incidents, in alphabetical order.
  public func labels() throws -> [String] { try store.labels() }

  /// The logs of the ingested runs, the latest first.
  public func runSources() throws -> [String] { try store.runSources() }

  /// The resolutions of a known error, or else the texts of a section with this id, which may answer, too. One per
  /// locale: the newest revision if a locale has several. An incident that was resolved is one, too.
  public func resolutions(of id: KnownErrorID) throws -> [Resolution] {
    let known = try store.resolutions(of: id)
    if !known.isEmpty { return known }
    let texts = try store.texts(ofSection: id)
    if !texts.isEmpty { return texts }
    return try id.incidentNumber.flatMap { try resolution(ofIncident: $0) }.map { [$0] } ?? []
  }

  /// How often a known error occurred, and how well its resolution worked.
  public func history(of id: KnownErrorID) throws -> KnownErrorHistory {
    try id.incidentNumber.map { try history(ofIncident: $0) } ?? store.history(of: id)
  }

  /// One incident with its timeline; `nil` if it does not exist.
  public func incident(_ number: Int) throws -> Incident? { try store.incident(number) }

  /// All lessons in order, including those taken back.
  public func lessons() throws -> [Lesson] { try store.lessons() }

  /// The template of a fingerprint that was ever stored.
  public func template(of print: Fingerprint) throws -> Template? { try store.template(of: print) }

  /// When a run began; `name` is its number or the path of its log.
  public func start(ofRun name: String, path: String) throws -> Timestamp? {
    try store.start(ofRun: name, path: canonicalPath(path))
  }

  /// The event with this number; `nil` if it was pruned.
  public func event(_ number: Int64) throws -> EventHit? { try store.event(number) }

  /// The stored lines around an event in order, at most `most` before and after it.
  public func context(of event: Int64, lines most: Int) throws -> [(number: Int, text: String)] {
    try store.context(of: event, lines: most)
  }

  /// The names in known errors that start with this prefix, in any case.
  public func names(startingWith prefix: String) throws -> [String] { try store.names(startingWith: prefix) }

  /// The index terms that start with this text, and how often articles contain each.
  public func terms(startingWith prefix: String) throws -> [(term: String, count: Int)] {
    try store.terms(startingWith: prefix)
  }

  /// The spellings of an index term in articles, in lower case: `insuffici` → `insufficient`.
  public func spellings(of term: String) throws -> Set<String> { try store.spellings(of: term) }

  /// Checks the whole file: its pages, references, indexes and values.
  public func check() throws -> StoreCheck { try store.check() }

  /// How many events there are before a time.
  public func events(before time: Timestamp) throws -> Int { try store.events(before: time) }

  /// Removes the events before a time and frees their space; their counts are kept. Returns how many events were
  /// removed, and how many bytes smaller the file is.
  public func prune(olderThan time: Timestamp) throws -> (events: Int, freed: Int) {
    try store.prune(before: time)
  }
}
