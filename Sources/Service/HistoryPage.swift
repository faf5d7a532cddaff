public import CasebookKnowledge
import CasebookStorage

/// The history of errors as one self-contained page of HTML: what hurts most, trends, times to resolve, unknown errors and
/// open incidents, each with a link to its resolution in the page. It has no scripts and loads nothing.
public struct HistoryPage {
  private let base: KnowledgeBase
  let errors: [ErrorHistory]
  let unknown: [UnknownError]
  let open: [Incident]
  let window: ClosedRange<Int64>
  private let now: Timestamp
  /// A time as the reader's clock shows it.
  private let local: (Timestamp) -> String
  /// The terms that the page explains, in the order of their first mention, and the anchor of each.
  private var explained: [(anchor: String, id: KnownErrorID?, error: ErrorHistory?)] = []

  /// How many errors, unknown errors and open incidents are shown.
  private static let (mostErrors, mostUnknown, mostOpen) = (25, 25, 100)
  /// How much of a resolution is shown, in characters.
  private static let longestResolution = 6_000

  /// Collects what the page shows.
  ///
  /// - Parameter local: Writes a time as the reader's clock shows it, in RFC 3339.
  public init(
    of base: KnowledgeBase, _ filter: HistoryFilter, now: Timestamp, local: @escaping (Timestamp) -> String
  ) throws {
    self.base = base
    self.now = now
    self.local = local
    errors = try base.history(filter)
    unknown = try base.triage(filter, limit: Self.mostUnknown).errors
    var wanted = IncidentFilter()
    wanted.state = .open
    open = try base.incidents(wanted, limit: Self.mostOpen).incidents
    window = filter.window(of: errors)
  }

  /// The page.
  public mutating func html() throws -> String {
    explained = []
    let worst = try errors.prefix(Self.mostErrors).map { ($0, try anchor(of: $0)) }
    let timed = try errors.filter { $0.times.median != nil }.sorted { timeSpent($0) > timeSpent($1) }
      .prefix(Self.mostErrors).map { ($0, try anchor(of: $0)) }
    let incidents = try open.map { ($0, try anchor(of: $0)) }
    let body = [
      header, Self.section("worst", "What hurts most", try worstTable(worst)),
      Self.section("trend", "Events by day", trendChart),
      Self.section("times", "Time to resolve", try timesTable(Array(timed))),
      Self.section("unknown", "Unknown errors", unknownList),
      Self.section("open", "Open incidents", openTable(incidents)),
      Self.section("resolutions", "Resolutions", try resolutions()),
    ]
    return Self.document(
      title: "Error history, \(date(window.lowerBound)) to \(date(window.upperBound))", body.joined())
  }

  // MARK: Anchors

  /// The anchor of the part that explains an error, or of its entry in the list of unknown ones; `nil` without either.
  private mutating func anchor(of error: ErrorHistory) throws -> String? {
    if error.knownErrors.isEmpty, error.times.median == nil {
      return unknown.firstIndex { $0.history.fingerprints.first == error.fingerprints.first }.map {
        "u\($0 + 1)"
      }
    }
    return anchor(error.knownErrors.first, error)
  }

  private mutating func anchor(of incident: Incident) throws -> String? {
    let error = errors.first { $0.incidents.contains(incident.number) }
    if let error, let anchor = try anchor(of: error) { return anchor }
    return incident.knownError.map { anchor($0, nil) }
  }

  private mutating func anchor(_ id: KnownErrorID?, _ error: ErrorHistory?) -> String {
    let earlier = explained.first { one in
      id.map { one.id == $0 } ?? (one.error?.fingerprints.first == error?.fingerprints.first && one.id == nil)
    }
    if let earlier { return earlier.anchor }
    explained.append(("r\(explained.count + 1)", id, error))
    return "r\(explained.count)"
  }

  // MARK: Parts

