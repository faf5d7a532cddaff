public import CasebookKnowledge
import CasebookText

/// The groups that a `Grouping` found.
public struct EventGroups: Sendable {
  /// All groups, by their templates.
  public let groups: [EventGroup]
  /// For each added template, in the order of `Grouping.add`, its place in `groups`.
  public let places: [Int]

  /// The group of the template that was added as number `index`.
  public func group(ofTemplate index: Int) -> EventGroup { groups[places[index]] }
}

/// Templates that are one event.
public struct EventGroup: Sendable {
  /// Stable as long as the template is: `g1:` and 16 hexadecimal digits. Where people merged groups, it is the least id
  /// of all that were merged.
  public internal(set) var id: String
  /// What all its messages share; what varies is written `<*>`.
  public let template: String
  /// The number of messages.
  public internal(set) var count: Int
  /// Why templates that look different are in this group; empty where they differ in masked parts alone.
  public let reasons: [Reason]
  /// The lessons of people that decided, in order; none where the rules alone did.
  public internal(set) var lessons: [Lesson] = []
  /// The messages and groups that people merged into this one.
  public internal(set) var merged: [Lesson.Subject] = []

  /// Why one part of a group's template is a variable.
  public struct Reason: Hashable, Sendable {
    /// The words around it, with `<*>` where the values stand: `for user <*> by`.
    public let place: String
    /// Why they are values.
    public let rule: Rule
    /// The number of different values.
    public let values: Int
    /// Some of the values, sorted; a masked value is written `<*>`.
    public let examples: [String]
  }

  /// Why differing words are values of one variable.
  public enum Rule: String, Sendable, CaseIterable {
    /// In other templates a number, an address or another masked part stands there.
    case masked
    /// The words hold digits, as names of hosts, files and devices do.
    case generated
    /// Many different words stand behind a word that introduces a value (`user`, `for`, `=`).
    case introduced
    /// `true` and `false` are both seen.
    case truth
    /// So many different words stand there that they can be no states.
    case many

    /// The rule in words.
    public var text: String {
      switch self {
      case .masked: "in other messages a masked value stands there"
      case .generated: "the values hold digits"
      case .introduced: "many values follow a word that introduces values"
      case .truth: "true and false are values"
      case .many: "too many different values for states"
      }
    }
  }

  init(template: [UInt8], count: Int, reasons: [Reason]) {
    let hash = String(stableHash(template), radix: 16)
    id = "g1:" + String(repeating: "0", count: 16 - hash.utf8.count) + hash
    self.template = String(decoding: template, as: UTF8.self)
    self.count = count
    self.reasons = reasons
  }
}
