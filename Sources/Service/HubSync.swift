import CasebookKnowledge
import CasebookPostgres
import CasebookSignatures
import CasebookStorage

/// An exchange with a hub: origin by origin, what one side lacks is sent to the other. Time and order of arrival play no
/// part, because a writer that began earlier may end later.
struct HubSync {
  private let hub: Hub
  private let store: Store
  private let options: SyncOptions
  private let signer: () -> Signer
  private(set) var report = SyncReport()
  /// Origins whose entries differ under one name. Nothing of them is sent.
  private var forked: Set<String> = []

  /// `signer` is called if there are counts to take.
  init(_ hub: Hub, _ store: Store, _ options: SyncOptions, _ signer: @escaping () -> Signer) {
    self.hub = hub
    self.store = store
    self.options = options
    self.signer = signer
  }

  private var tallies: TallyExchange { TallyExchange(hub: hub, store: store, days: options.days) }

  mutating func run() throws {
    // Entries come and go in order; a large cache would only cost memory.
    try store.withLogCache {
      let state = try hub.state()
      report.problems += state.problems
      // Before this, an end by a signal interrupts nothing.
      let signals = HeldSignals()
      try take(state, options.acceptsForgets)
      if let pushes = state.machines {
        let counts = try tallies.take(pushes, signer)
        report.countsTaken = counts.taken
        report.problems += counts.problems
      } else {
        let error = HubError.older(place: hub.place.shown)
        report.notes.append("\(error); \(error.hint ?? "")")
      }
      do {
        try send(state)
        if let pushes = state.machines { report.countsWritten = try tallies.send(pushes) }
      } catch {
        // Entries that were taken stay, and the person should see how many.
        report.unsent = KnowledgeBaseError(error)
        if report.unsent == nil { throw error }
      }
      _ = consume signals
    }
  }

  // MARK: Comparing

  /// The origins of which the hub has more or something else, each with the first number to ask for.
  private mutating func wanted(_ state: HubState, _ ours: [String: OriginState]) throws -> [String: Int] {
    var wanted: [String: Int] = [:]
    var boundaries: [EntryKey] = []
    for theirs in state.origins {
      guard let last = ours[theirs.origin]?.last else {
        wanted[theirs.origin] = 1
        continue
      }
      if theirs.last > last {
        wanted[theirs.origin] = last + 1
        boundaries.append(EntryKey(origin: theirs.origin, index: last))
      } else if try store.entry(EntryKey(origin: theirs.origin, index: theirs.last))?.hash != theirs.hash {
        forked.insert(theirs.origin)
      }
    }
    // Two histories that differ at some number differ at all later ones. So the last that both have tells.
    let hashes = try boundaries.isEmpty ? [:] : hub.hashes(of: boundaries)
    for key in boundaries {
      if let theirs = hashes[key], theirs != ours[key.origin]?.hash { forked.insert(key.origin) }
    }
    for origin in forked { wanted[origin] = 1 }
    return wanted
  }

  mutating func differences() throws -> [SyncDifference] {
    let state = try hub.state()
    let ours = try store.journalState()
    _ = try wanted(state, ours)
    var differences: [String: SyncDifference] = [:]
    for theirs in state.origins {
      var difference = SyncDifference(origin: theirs.origin)
      difference.isForked = forked.contains(theirs.origin)
      difference.toTake = max(0, theirs.last - (ours[theirs.origin]?.last ?? 0))
      difference.toForget = try ours[theirs.origin].map { abs(try surplus(of: theirs, over: $0)) } ?? 0
      differences[theirs.origin] = difference
    }
    for (origin, ours) in ours {
      let theirs = state.origins.first { $0.origin == origin }
      let has = theirs.map { min($0.entries, ours.last) } ?? 0
      differences[origin, default: SyncDifference(origin: origin)].toSend = ours.last - has
    }
    if let pushes = state.machines {
      for origin in try tallies.wanted(pushes).keys {
        differences[origin, default: SyncDifference(origin: origin)].hasCounts = true
      }
    }
    return differences.values.filter { !$0.isEmpty }.sorted { $0.origin < $1.origin }
  }

  /// How many more texts the hub has than this file, of the entries that both have.
  private func surplus(of theirs: OriginState, over ours: OriginState) throws -> Int {
    guard theirs.entries == theirs.last, theirs.last <= ours.last else { return 0 }
    let forgotten =
      theirs.last == ours.last
      ? ours.last - ours.texts : try store.forgottenEntries(of: ours.origin, upTo: theirs.last).count
    return theirs.texts - (theirs.last - forgotten)
  }

