import CasebookKnowledge
import CasebookPostgres
import CasebookSignatures
import CasebookStorage

/// Gives the counts of a file to a hub, and takes those of others.
struct TallyExchange {
  let hub: Hub
  let store: Store
  /// How many days of the counts of others are taken.
  var days = 0

  private var place: String { hub.place.shown }
  /// Of what was taken, the number of days is a part: with more days, all is taken again.
  private var window: String { "\(place), \(days) days" }

  /// How often another process of the same origin may be faster.
  private static let mostRivals = 8

  /// Sends what changed since the last time, or all if the hub does not have that. Returns how many counts.
  ///
  /// - Parameters:
  ///   - pushes: The last exchange of each origin that the hub knows; `nil` to ask for it.
  ///   - machine: The origin of logs that no file remembers.
  func send(_ pushes: [String: Int]?, as machine: String? = nil) throws -> Int {
    let origins = try store.gatherTallies(as: machine)
    if origins.isEmpty { return 0 }
    let pushes = try pushes ?? hub.pushes(of: origins)
    return try origins.reduce(0) { try $0 + send($1, pushes[$1] ?? 0) }
  }

  private func send(_ origin: String, _ last: Int) throws -> Int {
    var last = last
    for _ in 0..<Self.mostRivals {
      // A hub that was restored, or another hub, has something else than this file gave it.
      let isKnown = try store.tallyPush(at: place, of: origin) == last
      let push = try max(last + 1, store.lastTallyChange(of: origin))
      var batch: [SharedTally] = []
      var sent = 0
      func flush() throws {
        if batch.isEmpty { return }
        try hub.add(batch, of: origin, push: push)
        sent += batch.count
        batch.removeAll(keepingCapacity: true)
      }
      try store.forEachSentTally(of: origin, after: isKnown ? last : 0) { tally in
        batch.append(tally)
        if batch.count == Hub.mostTallies { try flush() }
      }
      try flush()
      if sent == 0 { return 0 }
      if try hub.publish(push, of: origin, after: last) {
        try store.keepTallyPush(push, at: place, of: origin)
        return sent
      }
      last = try hub.pushes(of: [origin])[origin] ?? 0
    }
    throw KnowledgeBaseError(.busy, "\(place): other processes send counts of the same file all the time")
  }

  /// The origins of others with counts that are not here, each with the exchange that was taken last.
  func wanted(_ pushes: [String: Int]) throws -> [String: TallyPage] {
    let own = try store.tallyOrigins()
    var wanted: [String: TallyPage] = [:]
    for (origin, push) in pushes where days > 0 && !own.contains(origin) {
      let known = try store.tallyPush(at: window, of: origin)
      // A hub that was restored may go on from an earlier number.
      if known != push { wanted[origin] = TallyPage(after: known < push ? known : 0) }
    }
    return wanted
  }

  /// Takes what is new since the last time. Returns how many counts, and what was not taken.
  func take(_ pushes: [String: Int], _ signer: () -> Signer) throws -> (taken: Int, problems: [String]) {
    let all = try wanted(pushes)
    if all.isEmpty { return (0, []) }
    var taking = SharedTaking(store, signer(), from: window)
    var (wanted, problems) = (all, [String]())
    while !wanted.isEmpty {
      let page = try hub.tallies(from: wanted, since: store.now().day - Int64(days) + 1)
      problems += page.problems
      try taking.take(page.days)
      wanted = page.rest
    }
    try taking.finish(pushes.filter { all[$0.key] != nil })
    return (taking.taken, problems + taking.problems)
  }
}
