public import CasebookKnowledge
public import CasebookStorage

extension KnowledgeBase {
  /// Removes the events before a time and frees their space; their counts are kept.
  public func prune(olderThan time: Timestamp) throws -> PruneReport { try store.prune(before: time) }
}
