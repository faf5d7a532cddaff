/// The drawings of the page, as SVG in its text. Colours come from the style of the page.
extension HistoryPage {
  /// A bar of a row, as long as its share of the greatest value.
  func bar(_ value: Int, of most: Int, isKnown: Bool) -> String {
    let width = share(value, of: most, 100)
    return """
      <svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">\
      <rect\(isKnown ? "" : " class=\"other\"") width="\(width)" height="4"/></svg>
      """
  }

  /// The median as a bar, and the time that nine of ten did not exceed as a paler one behind it.
  func range(_ median: Int, _ ninetieth: Int, of most: Int) -> String {
    """
    <svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">\
    <rect class="pale" width="\(share(ninetieth, of: most, 100))" height="4"/>\
    <rect width="\(share(median, of: most, 100))" height="4"/></svg>
    """
  }

  /// The trend of an error over the window, its newest days on the right.
  func sparkline(_ error: ErrorHistory) -> String {
    let counts = error.trend(window, buckets: 20).counts
    let most = max(1, counts.max() ?? 1)
    let bars = counts.enumerated().filter { $0.element > 0 }.map { place, count in
      let height = max(1, share(count, of: most, 20))
      return "<rect x=\"\(place * 4)\" y=\"\(20 - height)\" width=\"3\" height=\"\(height)\"/>"
    }
    return """
      <svg class="spark" viewBox="0 0 \(max(1, counts.count) * 4) 20" role="img" aria-label="\
      \(counts.map(String.init).joined(separator: ", "))">\(bars.joined())</svg>
      """
  }

  /// The events of all errors by period: known ones below, the others above them.
  var trendChart: String {
    let buckets = 60
    var known = [Int](repeating: 0, count: 1)
    var others = known
    for error in errors {
      let counts = error.trend(window, buckets: buckets).counts
      if known.count < counts.count {
        known += [Int](repeating: 0, count: counts.count - known.count)
        others += [Int](repeating: 0, count: counts.count - others.count)
      }
      for (place, count) in counts.enumerated() {
        if error.knownErrors.isEmpty { others[place] += count } else { known[place] += count }
      }
    }
    let totals = zip(known, others).map(+)
    let most = max(1, totals.max() ?? 1)
    let (height, step) = (120, 10)
    let width = totals.count * step
    var columns = ""
    for place in totals.indices {
      let (all, below) = (share(totals[place], of: most, height), share(known[place], of: most, height))
      if all > below {
        columns +=
          "<rect class=\"other\" x=\"\(place * step)\" y=\"\(height - all)\" width=\"\(step - 2)\" height=\"\(all - below)\"/>"
      }
      if below > 0 {
        columns +=
          "<rect x=\"\(place * step)\" y=\"\(height - below)\" width=\"\(step - 2)\" height=\"\(below)\"/>"
      }
    }
    let days = errors.first.map { $0.trend(window, buckets: buckets).width } ?? 1
    return """
      <p class="legend"><span class="key"></span> known errors <span class="key other"></span> other errors; \
      a column is \(days == 1 ? "a day" : "\(days) days"), the tallest has \(totals.max() ?? 0) events</p>
      <svg class="chart" viewBox="0 0 \(width) \(height)" preserveAspectRatio="none" role="img" \
      aria-label="Events by day: \(totals.map(String.init).joined(separator: ", "))">\(columns)</svg>
      <p class="ends"><span>\(date(window.lowerBound))</span><span>\(date(window.upperBound))</span></p>
      """
  }

  /// A part of a length; at least 1 for what is not nothing.
  private func share(_ value: Int, of most: Int, _ length: Int) -> Int {
    if value <= 0 { return 0 }
    return max(1, Int((Double(value) / Double(max(1, most)) * Double(length)).rounded()))
  }

  /// The whole page.
  static func document(title: String, _ body: String) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <title>\(title.escaped)</title>
    <style>
    \(style)
    </style>
    </head>
    <body>
    <a class="skip" href="#worst">Skip to what hurts most</a>
    <main>
    <nav aria-label="Parts of this page"><a href="#worst">Worst</a> <a href="#trend">Trend</a> <a href="#times">Times</a> \
    <a href="#unknown">Unknown</a> <a href="#open">Open</a> <a href="#resolutions">Resolutions</a></nav>
    \(body)</main>
    </body>
    </html>

    """
  }

  private static let style = """
    :root { color-scheme: light dark; --page: #fff; --text: #1b2330; --dim: #56616f; --line: #d9dee5; --soft: #f3f5f8;
      --known: #2563a8; --pale: #a9c5e6; --other: #b45309; --link: #1d5796; }
    @media (prefers-color-scheme: dark) { :root { --page: #12161c; --text: #e5e9ef; --dim: #a3adba; --line: #333c48;
      --soft: #1b222b; --known: #6aa9f0; --pale: #35557c; --other: #f0a35e; --link: #8fc0f7; } }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
    main { max-width: 72rem; margin: 0 auto; padding: 1rem; }
    h1 { margin: .5rem 0 0; } h2 { margin: 2.5rem 0 .5rem; } h3 { margin: 0 0 .25rem; }
    header p, small, .legend, .ends { color: var(--dim); }
    a { color: var(--link); } a:focus-visible { outline: 3px solid var(--other); outline-offset: 2px; }
    .skip { position: absolute; left: -100rem; } .skip:focus { left: 1rem; top: .5rem; background: var(--page); padding: .5rem; }
    nav a { margin-right: .75rem; }
    .figures { list-style: none; display: flex; flex-wrap: wrap; gap: .5rem; padding: 0; }
    .figures li { background: var(--soft); border-radius: .5rem; padding: .5rem .9rem; color: var(--dim); }
    .figures strong { display: block; font-size: 1.5rem; color: var(--text); }
    table { width: 100%; border-collapse: collapse; }
    th, td { text-align: left; vertical-align: top; padding: .4rem .9rem .4rem 0; border-bottom: 1px solid var(--line); }
    thead th { color: var(--dim); font-weight: normal; font-size: .875rem; }
    tbody th { font-weight: normal; overflow-wrap: anywhere; width: 60%; }
    .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
    svg rect { fill: var(--known); } svg rect.other { fill: var(--other); } svg rect.pale { fill: var(--pale); }
    .bar { display: block; width: 100%; height: 4px; margin-top: .25rem; }
    .spark { width: 5rem; height: 1.25rem; } .chart { width: 100%; height: 9rem; border-bottom: 1px solid var(--line); }
    .ends { display: flex; justify-content: space-between; margin: 0; font-size: .875rem; }
    .key { display: inline-block; width: .75rem; height: .75rem; background: var(--known); } .key.other { background: var(--other); }
    code, kbd, pre { font: .875rem/1.45 ui-monospace, monospace; overflow-wrap: anywhere; }
    kbd { background: var(--soft); padding: .1rem .3rem; border-radius: .25rem; }
    ol li { margin-bottom: .75rem; }
    article { border-top: 1px solid var(--line); padding: 1rem 0; } article:target, li:target { background: var(--soft); }
    pre { white-space: pre-wrap; background: var(--soft); padding: .75rem; border-radius: .5rem; }
    @media (max-width: 40rem) { .wide { display: none; } th, td { padding-right: .35rem; } .spark { width: 3.5rem; } }
    @media print { nav, .skip { display: none; } body { font-size: 11pt; } tr, article h3, li { break-inside: avoid; }
      h2 { break-after: avoid; } svg rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
    """
}
