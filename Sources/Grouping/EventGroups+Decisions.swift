import CasebookKnowledge

extension EventGroups {
  /// These groups after applying people's decisions.
  ///
  /// - Parameters:
  ///   - seeds: For each cluster, the places of its subjects among the entries, in their order.
  ///   - entries: The grouped entries, without the subjects that only decisions brought in.
  func decided(
    _ decisions: GroupingDecisions, seeds: [[Int]], entries: [Grouping.CountedTemplate]
  ) -> EventGroups {
    let clusters = clusters(decisions, seeds)
    var kept: [Kept: [Int]] = [:]
    for index in entries.indices {
      let fingerprint = Fingerprint(template: entries[index].template)
      let part =
        if decisions.splits[fingerprint] != nil {
          Kept.apart(fingerprint)
        } else if let cluster = decisions.clusterOf[fingerprint] ?? clusters[places[index]] {
          Kept.merged(cluster: cluster, place: places[index])
        } else {
          Kept.found(place: places[index])
        }
      kept[part, default: []].append(index)
    }
    // A merged group counts the messages of all its parts.
    var counts: [Int: Int] = [:]
    for case (.merged(let cluster, _), let members) in kept {
      counts[cluster, default: 0] += members.reduce(0) { $0 + entries[$1].count }
    }
    var decided: [(group: EventGroup, members: [Int])] = []
    for (part, members) in kept {
      var group: EventGroup
      switch part {
      case .apart(let fingerprint):
        group = .alone(members.map { entries[$0] })
        if let lesson = decisions.splits[fingerprint] { group.lessons = [lesson] }
      case .merged(let cluster, let place):
        group = groups[place]
        group.id = decisions.clusters[cluster].id
        group.count = counts[cluster] ?? 0
        group.lessons = decisions.clusters[cluster].lessons
        group.merged = decisions.merged(cluster)
      case .found(let place):
        group = groups[place]
        group.count = members.reduce(0) { $0 + entries[$1].count }
      }
      decided.append((group, members))
    }
    decided.sort { ($0.group.template.text, $0.group.id) < ($1.group.template.text, $1.group.id) }
    var result = [Int](repeating: 0, count: entries.count)
    for (place, (_, members)) in decided.enumerated() {
      for index in members { result[index] = place }
    }
    return EventGroups(groups: decided.map(\.group), places: result)
  }

  /// The owner of an entry.
  private enum Kept: Hashable {
    case apart(Fingerprint)
    case merged(cluster: Int, place: Int)
    case found(place: Int)
  }

  /// The cluster that takes in all of a group. If several clusters are in one group, it is the one that named
  /// the group as a whole. If none or several did, people separated what the rules do not, and each cluster
  /// gets only what was named.
  private func clusters(_ decisions: GroupingDecisions, _ seeds: [[Int]]) -> [Int: Int] {
    var whole: [Int: Set<Int>] = [:]
    var all: [Int: Set<Int>] = [:]
    for (cluster, seeds) in seeds.enumerated() {
      for (subject, seed) in zip(decisions.clusters[cluster].subjects, seeds) {
        all[places[seed], default: []].insert(cluster)
        if decisions.subjects[subject].named.fingerprint == nil {
          whole[places[seed], default: []].insert(cluster)
        }
      }
    }
    return all.compactMapValues { $0.count == 1 ? $0.first : nil }.merging(
      whole.compactMapValues { $0.count == 1 ? $0.first : nil }
    ) { $1 }
  }
}

extension EventGroup {
  /// The group of entries that are compared with no others.
  fileprivate static func alone(_ entries: [Grouping.CountedTemplate]) -> EventGroup {
    var joining = GroupingShapes(entries)
    joining.join()
    return joining.groups(entries).groups[0]
  }
}