  private var header: String {
    let events = errors.reduce(0) { $0 + $1.count }
    let known = errors.count { !$0.knownErrors.isEmpty }
    var times = ErrorHistory.ResolutionTimes()
    times.seconds = errors.flatMap(\.times.seconds).sorted()
    var figures = [
      ("\(events)", "events"), ("\(known)", "known errors seen"), ("\(errors.count - known)", "other errors"),
      ("\(open.count)", "open incidents"),
    ]
    if let median = times.median { figures.append((roughDuration(median), "median time to resolve")) }
    let list = figures.map { "<li><strong>\($0.0.escaped)</strong> \($0.1)</li>" }.joined()
    return """
      <header><h1>Error history</h1>
      <p>\(date(window.lowerBound)) to \(date(window.upperBound)), as of \(local(now).escaped)</p>
      <ul class="figures">\(list)</ul></header>

      """
  }

  private func worstTable(_ rows: [(error: ErrorHistory, anchor: String?)]) throws -> String {
    if rows.isEmpty { return "<p>No run had an error.</p>" }
    let most = rows.map(\.error.count).max() ?? 1
    let lines = try rows.map { error, anchor in
      """
      <tr><th scope="row">\(Self.link(try title(of: error), anchor))\(bar(error.count, of: most, isKnown: !error.knownErrors.isEmpty))</th>\
      <td class="n">\(error.count)</td><td class="n wide">\(error.runs.count)</td>\
      <td>\(sparkline(error))</td><td class="wide">\(error.last.date)</td>\
      <td class="n wide">\(error.times.median.map(roughDuration) ?? "")</td></tr>
      """
    }
    return """
      <table><thead><tr><th scope="col">Error</th><th scope="col" class="n">Events</th>\
      <th scope="col" class="n wide">Runs</th><th scope="col">Trend</th><th scope="col" class="wide">Last seen</th>\
      <th scope="col" class="n wide">To resolve</th></tr></thead><tbody>
      \(lines.joined(separator: "\n"))
      </tbody></table>
      """
  }

  private func timesTable(_ rows: [(error: ErrorHistory, anchor: String?)]) throws -> String {
    if rows.isEmpty { return "<p>No incident of these errors was resolved yet.</p>" }
    let most = rows.compactMap(\.error.times.ninetieth).max() ?? 1
    let lines = try rows.map { error, anchor in
      let (median, ninetieth) = (error.times.median ?? 0, error.times.ninetieth ?? 0)
      return """
        <tr><th scope="row">\(Self.link(try title(of: error), anchor))\(range(median, ninetieth, of: most))</th>\
        <td class="n">\(roughDuration(median))</td><td class="n">\(roughDuration(ninetieth))</td>\
        <td class="n wide">\(error.times.incidents)</td></tr>
        """
    }
    return """
      <table><thead><tr><th scope="col">Error</th><th scope="col" class="n">Median</th>\
      <th scope="col" class="n">90 of 100</th><th scope="col" class="n wide">Incidents</th></tr></thead><tbody>
      \(lines.joined(separator: "\n"))
      </tbody></table>
      """
  }

  private var unknownList: String {
    if unknown.isEmpty { return "<p>Every error is explained.</p>" }
    let items = unknown.enumerated().map { place, error in
      let fingerprint = error.history.fingerprints.first?.description ?? ""
      return """
        <li id="u\(place + 1)"><code>\(error.message.cut(to: 300).escaped)</code><br>\
        \(error.history.count) events in \(error.history.runs.count) runs, last \(error.history.last.date)\
        \(error.place.leads > 0 ? ", first in \(error.place.leads)" : "")<br>\
        <kbd>casebook record \(fingerprint.escaped)</kbd></li>
        """
    }
    return "<p>The likeliest cause first.</p><ol>\n\(items.joined(separator: "\n"))\n</ol>"
  }

