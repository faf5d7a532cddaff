/// A lesson about messages that a person taught a knowledge base.
public struct Lesson: Hashable, Sendable {
  /// The kind of a lesson.
  public enum LessonKind: String, Sendable {
    /// All subjects are one event.
    case merge
    /// The subject is a separate event.
    case split
    /// The subject means a known error.
    case match
    /// The subject is not worth looking at.
    case harmless
    /// Another lesson no longer applies.
    case undo
  }

  /// A message or a group that a lesson is about.
  public struct Subject: Hashable, Sendable {
    /// The fingerprint of a message; `nil` for a whole group.
    public let fingerprint: Fingerprint?
    /// The template of the message or of the group.
    public let template: Template
    /// The group that it belonged to when the lesson was taught: `g1:…`.
    public let group: String
    /// The message with its secrets removed, or the template of the group.
    public let text: String

    /// A message; without a fingerprint, a group.
    public init(fingerprint: Fingerprint?, template: Template, group: String, text: String) {
      self.fingerprint = fingerprint
      self.template = template
      self.group = group
      self.text = text
    }

    /// Its name: the fingerprint, or the id of the group.
    public var name: String { fingerprint?.description ?? group }
  }

  /// Its number, which people use as its name; later lessons have higher numbers.
  public let number: Int
  /// When it was taught.
  public let time: Timestamp
  /// The login name of its author; empty if the system did not provide it.
  public let author: String
  /// The kind of the lesson.
  public let kind: LessonKind
  /// Its subjects; empty for an undo.
  public let subjects: [Subject]
  /// The known error of a match.
  public let knownError: KnownErrorID?
  /// The lesson that an undo takes back.
  public let undoes: Int?
  /// The undo that took this one back.
  public let undoneBy: Int?
  /// The last lesson that says something else about one of its messages.
  package(set) public var overruledBy: Int?

  /// A lesson with all its fields.
  public init(
    number: Int, time: Timestamp, author: String, kind: LessonKind, subjects: [Subject] = [],
    knownError: KnownErrorID? = nil, undoes: Int? = nil, undoneBy: Int? = nil
  ) {
    self.number = number
    self.time = time
    self.author = author
    self.kind = kind
    self.subjects = subjects
    self.knownError = knownError
    self.undoes = undoes
    self.undoneBy = undoneBy
  }

  /// Whether it says something else than a lesson about the same messages.
  private func contradicts(_ other: Lesson) -> Bool {
    switch (kind, other.kind) {
    case (.match, .match): knownError != other.knownError
    case (.merge, .split), (.split, .merge): true
    default: false
    }
  }

  /// Notes in each lesson the last one that overrules it. Lessons are in order; what people take back overrules nothing.
  package static func overrule(_ lessons: inout [Lesson]) {
    // By message: what it means, and to which group it belongs.
    var rulers: [[String]: Int] = [:]
    for place in lessons.indices.reversed() where lessons[place].counts {
      let kind = lessons[place].kind == .match ? "match" : "group"
      for subject in lessons[place].subjects {
        guard let ruler = rulers[[kind, subject.name]] else {
          rulers[[kind, subject.name]] = place
          continue
        }
        if lessons[ruler].contradicts(lessons[place]) { lessons[place].overruledBy = lessons[ruler].number }
      }
    }
  }

  /// Whether it says something about messages and was not undone.
  public var counts: Bool { kind != .undo && undoneBy == nil }

  /// `by ann on 2026-11-20 (lesson 3)`; `by hand` if the author is unknown.
  public var origin: String { "by \(author.isEmpty ? "hand" : author) on \(time.date) (lesson \(number))" }
}
