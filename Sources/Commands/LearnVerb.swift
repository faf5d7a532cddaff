public import CasebookCommandKit
import CasebookKnowledge
public import CasebookService

/// `casebook learn [MESSAGE…|-]`
enum LearnVerb {
  static let message = Operand(
    any: .text("MESSAGE"),
    help:
      "messages, fingerprints (v1:…) or ids of groups (g1:…); - reads one message or report, and so does nothing with --as or --split"
  )
  static let knownError = Option("as", .knownError(), help: "the known error that the message means")
  static let merge = Option(flag: "merge", help: "the messages are one event: merge their groups")
  static let split = Option(flag: "split", help: "the message is a separate event: split it off its group")
  static let log = Option(
    "in", .path("LOG"), help: "the log whose groups you mean, as signature --each shows them")
  static let undo = Option("undo", .integer("LESSON", in: 1...Int.max), help: "undo a lesson")

  static let command = Command<Surroundings>(
    "learn", summary: "teach what a message means, or write an article",
    discussion: """
      A lesson applies from now on, to stored events too. Ids stay valid: the id of a merged group leads to the group that \
      contains it now. The latest lesson about a message wins. Without arguments, lists all lessons, including those that \
      were undone.

      --from writes a known error of your own, local#SLUG: an article with the message, what worked and what did not, which \
      you can change in your editor. Found, shown, exported and exchanged like any other, it answers the same message from \
      now on.
      """,
    options: [knownError, merge, split, incident, slug, log, undo, UnpackLimit.option], operands: [message],
    examples: [
      Example("a message of your own", "casebook learn 'no healthy upstream' --as http-status-code-503"),
      Example(
        "two wordings of one event", "casebook learn --merge 'lease lost by web-1' 'web-1 gave up its lease'"),
      Example(
        "a message in the wrong group", "casebook learn --split 'login failed for root' --in auth.log"),
      Example("what fixed an incident, as an article", "casebook learn --from 12"),
      Example("a mistake", "casebook learn --undo 3"),
    ],
    statuses: [
      StatusNote(
        .notFound, "nothing changed: already taught, or the message, group or lesson does not exist"),
      StatusNote(.data, "the message already means another known error, or has no distinctive word"),
    ],
    synonyms: ["teach", "train", "undo"]
  ) { invocation, surroundings in
    let surroundings = surroundings.unpacking(invocation)
    let words = invocation[message]
    if let name = invocation[incident] {
      guard try deed(invocation, []) == nil, invocation[log] == nil else {
        throw Failure(.usage, "--from is a lesson of its own", hint: "Give it without --as, --undo or --in.")
      }
      return try learn(from: name, words, invocation, surroundings)
    }
    guard invocation[slug] == nil else { throw Failure(.usage, "--slug belongs to --from") }
    let output = surroundings.standardOutput
    guard let deed = try deed(invocation, words) else {
      let base = try surroundings.open(invocation, .read)
      let lessons = try base.lessons()
      if invocation.wantsJSON {
        surroundings.printJSON(.init("lessons", .array(lessons.map(\.json))))
      } else if lessons.isEmpty, !invocation.isQuiet {
        surroundings.say("no lessons yet")
      } else {
        write(lessons, base, to: output)
      }
      return lessons.isEmpty ? .notFound : .success
    }
    let base = try surroundings.open(invocation, .write)
    let lesson = try base.naming { try teach(deed, words, base, invocation, surroundings) }
    if invocation.wantsJSON {
      surroundings.printJSON(.init("lesson", lesson.json))
    } else {
      output.writeLine("lesson \(lesson.number): \(summary(lesson, base))")
      for subject in lesson.subjects { output.writeLine("    \(subject.shown)" as StyledText) }
    }
    return .success
  }

  /// The lesson to teach; `nil` to list the lessons.
  private static func deed(_ invocation: Invocation, _ words: [String]) throws -> Lesson.LessonKind? {
    var deeds: [Lesson.LessonKind] = []
    if invocation[knownError] != nil { deeds.append(.match) }
    if invocation[merge] { deeds.append(.merge) }
    if invocation[split] { deeds.append(.split) }
    if invocation[undo] != nil { deeds.append(.undo) }
    guard deeds.count < 2 else {
      throw Failure(
        .usage, "--as, --merge, --split and --undo are different lessons", hint: "Give one of them.")
    }
    switch deeds.first {
    case nil where !words.isEmpty:
      let incident = words.count == 1 ? IncidentName(words[0]) : nil
      throw Failure(
        .usage, "no lesson was given for the message",
        hint: incident.map { "From an incident: casebook learn --from \($0)" }
          ?? "Give --as ID, --merge or --split.")
    case .undo? where !words.isEmpty:
      throw Failure(.usage, "--undo takes the number of a lesson and nothing else")
    case .merge? where words.count < 2:
      throw Failure(.usage, "--merge needs two messages or more", hint: "Put each of them in quotes.")
    case let deed: return deed
    }
  }

  private static func teach(
    _ deed: Lesson.LessonKind, _ words: [String], _ base: KnowledgeBase, _ invocation: Invocation,
    _ surroundings: Surroundings
  ) throws -> Lesson {
    let author = surroundings.author
    if deed == .undo { return try base.undo(invocation[undo] ?? 0, author: author) }
    var seen = SeenGroups()
    if let path = invocation[log] {
      var lines = try GroupedLines(base)
      try surroundings.inputs.forEachChunk(path) { try lines.read($0) { seen.add($0) } }
      try lines.finish { seen.add($0) }
    }
    if deed == .merge { return try base.merge(words, seen: seen, author: author) }
    let text = try surroundings.requiredText(words, invocation)
    if deed == .split { return try base.split(text, seen: seen, author: author) }
    let known = try base.knownError(named: invocation[knownError] ?? "")
    return try base.learn(text, as: known, seen: seen, author: author)
  }

