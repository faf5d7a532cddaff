public import CasebookKnowledge

/// The groups that a `Grouping` found.
public struct EventGroups: Sendable {
  /// All groups, by their templates.
  public let groups: [EventGroup]
  /// For each added template, in the order of `Grouping.add`, the index of its group in `groups`.
  public let places: [Int]

  /// The group of the template that was added at `index`.
  public func group(ofTemplate index: Int) -> EventGroup { groups[places[index]] }
}
