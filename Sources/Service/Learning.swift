import CasebookGrouping
public import CasebookKnowledge
import CasebookLogText
import CasebookRedaction
import CasebookSignatures
import CasebookStorage
import CasebookText

extension KnowledgeBase {
  /// Everything that people decided about groups.
  func decisions() throws -> GroupingDecisions {
    let lessons = try store.lessons()
    return lessons.isEmpty ? GroupingDecisions() : GroupingDecisions(lessons, signer)
  }

  /// Teaches that messages are one event, including those already stored.
  ///
  /// - Parameters:
  ///   - names: Messages, fingerprints and ids of groups.
  ///   - seen: The groups of a log that may contain them.
  ///   - author: Who teaches it; may be empty.
  /// - Throws: `LearningError` if there is nothing to merge.
  public func merge(_ names: [String], seen: SeenGroups = SeenGroups(), author: String) throws -> Lesson {
    try store.saying {
      let decisions = try decisions()
      var subjects: [Lesson.Subject] = []
      for name in names {
        let subject = try subject(named: name, decisions, seen)
        if !subjects.contains(where: { $0.name == subject.name }) { subjects.append(subject) }
      }
      guard let first = subjects.first else { throw LearningError.emptyMessage }
      guard subjects.count > 1 else { throw LearningError.sameMessage(first.name) }
      if let last = decisions.lessons(joining: subjects).last { throw LearningError.alreadyMerged(last) }
      return try teach(.merge, subjects, author: author)
    }
  }

  /// Teaches that a message is a separate event, whatever it was merged with or the rules find.
  ///
  /// - Throws: `LearningError` if it is alone in its group.
  public func split(_ name: String, seen: SeenGroups = SeenGroups(), author: String) throws -> Lesson {
    try store.saying {
      let decisions = try decisions()
      let subject = try subject(named: name, decisions, seen)
      if let lesson = subject.fingerprint.flatMap(decisions.split(of:)) {
        throw LearningError.alreadySplit(lesson)
      }
      let isMerged = group(of: subject.template.text, decisions).lessons.contains { $0.kind == .merge }
      guard isMerged || subject.fingerprint.map(seen.isShared) == true else {
        throw LearningError.notMerged(subject.name)
      }
      return try teach(.split, [subject], author: author)
    }
  }

  /// Teaches that a message means a known error. Accepts a message, a fingerprint, the id of a group, or a
  /// report, of which it takes the leading message.
  ///
  /// - Throws: `LearningError` if this is already known, or the message means something else.
  public func learn(
    _ name: String, as id: KnownErrorID, seen: SeenGroups = SeenGroups(), author: String
  ) throws -> Lesson {
    try store.saying {
      let subject = try subject(named: name, decisions(), seen)
      // A secret tells nothing either.
      let told = signer.signature(of: Redactor().remainder(of: subject.text)).template
      guard told.words.contains(where: Self.isTelling) else {
        throw LearningError.tellsNothing(subject.text)
      }
      for lesson in try store.lessons()
      where lesson.counts && lesson.kind == .match && lesson.overruledBy == nil {
        guard lesson.subjects.contains(where: { $0.name == subject.name }) else { continue }
        throw lesson.knownError == id
          ? LearningError.alreadyMatched(lesson) : LearningError.matchedOtherwise(lesson)
      }
      return try teach(.match, [subject], knownError: id, author: author)
    }
  }

  /// Teaches that a message is not worth looking at: `triage` leaves it out.
  ///
  /// - Throws: `LearningError` if this is known already.
  public func ignore(_ name: String, author: String) throws -> Lesson {
    try store.saying {
      let subject = try subject(named: name, decisions(), SeenGroups())
      for lesson in try store.lessons() where lesson.counts && lesson.kind == .harmless {
        if lesson.subjects.contains(where: { $0.name == subject.name }) {
          throw LearningError.alreadyHarmless(lesson)
        }
      }
      return try teach(.harmless, [subject], author: author)
    }
  }

  /// Takes a lesson back. Both lessons stay in the record.
  ///
  /// - Throws: `LearningError` if it does not exist, or was already taken back.
  public func undo(_ number: Int, author: String) throws -> Lesson {
    try store.saying {
      guard let lesson = try store.lessons().first(where: { $0.number == number }) else {
        throw LearningError.noLesson(number)
      }
      guard lesson.counts else { throw LearningError.cannotUndo(lesson) }
      return try teach(.undo, [], undoing: number, author: author)
    }
  }