  // MARK: Taking

  private mutating func take(_ state: HubState, _ acceptingForgets: Bool) throws {
    var wanted = try wanted(state, store.journalState())
    if !wanted.isEmpty, !acceptingForgets { try checkForgets(wanted) }
    while !wanted.isEmpty {
      let page = try hub.entries(from: wanted)
      report.problems += page.problems
      let taken = try take(page.entries, acceptingForgets)
      wanted = page.rest.filter { !taken.refused.contains($0.key) }
      forked.formUnion(taken.refused)
      // A fork of this file's own entries is solved by other names.
      if taken.renamed > 0 { forked = try forked.filter { try isForked($0, state) } }
    }
    // The hub may lack texts of entries that are known here.
    let ours = try store.journalState()
    var lost: [JournalEntry] = []
    for theirs in state.origins {
      guard let own = ours[theirs.origin], !forked.contains(theirs.origin),
        try surplus(of: theirs, over: own) < 0
      else { continue }
      for key in try hub.forgottenKeys(of: theirs.origin) {
        guard let entry = try store.entry(key), entry.content != nil else { continue }
        lost.append(
          JournalEntry(
            key: key, time: entry.time, kind: entry.kind, schema: entry.schema, content: nil, hash: entry.hash
          ))
      }
    }
    if !lost.isEmpty { _ = try take(lost, acceptingForgets) }
  }

  private func isForked(_ origin: String, _ state: HubState) throws -> Bool {
    guard let theirs = state.origins.first(where: { $0.origin == origin }) else { return false }
    return try store.entry(EntryKey(origin: origin, index: theirs.last))?.hash != theirs.hash
  }

  /// Refuses too many foreign forgets before anything is changed.
  private func checkForgets(_ wanted: [String: Int]) throws {
    var wanted = wanted
    var entries: [JournalEntry] = []
    while !wanted.isEmpty {
      let page = try hub.entries(from: wanted, onlyForgets: true)
      entries += page.entries
      wanted = page.rest
    }
    let count = try store.countTexts(forgottenBy: entries)
    if count > Store.mostForgets { throw tooManyForgets(count, hub.place.shown) }
  }

  private mutating func take(_ entries: [JournalEntry], _ acceptingForgets: Bool) throws -> TakenEntries {
    try report.take(entries, into: store, acceptingForgets, from: hub.place.shown)
  }

  // MARK: Sending

  private mutating func send(_ state: HubState) throws {
    let theirs = Dictionary(uniqueKeysWithValues: state.origins.map { ($0.origin, $0) })
    var batch: [JournalEntry] = []
    var bytes = 0
    let ours = try store.journalState().values.sorted { $0.origin < $1.origin }
    for own in ours where !forked.contains(own.origin) {
      // Where the hub lost some in the middle, all are sent: those that are there stay as they are.
      let first = theirs[own.origin].map { $0.entries < $0.last ? 1 : $0.last + 1 } ?? 1
      if first > own.last { continue }
      var isWhole = true
      try store.forEachEntry(of: own.origin, from: first) { entry in
        let entry = store.outgoing(entry)
        if let body = entry.content?.body, body.utf8.contains(0), isWhole {
          isWhole = false
          report.problems.append(
            "\(entry.key): has a NUL, which PostgreSQL cannot store; neither it nor what follows is sent")
        }
        guard isWhole else { return }
        batch.append(entry)
        bytes += entry.content?.body.utf8.count ?? 0
        if Hub.isFull(batch, bytes: bytes) {
          try send(&batch)
          bytes = 0
        }
      }
    }
    try send(&batch)
    for own in ours where !forked.contains(own.origin) {
      guard let theirs = theirs[own.origin], case let surplus = try surplus(of: theirs, over: own),
        surplus > 0
      else { continue }
      try hub.forget(store.forgottenEntries(of: own.origin, upTo: theirs.last).map(\.key))
      report.blanked += surplus
    }
  }

  private mutating func send(_ batch: inout [JournalEntry]) throws {
    if batch.isEmpty { return }
    try hub.add(batch)
    report.written += batch.count
    batch.removeAll(keepingCapacity: true)
  }
}

/// The refusal of foreign forgets that nobody agreed to.
func tooManyForgets(_ count: Int, _ place: String) -> KnowledgeBaseError {
  KnowledgeBaseError(
    .data, "\(place): others forgot \(count) entries that are here; nothing was changed",
    hint: "Ask them; then: casebook sync --accept-forgets \(place)")
}
