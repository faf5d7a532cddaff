public import CasebookKnowledge
import CasebookSQLite

extension Store {
  /// All lessons in order, including those taken back.
  public func lessons() throws -> [Lesson] {
    let subjects: [(lesson: String, subject: Lesson.Subject)] = try database.rows(
      """
      SELECT lesson, lesson_subject.fingerprint, coalesce(template, text), group_id, text FROM lesson_subject
      LEFT JOIN signature ON signature.fingerprint = lesson_subject.fingerprint ORDER BY lesson, position
      """
    ) { row in
      (
        try row[0],
        Lesson.Subject(
          fingerprint: try row[1], template: try row[2], group: try row[3], text: try row[4])
      )
    }
    if subjects.isEmpty { return [] }
    let ofLesson = Dictionary(grouping: subjects, by: \.lesson)
    // Two copies may both have taken a lesson back; that is one undo.
    var lessons = try database.rows(
      """
      SELECT lesson.key, number.number, lesson.said, lesson.author, lesson.kind, family.slug, known_error.slug, "row",
        undone.number, (
          SELECT undo.number FROM lesson AS other JOIN number AS undo ON undo.key = other.key
          WHERE other.undone = lesson.key ORDER BY other.time, other.key LIMIT 1),
        lesson.known_error
      FROM lesson JOIN number ON number.key = lesson.key LEFT JOIN number AS undone ON undone.key = lesson.undone
      LEFT JOIN known_error_name ON name = lesson.known_error
      LEFT JOIN known_error ON known_error.id = known_error_id LEFT JOIN family ON family.id = family_id
      ORDER BY lesson.time, lesson.key
      """
    ) { row in
      let name: String? = try row[10]
      return Lesson(
        number: try row[1], time: try row[2], author: try row[3],
        kind: try row.word(4, Lesson.LessonKind.init(rawValue:)),
        subjects: ofLesson[try row[0], default: []].map(\.subject),
        knownError: row.isNull(5) ? name.flatMap { KnownErrorID($0) } : try row.knownError(at: 5),
        undoes: try row[8], undoneBy: try row[9])
    }
    Lesson.overrule(&lessons)
    return lessons
  }

  /// Adds a lesson with the signatures of its subjects; returns its number.
  public func addLesson(
    _ kind: Lesson.LessonKind, _ subjects: [Lesson.Subject] = [], knownError: KnownErrorID? = nil,
    undoing: Int? = nil, author: String
  ) throws -> Int {
    try saying {
      let key = try append(kind == .undo ? .undo : .lesson, Attribution(author: author)) { body in
        body.target = try undoing.flatMap { number in
          try database.value("SELECT key FROM number WHERE subject = 'lesson' AND number = \(number)")
        }
        body.lesson = kind == .undo ? nil : kind
        body.subjects = subjects
        body.knownError = knownError?.description
      }
      return try number(of: key) ?? 0
    }
  }

  /// The template of a fingerprint that was ever stored.
  public func template(of fingerprint: Fingerprint) throws -> Template? {
    try database.value("SELECT template FROM signature WHERE fingerprint = \(fingerprint.description)")
  }

  /// The known errors whose article contains a message with this fingerprint, each with the message.
  public func knownErrors(
    showing fingerprint: Fingerprint, limit: Int
  ) throws -> [(id: KnownErrorID, text: String)] {
    try database.rows(
      """
      SELECT family.slug, known_error.slug, known_error."row", min(message.text)
      FROM signature JOIN message ON signature_id = signature.id JOIN section ON section.id = section_id
      JOIN known_error ON known_error.id = known_error_id JOIN family ON family.id = family_id
      WHERE fingerprint = \(fingerprint.description) GROUP BY known_error.id ORDER BY 1, 2, 3 LIMIT \(limit)
      """
    ) { (try $0.knownError(at: 0), try $0[3]) }
  }
}
