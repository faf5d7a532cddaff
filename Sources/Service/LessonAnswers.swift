import CasebookGrouping
import CasebookKnowledge
import CasebookSignatures
import CasebookStorage

/// The lessons that people taught about messages, in the form that a diagnosis needs.
struct LessonAnswers {
  /// A known error that a message means according to a lesson.
  struct MeantError {
    let id: KnownErrorID
    let text: String
    let verdict: Verdict
  }

  private let store: Store
  private let decisions: GroupingDecisions
  /// The lessons that assign a known error.
  private var matches: [(lesson: Lesson, subject: Lesson.Subject, place: Int)] = []
  private var grouping = Grouping()

  /// `nil` without lessons.
  init?(_ store: Store, _ signer: Signer) throws {
    let lessons = try store.lessons().filter(\.counts)
    if lessons.isEmpty { return nil }
    self.store = store
    decisions = GroupingDecisions(lessons, signer)
    for lesson in lessons where lesson.kind == .match && lesson.overruledBy == nil {
      for subject in lesson.subjects {
        // Sign again, so that lessons from older rules still count.
        let template =
          subject.fingerprint == nil ? subject.template : signer.signature(of: subject.text).template
        matches.append((lesson, subject, grouping.add(template, count: 0)))
      }
    }
  }

  /// The known errors that a signature means: by a lesson about it or about another message of its group, or
  /// because a message that it was merged with is known.
  func answers(to signature: Signature) throws -> [MeantError] {
    var all = grouping
    let place = all.add(signature.template)
    let groups = all.groups(decisions)
    let group = groups.group(ofTemplate: place)
    let merge = group.lessons.last { $0.kind == .merge }
    var (answers, likely): ([MeantError], [MeantError]) = ([], [])
    for match in matches {
      let known = match.lesson.knownError
      guard let known, groups.group(ofTemplate: match.place).id == group.id else { continue }
      let origin = "taught \(match.lesson.origin)"
      let name = match.subject.name
      if match.place == place || match.subject.fingerprint == signature.fingerprint {
        answers.append(MeantError(known, "this message means it, \(origin)", .exact))
      } else if let merge {
        answers.append(
          MeantError(known, "merged with \(name) \(merge.origin), which means it, \(origin)", .exact))
      } else {
        // Teaching one message does not vouch for everything that the rules group with it.
        let isMeant = match.subject.fingerprint == nil || group.reasons.isEmpty
        let text = "messages of its group mean it, \(origin): \(match.subject.text)"
        likely.append(MeantError(known, text, isMeant ? .strong : .possible))
      }
    }
    // If messages of one group mean different things, the group means none of them.
    if answers.isEmpty, Set(likely.map(\.id)).count == 1 { answers = likely }
    guard let merge else { return answers }
    for subject in group.merged {
      guard let fingerprint = subject.fingerprint, fingerprint != signature.fingerprint else { continue }
      let origin = "merged with \(fingerprint) \(merge.origin)"
      let shown = try store.knownErrors(showing: fingerprint, limit: 4)
      for (id, text) in shown {
        // A message in several articles does not identify one known error.
        answers.append(
          MeantError(id, "\(origin), and the article has: \(text)", shown.count == 1 ? .exact : .possible))
      }
      let memory = try IncidentMemory(store, fingerprint)
      for fix in memory.fixes {
        answers.append(MeantError(fix.id, "\(origin); \(memory.summary(of: fix))", .exact))
      }
    }
    return answers
  }
}

extension LessonAnswers.MeantError {
  fileprivate init(_ id: KnownErrorID, _ text: String, _ verdict: Verdict) {
    self.init(id: id, text: text, verdict: verdict)
  }
}