  private static func summary(_ lesson: Lesson, _ base: KnowledgeBase) -> String {
    switch lesson.kind {
    case .merge: "these are one event"
    case .split: "this is an event of its own"
    case .match: "this means \(lesson.knownError.map(base.name(of:)) ?? "a known error that is gone")"
    case .harmless: "this is harmless"
    case .undo: "lesson \(lesson.undoes ?? 0) no longer applies"
    }
  }

  private static func write(_ lessons: [Lesson], _ base: KnowledgeBase, to output: Output) {
    for lesson in lessons {
      let author = lesson.author.isEmpty ? "" : "  \(lesson.author)"
      let time = lesson.time.wholeSecond
      output.writeLine(
        "\("lesson \(lesson.number)", .bold)  \("\(time)\(author)", .dim)  \(summary(lesson, base))\(lesson.undone)"
      )
      for subject in lesson.subjects { output.writeLine("    \(subject.shown)" as StyledText) }
    }
  }
}

extension KnowledgeBase {
  /// Does something about lessons; a failure has the shortest names of known errors.
  func naming<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as LearningError {
      throw error.failure(naming: name(of:))
    }
  }
}

extension Lesson {
  /// All fields of the lesson.
  var json: JSON {
    [
      "number": .int(number), "kind": .string(kind.rawValue), "time": .string(time.description),
      "author": .string(author),
      "subjects": .array(
        subjects.map { subject in
          [
            "fingerprint": JSON(subject.fingerprint?.description), "group": .string(subject.group),
            "template": .string(subject.template.text), "text": .string(subject.text),
          ]
        }),
      "known_error": JSON(knownError?.description), "undoes": JSON(undoes), "undone_by": JSON(undoneBy),
      "overruled_by": JSON(overruledBy),
    ]
  }

  /// The decision and its author, as a reason to show.
  func reason(_ name: (KnownErrorID) -> String = \.description) -> String {
    switch kind {
    case .merge: "merged \(origin)"
    case .split: "kept apart \(origin)"
    case .match: "means \(knownError.map(name) ?? "a known error that is gone"), taught \(origin)"
    case .harmless: "is harmless, said \(origin)"
    case .undo: "taken back \(origin)"
    }
  }

  /// `, taken back by lesson 4`, or `, overruled by lesson 5`, if it was.
  var undone: StyledText {
    if let undoneBy { return "\(", taken back by lesson \(undoneBy)", .yellow)" }
    return overruledBy.map { "\(", overruled by lesson \($0)", .yellow)" } ?? ""
  }
}

extension Lesson.Subject {
  /// Its id and its text.
  var shown: StyledText { "\(name, .cyan)  \(singleLine(text))" }
}

extension LearningError: FailureConvertible {
  /// The message and the exit status.
  public var failure: Failure { failure(naming: \.description) }

  /// The same with shorter names of known errors.
  func failure(naming name: (KnownErrorID) -> String) -> Failure {
    switch self {
    case .unknownFingerprint(let name):
      Failure(
        .notFound, "no message has the fingerprint \(name)",
        hint: "Give the message itself, or the log that contains it: --in LOG")
    case .unknownGroup(let name):
      Failure(
        .notFound, "no group \(name) is known here",
        hint: "Give one of its messages, or the log in which it was shown: --in LOG")
    case .emptyMessage: Failure(.data, "nothing to learn: the message is empty")
    case .tellsNothing(let text):
      Failure(
        .data, "'\(singleLine(text).truncated(to: 80))' has no word that tells it from other errors",
        hint: "Give more of the message.")
    case .sameMessage(let name): Failure(.notFound, "nothing to merge: all of it is \(name)")
    case .alreadyMerged(let lesson):
      Failure(.notFound, "nothing to merge: it is already one event, merged \(lesson.origin)")
    case .notMerged(let name):
      Failure(
        .notFound, "nothing to split: \(name) is alone in its group",
        hint: "Give the log in which its group has other messages: --in LOG")
    case .alreadySplit(let lesson):
      Failure(.notFound, "nothing to split: it is already a separate event, kept apart \(lesson.origin)")
    case .alreadyMatched(let lesson): Failure(.notFound, "nothing to learn: it \(lesson.reason(name))")
    case .matchedOtherwise(let lesson):
      Failure(
        .data, "the message already \(lesson.reason(name))",
        hint: "Take that back first: casebook learn --undo \(lesson.number)")
    case .alreadyHarmless(let lesson):
      Failure(.notFound, "nothing to ignore: it \(lesson.reason(name))")
    case .noLesson(let number):
      Failure(.notFound, "lesson \(number) does not exist", hint: "List them with: casebook learn")
    case .badSlug(let slug):
      Failure(
        .usage, "'\(singleLine(slug).truncated(to: 80))' cannot be a slug",
        hint: "Use up to \(ArticleName.longestSlug) lower-case letters, digits, hyphens and underscores.")
    case .emptyArticle: Failure(.data, "nothing was stored: the article is empty")
    case .tooLong:
      Failure(.data, "nothing was stored: the article is longer than \(ArticleName.longestText >> 20) MiB")
    case .unreadable(let reason): Failure(.data, "nothing was stored: line \(reason)")
    case .alreadyWritten(let id):
      Failure(
        .notFound, "nothing to learn: \(name(id)) says this already",
        hint: "Read it: casebook show \(name(id))")
    case .cannotUndo(let lesson):
      Failure(
        .notFound,
        lesson.undoneBy.map { "lesson \(lesson.number) was taken back by lesson \($0) already" }
          ?? "lesson \(lesson.number) takes lesson \(lesson.undoes ?? 0) back; teach that one again instead")
    }
  }
}
