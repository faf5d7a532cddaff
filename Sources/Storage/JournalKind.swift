/// The kind of statement that an entry of the journal makes.
enum JournalKind: String, Sendable {
  // About an incident; the names are those of its timeline.
  case recorded, note, tried, resolved, reopened, amended, labelled, merged
  /// Something must not be known any more.
  case forgotten
  /// A lesson about messages.
  case lesson
  /// A lesson does not apply any more.
  case undo
  /// A resolution in the words of a person.
  case resolution
  /// A resolution worked, or did not help, without an incident of its own.
  case worked, failed

  /// The version of the bodies that this program writes, and the newest that it reads.
  static let schema = 1
}
