import CasebookKnowledge

/// The content of an entry of the journal, whatever its kind. Its JSON has only the fields that were given.
struct EntryBody: Hashable, Sendable {
  /// When it was, as the person says.
  var said: Timestamp
  /// Who says it; empty if nobody is known.
  var author = ""
  /// The incident that it is about; none for a new one.
  var incident: EntryKey?
  var text = ""
  var knownError: String?
  var isPartial = false
  var title: String?
  var message: String?
  var signature: BodySignature?
  var severity: String?
  var labels: [RunLabel] = []
  var problems: [Incident.IncidentProblem] = []
  /// The entry that is amended, the incident that is merged into this one, the lesson that is taken back, or the version of
  /// an article that this one replaces.
  var target: EntryKey?
  /// The entries that are forgotten.
  var entries: [EntryKey] = []
  /// The hash of the log whose run is forgotten.
  var run: String?
  var lesson: Lesson.LessonKind?
  var subjects: [Lesson.Subject] = []
  var slug: String?
  var locale: String?
  var markdown: String?

  /// The signature of a message as the rules of the day made it.
  struct BodySignature: Hashable, Sendable {
    let fingerprint: Fingerprint
    let template: Template
  }

  init(_ by: Attribution, now: Timestamp, incident: EntryKey? = nil, text: String = "") {
    said = by.time ?? now
    author = by.author
    self.incident = incident
    self.text = text
  }

  /// The same without secrets, and with texts of a bounded length.
  func redacted(_ redact: (String) -> String) -> EntryBody {
    func clean(_ text: String) -> String { Self.cut(redact(Self.cut(text))) }
    var body = self
    body.author = clean(author)
    body.text = clean(text)
    body.title = title.map(clean)
    body.message = message.map(clean)
    body.markdown = markdown.map(clean)
    body.labels = labels.map { RunLabel(name: clean($0.name), value: clean($0.value)) }
    body.problems = problems.map {
      Incident.IncidentProblem(
        message: clean($0.message), fingerprint: $0.fingerprint, source: $0.source.map(clean), line: $0.line,
        count: $0.count, lines: $0.lines.map(clean))
    }
    body.subjects = subjects.map {
      Lesson.Subject(
        fingerprint: $0.fingerprint, template: $0.template, group: $0.group, text: clean($0.text))
    }
    return body
  }

  /// No text of an entry is longer, in bytes.
  static let mostText = ArticleName.longestText

  private static func cut(_ text: String) -> String {
    guard text.utf8.count > mostText else { return text }
    return String(decoding: text.utf8.prefix(mostText - 4), as: UTF8.self) + "…"
  }
}

// MARK: JSON

extension EntryBody {
  /// The body as JSON, in a fixed order.
  var json: JSON {
    var members: [JSON.Member] = [.init("said", .int(Int(said.milliseconds)))]
    func add(_ name: String, _ text: String?) {
      if let text, !text.isEmpty { members.append(.init(name, .string(text))) }
    }
    func add(_ name: String, _ list: [JSON]) {
      if !list.isEmpty { members.append(.init(name, .array(list))) }
    }
    add("by", author)
    add("incident", incident?.description)
    add("target", target?.description)
    add("entries", entries.map { .string($0.description) })
    add("run", run)
    add("title", title)
    add("message", message)
    add("fingerprint", signature?.fingerprint.description)
    add("template", signature?.template.text)
    add("text", text)
    add("known_error", knownError)
    if isPartial { members.append(.init("partly", true)) }
    add("severity", severity)
    if !labels.isEmpty {
      members.append(.init("labels", .object(labels.map { .init($0.name, .string($0.value)) })))
    }
    add("problems", problems.map(\.json))
    add("lesson", lesson?.rawValue)
    add(
      "subjects",
      subjects.map { subject in
        [
          "fingerprint": JSON(subject.fingerprint?.description), "template": .string(subject.template.text),
          "group": .string(subject.group), "text": .string(subject.text),
        ]
      })
    add("slug", slug)
    add("locale", locale)
    add("markdown", markdown)
    return .object(members)
  }

  /// Reads a body that any program may have written; `nil` if it does not say when it was.
  init?(_ json: JSON) {
    guard let milliseconds = json["said"]?.int, Timestamp.stored.contains(Int64(milliseconds)) else {
      return nil
    }
    said = Timestamp(milliseconds: Int64(milliseconds))
    func text(_ name: String) -> String? { json[name]?.string }
    func key(_ name: String) -> EntryKey? { text(name).flatMap { EntryKey($0) } }
    author = text("by") ?? ""
    incident = key("incident")
    target = key("target")
    entries = (json["entries"]?.array ?? []).compactMap { $0.string.flatMap { EntryKey($0) } }
    run = text("run")
    title = text("title")
    message = text("message")
    if let fingerprint = text("fingerprint"), let template = text("template") {
      signature = BodySignature(
        fingerprint: Fingerprint(stored: fingerprint), template: Template(stored: template))
    }
    self.text = text("text") ?? ""
    knownError = text("known_error").flatMap { KnownErrorID($0)?.description }
    isPartial = json["partly"]?.bool ?? false
    severity = text("severity").flatMap { Incident.IncidentSeverity(rawValue: $0)?.rawValue }
    labels = (json["labels"]?.members ?? []).compactMap { label in
      label.value.string.map { RunLabel(name: label.name, value: $0) }
    }
    problems = (json["problems"]?.array ?? []).compactMap(Incident.IncidentProblem.init(json:))
    lesson = text("lesson").flatMap(Lesson.LessonKind.init(rawValue:))
    subjects = (json["subjects"]?.array ?? []).compactMap { subject in
      guard let template = subject["template"]?.string, let group = subject["group"]?.string,
        let text = subject["text"]?.string
      else { return nil }
      return Lesson.Subject(
        fingerprint: subject["fingerprint"]?.string.map(Fingerprint.init(stored:)),
        template: Template(stored: template), group: group, text: text)
    }
    slug = text("slug")
    locale = text("locale")
    markdown = text("markdown")
  }

  /// Reads a stored body; `nil` for one that is not JSON, too.
  init?(stored text: String) {
    guard let json = try? JSON(parsing: text.utf8) else { return nil }
    self.init(json)
  }
}

extension Incident.IncidentProblem {
  /// All fields.
  var json: JSON {
    [
      "message": .string(message), "fingerprint": JSON(fingerprint?.description), "source": JSON(source),
      "line": .int(line), "count": .int(count), "lines": .array(lines.map(JSON.string)),
    ]
  }

  init?(json: JSON) {
    guard let message = json["message"]?.string else { return nil }
    self.init(
      message: message, fingerprint: json["fingerprint"]?.string.map(Fingerprint.init(stored:)),
      source: json["source"]?.string, line: max(1, json["line"]?.int ?? 1),
      count: max(1, json["count"]?.int ?? 1), lines: (json["lines"]?.array ?? []).compactMap(\.string))
  }
}