  private func teach(
    _ kind: Lesson.LessonKind, _ subjects: [Lesson.Subject], knownError: KnownErrorID? = nil,
    undoing: Int? = nil,
    author: String
  ) throws -> Lesson {
    let number = try store.addLesson(
      kind, subjects, knownError: knownError, undoing: undoing, author: author)
    guard let lesson = try store.lessons().last(where: { $0.number == number }) else {
      throw LearningError.noLesson(number)
    }
    return lesson
  }

  private static func isTelling(_ word: String, isConstant: Bool) -> Bool {
    isConstant && word.contains(where: \.isLetter) && !GenericWords.contains(word[...])
  }

  // MARK: Names

  /// The subject that a person names: fingerprints and group ids as they are, anything else as a message.
  private func subject(
    named name: String, _ decisions: GroupingDecisions, _ seen: SeenGroups
  ) throws -> Lesson.Subject {
    switch SignatureName(name) {
    case .fingerprint(let fingerprint):
      if let known = decisions.subject(with: fingerprint) { return known }
      guard let template = try store.template(of: fingerprint) ?? seen.template(of: fingerprint) else {
        throw LearningError.unknownFingerprint(name)
      }
      return Lesson.Subject(
        fingerprint: fingerprint, template: template, group: group(of: template.text).id, text: template.text)
    case .group(let id):
      if let known = decisions.subject(ofGroup: id) { return known }
      guard let template = seen.template(ofGroup: id) else { throw LearningError.unknownGroup(name) }
      return Lesson.Subject(fingerprint: nil, template: template, group: id, text: template.text)
    case nil:
      let text = store.redacted(name)
      let lead = LogRecord(text).lead
      let signature = signer.signature(of: lead)
      guard !signature.template.text.isEmpty else { throw LearningError.emptyMessage }
      return Lesson.Subject(
        fingerprint: signature.fingerprint, template: signature.template, group: group(of: lead).id,
        text: lead)
    }
  }

  /// The group of a message or template, compared only with the subjects of decisions.
  private func group(of message: String, _ decisions: GroupingDecisions = GroupingDecisions()) -> EventGroup {
    var scan = SignatureScan()
    scan.isForming = true
    var message = message
    message.withUTF8 { signer.template(of: $0, into: &scan) }
    var grouping = Grouping()
    let place = grouping.add(scan)
    return grouping.groups(decisions).group(ofTemplate: place)
  }
}

/// A signature or group named by its id instead of its words.
public enum SignatureName: Hashable, Sendable {
  /// `v1:` and 16 hexadecimal digits.
  case fingerprint(Fingerprint)
  /// `g1:` and 16 hexadecimal digits.
  case group(String)

  /// Reads an id; `nil` for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].utf8.count == 16, parts[1].allSatisfy(\.isHexDigit),
      parts[0].count > 1, parts[0].dropFirst().allSatisfy({ ("0"..."9").contains($0) })
    else { return nil }
    switch parts[0].first {
    case "v": self = .fingerprint(Fingerprint(stored: text.lowercased()))
    case "g": self = .group(text.lowercased())
    default: return nil
    }
  }
}

/// The groups of a log that a person looks at while teaching.
public struct SeenGroups: Sendable {
  private var templates: [Fingerprint: Template] = [:]
  private var groups: [String: Template] = [:]
  private var shared: Set<Fingerprint> = []

  /// No groups.
  public init() {}

  /// Adds a grouping: the templates in the order in which they were added to it.
  mutating func add(_ templates: [Template], _ found: EventGroups) {
    let ofGroup = Dictionary(grouping: templates.indices) { found.places[$0] }
    for (place, indices) in ofGroup {
      let group = found.groups[place]
      groups[group.id] = group.template
      let fingerprints = Set(indices.map { Fingerprint(template: templates[$0]) })
      if fingerprints.count > 1 { shared.formUnion(fingerprints) }
      for index in indices { self.templates[Fingerprint(template: templates[index])] = templates[index] }
    }
  }

  func template(of fingerprint: Fingerprint) -> Template? { templates[fingerprint] }
  func template(ofGroup id: String) -> Template? { groups[id] }

  /// Whether the message shared a group with others.
  func isShared(_ fingerprint: Fingerprint) -> Bool { shared.contains(fingerprint) }
}
