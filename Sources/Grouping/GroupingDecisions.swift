public import CasebookKnowledge
public import CasebookSignatures

/// People's decisions about groups: which messages and groups are one event, and which is an event of its
/// own.
///
/// The last decision about a message counts; otherwise the order of the lessons has no effect. A merge takes
/// in the groups that contain its messages, except for what another merge named. No id is lost: a merged
/// group has the lowest id of its parts, and the other ids lead to it.
public struct GroupingDecisions: Sendable {
  /// A message or a group that a lesson named.
  struct DecisionSubject: Sendable {
    /// The form in which it is compared with other templates.
    var entry: Grouping.CountedTemplate
    var named: Lesson.Subject
    /// The ids of the groups that contained it when it was named.
    var ids: Set<String> = []
    /// The stored fingerprint and the one by today's rules; empty for a group as a whole.
    var fingerprints: Set<Fingerprint> = []
    /// The cluster that it belongs to.
    var cluster: Int?
    /// The lesson that keeps it apart.
    var split: Lesson?
  }

  /// Subjects that are one event.
  struct Cluster: Sendable {
    var subjects: [Int]
    var lessons: [Lesson]
    /// The lowest id of its parts, in whatever order they came.
    var id: String
  }

  private(set) var subjects: [DecisionSubject] = []
  private(set) var clusters: [Cluster] = []
  private(set) var splits: [Fingerprint: Lesson] = [:]
  /// The cluster of each named message.
  private(set) var clusterOf: [Fingerprint: Int] = [:]

  /// Creates an empty set of decisions.
  public init() {}

  /// Applies lessons in their order, without those that were undone. The texts are signed again, so lessons learned under
  /// other rules still count.
  public init(_ lessons: [Lesson], _ signer: Signer) {
    var places: [String: Int] = [:]
    // Clusters are named by the place of the last lesson that made them: numbers of lessons differ between copies.
    var made: [Int: [Int]] = [:]
    var scan = SignatureScan()
    scan.isForming = true
    for (order, lesson) in lessons.enumerated() {
      // An undone lesson decides nothing, but its ids were published.
      let named = lesson.subjects.map { subject in
        let place = places[subject.name] ?? subjects.count
        if place == subjects.count { subjects.append(DecisionSubject(subject, signer, &scan)) }
        places[subject.name] = place
        subjects[place].ids.insert(subject.group)
        return place
      }
      guard lesson.counts else { continue }
      switch lesson.kind {
      case .merge: merge(named, order, &made)
      case .split:
        for place in named {
          subjects[place].cluster = nil
          subjects[place].split = lesson
        }
      case .match, .harmless, .undo: break
      }
    }
    collect(made.mapValues { $0.sorted().map { lessons[$0] } })
  }

  private mutating func merge(_ named: [Int], _ lesson: Int, _ made: inout [Int: [Int]]) {
    let old = Set(named.compactMap { subjects[$0].cluster })
    made[lesson] = old.sorted().flatMap { made.removeValue(forKey: $0) ?? [] } + [lesson]
    for place in subjects.indices where subjects[place].cluster.map(old.contains) == true {
      subjects[place].cluster = lesson
    }
    for place in named {
      subjects[place].cluster = lesson
      subjects[place].split = nil
    }
  }

  /// Numbers the clusters of two or more subjects.
  private mutating func collect(_ made: [Int: [Lesson]]) {
    var members: [Int: [Int]] = [:]
    for (place, subject) in subjects.enumerated() {
      if let cluster = subject.cluster { members[cluster, default: []].append(place) }
      if let split = subject.split { for print in subject.fingerprints { splits[print] = split } }
    }
    for (number, members) in members.sorted(by: { $0.key < $1.key }) {
      let isWhole = members.count > 1
      let ids = members.flatMap { subjects[$0].ids }
      for place in members {
        subjects[place].cluster = isWhole ? clusters.count : nil
        for print in subjects[place].fingerprints where isWhole { clusterOf[print] = clusters.count }
      }
      if isWhole {
        clusters.append(Cluster(subjects: members, lessons: made[number, default: []], id: ids.min() ?? ""))
      }
    }
  }

  /// Whether nobody decided anything, so that groups are as the rules find them.
  var isEmpty: Bool { clusters.isEmpty && splits.isEmpty }

  /// The message or the group that had this id when it was named.
  public func subject(ofGroup id: String) -> Lesson.Subject? {
    let found = subjects.filter { $0.ids.contains(id) }
    return (found.first { $0.named.fingerprint == nil } ?? found.first)?.named
  }

  /// The message with this fingerprint, if a lesson named it.
  public func subject(with fingerprint: Fingerprint) -> Lesson.Subject? {
    subjects.first { $0.named.fingerprint == fingerprint }?.named
  }

  /// The lesson that keeps a message apart.
  public func split(of fingerprint: Fingerprint) -> Lesson? { splits[fingerprint] }

  /// The lessons that already make all of these one event; empty if they are not one event.
  public func lessons(joining names: [Lesson.Subject]) -> [Lesson] {
    let found = names.map { name in subjects.first { $0.named.name == name.name }?.cluster }
    guard let first = found.first, let cluster = first, found.allSatisfy({ $0 == cluster }) else { return [] }
    return clusters[cluster].lessons
  }

  /// The messages and groups of a cluster.
  func merged(_ cluster: Int) -> [Lesson.Subject] {
    clusters[cluster].subjects.map { subjects[$0].named }.sorted { $0.name < $1.name }
  }
}

extension GroupingDecisions.DecisionSubject {
  fileprivate init(_ named: Lesson.Subject, _ signer: Signer, _ scan: inout SignatureScan) {
    self.named = named
    if let fingerprint = named.fingerprint {
      var text = named.text
      text.withUTF8 { signer.template(of: $0, into: &scan) }
      entry = Grouping.CountedTemplate(scan.template, form: scan.form, count: 0)
      fingerprints = [fingerprint, Fingerprint(template: entry.template)]
    } else {
      entry = Grouping.CountedTemplate(named.template, count: 0)
    }
  }
}
