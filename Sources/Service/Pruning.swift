public import CasebookKnowledge
public import CasebookStorage

extension KnowledgeBase {
  /// Removes the events before a time and gives their space back; what was counted of them stays.
  public func prune(olderThan time: Timestamp) throws -> PruneReport { try store.prune(before: time) }
}
