import CasebookText

/// Templates that are one event.
public struct EventGroup: Sendable {
  /// `g1:` and 16 hexadecimal digits, stable as long as the template is. If people merged groups, it is the
  /// lowest of their ids.
  public package(set) var id: String
  /// The text that all its messages share, with `<*>` for the parts that vary.
  public let template: Template
  /// The number of messages.
  public package(set) var count: Int
  /// Why templates that look different are in this group; empty if they differ only in masked parts.
  public let reasons: [Reason]
  /// The lessons that decided about this group, in order; empty if only the rules did.
  public package(set) var lessons: [Lesson] = []
  /// The messages and groups that people merged into this one.
  public package(set) var merged: [Lesson.Subject] = []

  /// Why one part of a group's template is a variable.
  public struct Reason: Hashable, Sendable {
    /// The words around it, with `<*>` for the values: `for user <*> by`.
    public let place: String
    /// Why they are values.
    public let rule: GroupRule
    /// The number of different values.
    public let values: Int
    /// Some of the values, sorted. A masked value is written `<*>`.
    public let examples: [String]

    package init(place: String, rule: GroupRule, values: Int, examples: [String]) {
      self.place = place
      self.rule = rule
      self.values = values
      self.examples = examples
    }
  }

  /// Why differing words are values of one variable.
  public enum GroupRule: String, Sendable, CaseIterable {
    /// Other templates have a number, an address or another masked part in this place.
    case masked
    /// The words contain digits, like names of hosts, files and devices.
    case generated
    /// Many different words follow a word that introduces a value (`user`, `for`, `=`).
    case introduced
    /// Both `true` and `false` occur.
    case truth
    /// Too many different words occur in this place for them to be states.
    case many

    /// The rule in words.
    public var text: String {
      switch self {
      case .masked: "other messages have a masked value there"
      case .generated: "the values hold digits"
      case .introduced: "many values follow a word that introduces values"
      case .truth: "true and false are values"
      case .many: "too many different values for states"
      }
    }
  }

  package init(template: Template, count: Int, reasons: [Reason]) {
    id = "g1:" + hexadecimal(stableHash(Array(template.text.utf8)))
    self.template = template
    self.count = count
    self.reasons = reasons
  }
}
