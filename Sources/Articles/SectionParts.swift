/// The parts of an error that a section has: as sections below it, or as bold labels in its text.
struct SectionParts {
  private var roles: Set<SectionRole> = []
  private var first: [SectionRole: String] = [:]
  private var hasSymptoms = false

  mutating func add(_ role: SectionRole, label: String) {
    if roles.insert(role).inserted { first[role] = label }
    if role == .symptom, !SectionRole.isWeak(label) { hasSymptoms = true }
  }

  /// Whether these parts describe an error: its symptoms, or two of what it means, why it happens, how it is
  /// investigated and how it is solved. A problem, a cause or a solution alone may belong to anything.
  var makeError: Bool {
    if hasSymptoms { return true }
    return roles.count >= 2 && !roles.isSubset(of: [.cause, .meaning])
  }

  /// Whether a part says what the error means.
  var hasMeaning: Bool { roles.contains(.meaning) }

  /// The parts that decided, as the text names them.
  var description: String {
    if let symptom = first[.symptom] { return symptom }
    return [SectionRole.meaning, .cause, .diagnosis, .resolution].compactMap { first[$0] }.prefix(2)
      .joined(separator: " and ")
  }
}
