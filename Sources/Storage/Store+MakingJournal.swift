import CasebookKnowledge
import CasebookSQLite
import Glibc

/// The step to a journal. Its hashes need code; the rest is in `0010_journal.sql`.
extension Store {
  /// The version of the schema since which there is a journal.
  static let journalVersion = 10

  /// Keeps a copy of the file as it was beside it, complete or not at all.
  ///
  /// - Throws: `SQLiteError` if there is no room for it; the file is not upgraded then.
  func keepCopy(ofVersion version: Int) throws {
    let copy = Self.copyName(of: path, version: version)
    let draft = "\(copy).\(getpid())"
    // SQLite writes into an empty file, and only the owner may read this one.
    let descriptor = open(draft, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else {
      throw StoreError.copyFailed(path: copy, String(cString: strerror(errno)))
    }
    defer {
      close(descriptor)
      unlink(draft)
    }
    var status = stat()
    if stat(path, &status) == 0 { fchmod(descriptor, status.st_mode & 0o777) }
    try database.run("VACUUM INTO \(draft)")
    // Another process may have upgraded the file meanwhile; then its copy is the one to keep.
    guard try Database(path: draft, access: .read).value("PRAGMA user_version") == version else { return }
    guard fsync(descriptor) == 0, rename(draft, copy) == 0 else {
      throw StoreError.copyFailed(path: copy, String(cString: strerror(errno)))
    }
  }

  /// The name of the copy of a file of an older version.
  static func copyName(of path: String, version: Int) -> String { "\(path).version-\(version)" }

  /// Makes entries of the incidents and lessons of an older file, in the order of their times; an author, a time and a
  /// number stay as they were.
  func makeJournal() throws {
    let numbers = try database.rows("SELECT id FROM old_incident_entry ORDER BY id") { try $0[0] as Int }
    let lessons = try database.rows("SELECT id FROM old_lesson ORDER BY id") { try $0[0] as Int }
    if !numbers.isEmpty || !lessons.isEmpty {
      var maker = JournalMaker(self, origin: try renewOrigin())
      try maker.takeOldEntries(numbers, lessons)
      try foldJournal()
    }
    for table in ["old_incident", "old_incident_entry", "old_lesson", "old_lesson_subject"] {
      try database.runScript("DROP TABLE temp.\(table)")
    }
  }
}

/// Makes the entries of a file that had none.
private struct JournalMaker {
  private let store: Store
  private var database: Database { store.database }
  private let origin: String
  private var last: EntryKey
  private var time = Timestamp(milliseconds: .min)
  private var incidents: [Int: EntryKey] = [:]
  private var lessons: [Int: EntryKey] = [:]

  init(_ store: Store, origin: String) {
    self.store = store
    self.origin = origin
    last = EntryKey(origin: origin, index: 0)
  }

  mutating func takeOldEntries(_ numbers: [Int], _ lessons: [Int]) throws {
    var (entries, lessons) = (numbers[...], lessons[...])
    while !entries.isEmpty || !lessons.isEmpty {
      let (entry, lesson) = (try entries.first.map(oldEntry), try lessons.first.map(oldLesson))
      if let entry, lesson.map({ entry.body.said <= $0.body.said }) ?? true {
        entries.removeFirst()
        try add(entry)
      } else if let lesson {
        lessons.removeFirst()
        try add(lesson)
      }
    }
  }

  private struct OldEntry {
    let number: Int
    let kind: String
    var body: EntryBody
    let knownError: (name: String, number: Int64)?
    let undone: Int?
  }

  private mutating func add(_ old: OldEntry) throws {
    var body = old.body
    var kind = JournalKind(rawValue: old.kind) ?? .lesson
    if let undone = old.undone { body.target = lessons[undone] }
    let isLesson = [.lesson, .undo].contains(kind) || body.lesson != nil
    if !isLesson {
      if let incident = incidents[old.number] {
        body.incident = incident
        // Nobody can record an incident twice.
        if kind == .recorded { kind = .note }
      } else {
        kind = .recorded
        try describe(old.number, &body)
      }
    }
    last = EntryKey(origin: origin, index: last.index + 1)
    time = Timestamp(
      milliseconds: max(body.said.milliseconds, time.milliseconds == .min ? .min : time.milliseconds + 1))
    try store.insert(JournalEntry(key: last, time: time, kind: kind, body: body.json.description))
    if let known = old.knownError {
      try database.run(
        "INSERT OR IGNORE INTO known_error_name (name, known_error_id) VALUES (\(known.name), \(known.number))"
      )
    }
    if isLesson {
      lessons[old.number] = last
      try number("lesson", old.number)
    } else if kind == .recorded {
      incidents[old.number] = last
      try number("incident", old.number)
    }
  }

  private func number(_ subject: String, _ number: Int) throws {
    try database.run("INSERT INTO number (subject, number, key) VALUES (\(subject), \(number), \(last))")
  }

  private func describe(_ incident: Int, _ body: inout EntryBody) throws {
    let found: (String, String, EntryBody.BodySignature?)? = try database.row(
      "SELECT title, message, fingerprint, template FROM old_incident WHERE id = \(incident)"
    ) { row in
      let signature =
        row.isNull(2) ? nil : EntryBody.BodySignature(fingerprint: try row[2], template: try row[3])
      return (try row[0], try row[1], signature)
    }
    (body.title, body.message, body.signature) = (found?.0 ?? "", found?.1 ?? "", found?.2)
  }

  private func oldEntry(_ id: Int) throws -> OldEntry {
    let old = try database.row(
      "SELECT incident_id, time, kind, text, known_error, known_error_id FROM old_incident_entry WHERE id = \(id)"
    ) { row in
      var body = EntryBody(Attribution(time: try row[1]), now: store.now(), text: try row[3])
      body.knownError = try row[4]
      return OldEntry(
        number: try row[0], kind: try row[2], body: body,
        knownError: row.isNull(4) ? nil : (try row[4], try row[5]), undone: nil)
    }
    guard let old else { throw database.damaged("incident_entry \(id) is not there") }
    return old
  }

  private func oldLesson(_ id: Int) throws -> OldEntry {
    let subjects = try database.rows(
      "SELECT fingerprint, template, group_id, text FROM old_lesson_subject WHERE lesson_id = \(id) ORDER BY position"
    ) { row in
      let text: String = try row[3]
      return Lesson.Subject(
        fingerprint: try row[0], template: try row[1] ?? Template(stored: text), group: try row[2], text: text
      )
    }
    let old = try database.row(
      "SELECT time, author, kind, known_error, known_error_id, undone_id FROM old_lesson WHERE id = \(id)"
    ) { row in
      var body = EntryBody(Attribution(author: try row[1], time: try row[0]), now: store.now())
      let kind = try row.word(2, Lesson.LessonKind.init(rawValue:))
      body.lesson = kind == .undo ? nil : kind
      body.subjects = subjects
      body.knownError = try row[3]
      return OldEntry(
        number: id, kind: kind == .undo ? JournalKind.undo.rawValue : JournalKind.lesson.rawValue, body: body,
        knownError: row.isNull(3) ? nil : (try row[3], try row[4]), undone: try row[5])
    }
    guard let old else { throw database.damaged("lesson \(id) is not there") }
    return old
  }
}
