import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// `casebook history [KNOWN_ERROR|FINGERPRINT]`
enum HistoryVerb {
  static let name = Operand(
    optional: .knownError("ERROR"), help: "one error: the id of a known error, or a fingerprint (v1:…)")
  static let labels = Option(
    repeated: "label", .label, help: "only runs with this label; may be given several times")
  static let since = Option("since", .moment, help: "count only from the day of this time on").meant(
    by: "days", "after", "last")
  static let until = Option("until", .moment, help: "count only up to the day of this time")
  static let newSince = Option(
    "new-since", .momentOrRun, help: "only errors first seen since a time, or since a run began")
  static let goneSince = Option(
    "gone-since", .momentOrRun, help: "only errors not seen since a time, or since a run began")
  static let isRecurred = Option(
    flag: "recurred", help: "only errors that came back after their incident was resolved")
  static let grouping = Option(
    "by", .choice("WHAT") { (grouping: HistoryGrouping) in grouping.help },
    help: "add the errors up by label, or by the file or machine that counted them")
  static let page = Option(
    "html", .path("FILE"), help: "write a page for a browser to this file; - prints it")
  static let limit = Option(
    "limit", short: "n", .integer("N", in: 1...100_000), default: 50, help: "at most this many errors")

  static let command = Command<Surroundings>(
    "history", summary: "show which errors the runs had, how often and since when",
    discussion: """
      Lists the errors and warnings of the runs, the most frequent first: each known error once, and each message that no \
      known error claims. A message belongs to a known error if an article, a lesson or an incident says so, or if diagnose \
      is sure of it. After a change of articles the messages are diagnosed anew, for a second a call. The trend ends with \
      the last day of the window. The last column is what to give to see one error. Errors stay in the history when their \
      events are pruned. Name a run by its log or by its number. Counts of other machines, as sync took them, are in it; \
      --since and --until go by days in UTC.
      """,
    options: [labels, since, until, newSince, goneSince, isRecurred, grouping, limit, page] + ListOptions.all,
    operands: [name],
    examples: [
      Example("the most frequent errors", "casebook history"),
      Example("errors since a release", "casebook history --new-since 2024-05-14 --label env=prod"),
      Example("a page of the last month", "casebook history --since 30d --html errors.html"),
      Example("errors by label", "casebook history --by label"),
      Example("one error, with its last event", "casebook history container-cannot-be-scheduled"),
    ],
    statuses: [StatusNote(.notFound, "no run had such an error")],
    synonyms: ["list", "ls", "log", "stats", "events", "errors", "top"], isPaged: true
  ) { invocation, surroundings in
    let base = try surroundings.open(invocation, .read)
    var filter = try filter(invocation, surroundings)
    filter.newSince = try invocation[newSince].map { try base.moment($0, "--new-since", surroundings) }
    filter.goneSince = try invocation[goneSince].map { try base.moment($0, "--gone-since", surroundings) }
    filter.isRecurred = invocation[isRecurred]
    if let file = invocation[page] {
      var page = try HistoryPage(
        of: base, filter, now: surroundings.now(), local: { surroundings.local($0) })
      return try write(page.html(), to: file, surroundings)
    }
    if let grouping = invocation[grouping] {
      return try showGroups(by: grouping, filter, base, invocation, surroundings)
    }
    var errors = try base.history(filter)
    let view = HistoryView(filter.window(of: errors), surroundings)
    if let name = invocation[name] { errors = try base.select(name, of: errors) }
    func shown() throws -> [JSON] {
      try errors.prefix(invocation[limit]).map { try view.json($0, base, isAlone: invocation[name] != nil) }
    }
    if try surroundings.printList(shown(), invocation) {
      // The list is printed.
    } else if invocation.wantsJSON {
      surroundings.printJSON(.init("errors", .array(try shown())), .init("total", .int(errors.count)))
    } else if let only = errors.first, invocation[name] != nil {
      try view.write(only, base)
    } else {
      try view.write(Array(errors.prefix(invocation[limit])), base)
      if errors.count > invocation[limit], !invocation.isQuiet {
        surroundings.say("\(errors.count - invocation[limit]) more; see them with --limit")
      }
    }
    if errors.isEmpty, !invocation.isQuiet { surroundings.say("no run had such an error") }
    return errors.isEmpty ? .notFound : .success
  }

  private static func showGroups(
    by grouping: HistoryGrouping, _ filter: HistoryFilter, _ base: KnowledgeBase, _ invocation: Invocation,
    _ surroundings: Surroundings
  ) throws -> ExitStatus {
    let only = try invocation[name].map { try base.select($0, of: base.history(filter)) }
    let groups =
      only?.isEmpty == true ? [] : try base.historyGroups(by: grouping, filter, of: only?.first)
    let view = HistoryView(filter.window(of: groups), surroundings)
    let shown = groups.prefix(invocation[limit])
    if try surroundings.printList(shown.map(view.json), invocation) {
      // The list is printed.
    } else if invocation.wantsJSON {
      surroundings.printJSON(
        .init("by", .string(grouping.rawValue)), .init("groups", .array(shown.map(view.json))),
        .init("total", .int(groups.count)))
    } else {
      view.write(Array(shown), by: grouping)
    }
    if groups.isEmpty, !invocation.isQuiet { surroundings.say("no run had such an error") }
    return groups.isEmpty ? .notFound : .success
  }

  private static func write(
    _ page: String, to file: String, _ surroundings: Surroundings
  ) throws -> ExitStatus {
    if file == "-" {
      surroundings.standardOutput.write(page)
    } else {
      try writeText(page, to: surroundings.inputs.located(file))
    }
    return .success
  }

  /// The runs and the window that a person asked for.
  static func filter(_ invocation: Invocation, _ surroundings: Surroundings) throws -> HistoryFilter {
    var filter = HistoryFilter()
    filter.labels = invocation[labels]
    filter.since = invocation[since]?.time(surroundings.now())
    filter.until = invocation[until]?.time(surroundings.now())
    try checkWindow(filter.since, filter.until)
    if filter.since != nil, filter.until == nil { filter.until = surroundings.now() }
    return filter
  }
}

extension HistoryVerb {
  /// Refuses a window that ends before it begins.
  static func checkWindow(_ since: Timestamp?, _ until: Timestamp?) throws {
    guard let since, let until, since > until else { return }
    throw Failure(.usage, "--since \(since.wholeSecond) is after --until \(until.wholeSecond)")
  }
}

extension HistoryGrouping {
  fileprivate var help: String {
    switch self {
    case .label: "labels of the runs; a run with two labels is in both groups"
    case .origin: "files and machines"
    }
  }
}

extension KnowledgeBase {
  /// A time as typed, or the start of a named run.
  func moment(_ text: String, _ option: String, _ surroundings: Surroundings) throws -> Timestamp {
    if let moment = Moment(text) { return moment.time(surroundings.now()) }
    if let start = try start(ofRun: text, path: surroundings.inputs.located(text)) { return start }
    throw Failure(
      .usage, "invalid value '\(text)' for \(option): neither a time nor a run",
      hint: "Give a time such as 2021-10-21 or 7d, the path of an ingested log, or its number.")
  }

  /// The error that a person names, if it is in the history.
  fileprivate func select(_ name: String, of errors: [ErrorHistory]) throws -> [ErrorHistory] {
    if case .fingerprint(let fingerprint) = SignatureName(name) {
      return errors.filter { $0.fingerprints.contains(fingerprint) }
    }
    let known = try knownError(named: name)
    return errors.filter { $0.knownErrors.contains(known) }
  }
}
