/// What a person taught a knowledge base about messages.
public struct Lesson: Hashable, Sendable {
  /// What was taught.
  public enum Kind: String, Sendable {
    /// All subjects are one event.
    case merge
    /// The subject is an event of its own.
    case split
    /// The subject means a known error.
    case match
    /// Another lesson does not count any more.
    case undo
  }

  /// A message or a group that a lesson is about.
  public struct Subject: Hashable, Sendable {
    /// Of the message; `nil` for a group as a whole.
    public let fingerprint: Fingerprint?
    /// The template of the message or of the group.
    public let template: String
    /// The group in which it was when it was named: `g1:…`.
    public let group: String
    /// The message without its secrets, or the template of the group.
    public let text: String

    /// A message, or without a fingerprint a group.
    public init(fingerprint: Fingerprint?, template: String, group: String, text: String) {
      self.fingerprint = fingerprint
      self.template = template
      self.group = group
      self.text = text
    }

    /// How it can be named: by its fingerprint, or by the id of the group.
    public var name: String { fingerprint?.description ?? group }
  }

  /// The number by which people name it; a later lesson has a greater one.
  public let number: Int
  /// When it was taught.
  public let time: Timestamp
  /// The login name of whoever taught it; empty where the system did not say it.
  public let author: String
  /// What was taught.
  public let kind: Kind
  /// What it is about; none for an undo.
  public let subjects: [Subject]
  /// What a match means.
  public let knownError: KnownErrorID?
  /// The lesson that an undo takes back.
  public let undoes: Int?
  /// The undo that took this one back.
  public let undoneBy: Int?

  /// All of it.
  public init(
    number: Int, time: Timestamp, author: String, kind: Kind, subjects: [Subject] = [],
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

  /// Whether it says something about messages, and was not taken back.
  public var counts: Bool { kind != .undo && undoneBy == nil }

  /// `by ann on 2026-11-20 (lesson 3)`; `by hand` where the author is not known.
  public var origin: String { "by \(author.isEmpty ? "hand" : author) on \(time.date) (lesson \(number))" }
}
