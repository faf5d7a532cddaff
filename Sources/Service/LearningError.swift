public import CasebookKnowledge

/// Why something cannot be taught.
public enum LearningError: Error, Equatable, Sendable {
  /// No message with this fingerprint was seen.
  case unknownFingerprint(String)
  /// No group with this id was seen.
  case unknownGroup(String)
  /// There is no word in the message.
  case emptyMessage
  /// The message has no word that tells it from other errors.
  case tellsNothing(String)
  /// All that was named is one message.
  case sameMessage(String)
  /// All that was named is one event already.
  case alreadyMerged(Lesson)
  /// What was named is with nothing else in its group.
  case notMerged(String)
  /// The message is an event of its own already.
  case alreadySplit(Lesson)
  /// The message means this known error already.
  case alreadyMatched(Lesson)
  /// The message means another known error.
  case matchedOtherwise(Lesson)
  /// There is no lesson with this number.
  case noLesson(Int)
  /// The lesson was taken back by another, or is one that takes another back.
  case cannotUndo(Lesson)
}
