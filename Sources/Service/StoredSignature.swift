import CasebookGrouping
public import CasebookKnowledge
import CasebookSignatures
import CasebookStorage

/// Everything that a knowledge base stores about a fingerprint or a group id, for `signature v1:…`.
public struct StoredSignature: Sendable {
  /// Its id.
  public let id: String
  /// Its template.
  public let template: Template
  /// The group that lessons put it in; `nil` if there are none.
  public let group: String?
  /// The subjects it was merged with.
  public let merged: [Lesson.Subject]
  /// The lessons about it, including those taken back.
  public let lessons: [Lesson]

  /// `nil` if nothing is stored under this name.
  public init?(_ name: SignatureName, _ base: KnowledgeBase?) throws {
    guard let base else { return nil }
    let decisions = try base.decisions()
    let named: String
    switch name {
    case .fingerprint(let fingerprint):
      guard let template = try base.store.template(of: fingerprint) else { return nil }
      (id, self.template) = (fingerprint.description, template)
      named = id
    case .group(let id):
      guard let subject = decisions.subject(ofGroup: id) else { return nil }
      (self.id, template) = (id, subject.template)
      named = subject.name
    }
    var grouping = Grouping()
    let place = grouping.add(template)
    let found = grouping.groups(decisions).group(ofTemplate: place)
    group = found.lessons.isEmpty ? nil : found.id
    merged = found.merged.filter { $0.name != named }
    lessons = try base.store.lessons().filter { $0.subjects.contains { $0.name == named } }
  }
}