  private func openTable(_ rows: [(incident: Incident, anchor: String?)]) -> String {
    if rows.isEmpty { return "<p>None.</p>" }
    let lines = rows.map { incident, anchor in
      let age = roughDuration(Int((now.milliseconds - incident.recorded.milliseconds) / 1000))
      return """
        <tr><td class="n">\(incident.number)</td><th scope="row">\(Self.link(incident.title.cut(to: 200), anchor))</th>\
        <td class="n">\(age)</td><td class="wide">\(incident.severity?.rawValue ?? "")</td></tr>
        """
    }
    return """
      <table><thead><tr><th scope="col" class="n">#</th><th scope="col">Title</th><th scope="col" class="n">Age</th>\
      <th scope="col" class="wide">Severity</th></tr></thead><tbody>
      \(lines.joined(separator: "\n"))
      </tbody></table>
      """
  }

  private func resolutions() throws -> String {
    if explained.isEmpty { return "<p>None of these errors has one.</p>" }
    return try explained.map { anchor, id, error in
      var parts: [String] = []
      let answer = try id.flatMap { try base.resolution(of: $0) }
      let name = try answer?.resolution.title ?? error.map(title) ?? id?.description ?? ""
      if let id { parts.append("<p><code>\(id.description.escaped)</code></p>") }
      if let error, error.fingerprints.count > 0 {
        parts.append("<p><code>\(error.template.cut(to: 500).escaped)</code></p>")
      }
      let fixes = try error.map { try base.fixes(of: $0) } ?? []
      if !fixes.isEmpty {
        let items = fixes.prefix(10).map { fix in
          let words = fix.text.isEmpty ? fix.knownError?.description ?? "" : fix.text
          return
            "<li>\(words.cut(to: 500).escaped) <small>worked \(fix.worked) of \(fix.worked + fix.failed)</small></li>"
        }
        parts.append("<p>What worked here:</p><ul>\(items.joined())</ul>")
      }
      if let answer {
        parts.append("<pre>\(answer.resolution.markdown.cut(to: Self.longestResolution).escaped)</pre>")
      }
      return "<article id=\"\(anchor)\"><h3>\(name.cut(to: 200).escaped)</h3>\(parts.joined())</article>"
    }.joined(separator: "\n")
  }

  // MARK: Words

  /// The title of its known error, or its message.
  private func title(of error: ErrorHistory) throws -> String {
    let title = try error.knownErrors.first.flatMap { try base.resolution(of: $0)?.resolution.title }
    return (title ?? error.knownErrors.first?.description ?? error.template).cut(to: 160)
  }

  func date(_ day: Int64) -> String { Timestamp(milliseconds: day * 86_400_000).date }

  /// How long people worked on it in all, in seconds.
  private func timeSpent(_ error: ErrorHistory) -> Int { error.times.seconds.reduce(0, +) }

  private static func link(_ text: String, _ anchor: String?) -> String {
    anchor.map { "<a href=\"#\($0)\">\(text.escaped)</a>" } ?? "<span>\(text.escaped)</span>"
  }

  private static func section(_ id: String, _ title: String, _ content: String) -> String {
    "<section id=\"\(id)\" aria-labelledby=\"h-\(id)\"><h2 id=\"h-\(id)\">\(title)</h2>\n\(content)\n</section>\n"
  }
}

extension String {
  /// As text in HTML. Characters that control or reorder the text around them become U+FFFD.
  var escaped: String {
    var text = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      case "\"": text += "&quot;"
      case "'": text += "&#39;"
      case "\n", "\t", "\u{200C}", "\u{200D}": text.unicodeScalars.append(scalar)
      default:
        let kind = scalar.properties.generalCategory
        text.unicodeScalars.append(kind == .control || kind == .format ? "\u{FFFD}" : scalar)
      }
    }
    return text
  }

  /// At most this many characters.
  fileprivate func cut(to length: Int) -> String { count > length ? prefix(length - 1) + "…" : self }
}
