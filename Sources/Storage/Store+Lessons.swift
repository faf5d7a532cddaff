public import CasebookKnowledge
import CasebookSQLite

extension Store {
  /// All lessons in order, including those taken back.
  public func lessons() throws -> [Lesson] {
    let subjects: [(lesson: Int, subject: Lesson.Subject)] = try database.rows(
      """
      SELECT lesson_id, fingerprint, coalesce(template, text), group_id, text FROM lesson_subject
      LEFT JOIN signature ON signature.id = signature_id ORDER BY lesson_id, position
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
    return try database.rows(
      """
      SELECT lesson.id, lesson.time, lesson.author, lesson.kind, family.slug, known_error.slug, "row",
        lesson.undone_id, undo.id
      FROM lesson LEFT JOIN lesson AS undo ON undo.undone_id = lesson.id
      LEFT JOIN known_error ON known_error.id = lesson.known_error_id LEFT JOIN family ON family.id = family_id
      ORDER BY lesson.id
      """
    ) { row in
      Lesson(
        number: try row[0], time: try row[1], author: try row[2],
        kind: try row.word(3, Lesson.LessonKind.init(rawValue:)),
        subjects: ofLesson[try row[0], default: []].map(\.subject),
        knownError: row.isNull(4) ? nil : try row.knownError(at: 4), undoes: try row[7], undoneBy: try row[8])
    }
  }

  /// Adds a lesson with the signatures of its subjects; returns its number.
  public func addLesson(
    _ kind: Lesson.LessonKind, _ subjects: [Lesson.Subject] = [], knownError: KnownErrorID? = nil,
    undoing: Int? = nil, author: String
  ) throws -> Int {
    try database.transaction {
      try database.run(
        """
        INSERT INTO lesson (time, author, kind, known_error_id, undone_id)
        VALUES (\(now().milliseconds), \(redacted(author)), \(kind.rawValue),
          \(try knownError.flatMap { try knownErrorNumber(of: $0) }), \(undoing))
        """)
      let lesson = Int(database.lastInsertedID)
      for (position, subject) in subjects.enumerated() {
        let signature = try subject.fingerprint.map { try signatureNumber($0, subject.template) }
        try database.run(
          """
          INSERT INTO lesson_subject (lesson_id, position, signature_id, group_id, text)
          VALUES (\(lesson), \(position), \(signature), \(subject.group), \(redacted(subject.text)))
          """)
      }
      return lesson
    }
  }

  /// Signatures of other rules are already stored; only those of the current rules can be new.
  private func signatureNumber(_ fingerprint: Fingerprint, _ template: Template) throws -> Int64 {
    let stored: Int64? = try database.value(
      "SELECT id FROM signature WHERE fingerprint = \(fingerprint.description)")
    return try stored ?? signatureID(Signature(template: template, identifiers: []))
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
