public import CasebookKnowledge

/// Why a lesson was refused.
public enum LearningError: Error, Equatable, Sendable {
  /// This fingerprint never occurred.
  case unknownFingerprint(String)
  /// This group never occurred.
  case unknownGroup(String)
  /// The message has no words.
  case emptyMessage
  /// The message has no word that distinguishes it from other errors.
  case tellsNothing(String)
  /// All names refer to one message.
  case sameMessage(String)
  /// All names refer to one event already.
  case alreadyMerged(Lesson)
  /// The message is alone in its group.
  case notMerged(String)
  /// The message is already a separate event.
  case alreadySplit(Lesson)
  /// The message already means this known error.
  case alreadyMatched(Lesson)
  /// The message means another known error.
  case matchedOtherwise(Lesson)
  /// The message is harmless already.
  case alreadyHarmless(Lesson)
  /// This lesson does not exist.
  case noLesson(Int)
  /// The lesson was already taken back, or itself takes another one back.
  case cannotUndo(Lesson)
  /// A local article cannot have this name.
  case badSlug(String)
  /// The text of an article is empty.
  case emptyArticle
  /// The text of an article is longer than one may be.
  case tooLong
  /// The text cannot be an article.
  case unreadable(String)
  /// The local known error says this already.
  case alreadyWritten(KnownErrorID)
}
