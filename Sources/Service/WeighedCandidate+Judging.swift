import CasebookKnowledge

/// How sure a candidate is, and which is the best.
extension WeighedCandidate {
  /// Gives each candidate its verdict and orders them, the best first.
  static func judged(_ candidates: [WeighedCandidate]) -> [WeighedCandidate] {
    var ranked = candidates
    let links = ranked.count(where: \.isLinked)
    for index in ranked.indices {
      // A report that links to several sections does not say which of them.
      let own = ranked[index].ownVerdict
      ranked[index].verdict = max(
        ranked[index].isLinked && links > 1 ? min(own, .possible) : own, ranked[index].remembered)
    }
    // What is sure, or nearly, leaves no room for what is merely possible and fits much less.
    let best = ranked.filter { $0.verdict > .unknown }.map(\.total).max() ?? 0
    for index in ranked.indices where ranked[index].total < best * 0.6 {
      // What a person said stays said, however little it has in common.
      ranked[index].verdict = ranked[index].remembered
    }
    ranked.sort { ($0.remembered, $0.total, $1.id) > ($1.remembered, $1.total, $0.id) }
    // Where three articles fit alike, none is the answer; what knows the message itself is worth a look.
    if let first = ranked.first, first.remembered == .unknown {
      let rivals = ranked.filter { $0.total >= first.total * 0.85 }
      if Set(rivals.map(\.id.family)).count > 2 {
        for index in ranked.indices {
          ranked[index].verdict = ranked[index].verdict > .possible ? .possible : .unknown
        }
      }
    }
    return ranked
  }

  private var ownVerdict: Verdict {
    // Words alone do not stand for an error code that is another.
    if lacksCode, names == 0, !template.leads || template.share < (hasOtherCode ? 0.95 : 0.7) {
      return .unknown
    }
    if template.leads {
      if template.share >= 0.95, template.weight >= 1.2 { return .exact }
      // What Kubernetes says, it says of every product: the words around it tell which, where a word of it differs.
      if template.share >= 0.7, template.weight >= 1.2 {
        if isOfOtherMatter { return .unknown }
        return familiar.known * 3 >= familiar.said ? .strong : .possible
      }
    }
    if isNamedInTitle || isLinked { return .strong }
    if titleNamesStatus, things == 0, isOfOtherMatter { return .unknown }
    // Words alone must be telling and explain what was said, or be several that explain most of it.
    if names == 0, template.share < 0.7, total * explained < 1.05, agreements < 3 || explained < 0.6 {
      return .unknown
    }
    if agreements >= 4, total >= 3, explained >= 0.6 { return .strong }
    // A status, or a function among the frames of a traceback, needs something else that agrees.
    let others = agreements - (titleNamesStatus || titleNamesThing ? 1 : 0)
    if titleNamesThing, others >= 1, total >= 0.6 { return .possible }
    if titleNamesStatus, others >= 1 || topic >= 1 || isOfSameMatter, total >= 0.6 { return .possible }
    // Words alone must be several, or nearly all that was said; beside something that is named two things will do.
    if !titleNamesStatus, agreements >= (names > 0 ? 2 : 3), total >= (names > 1 ? 0.6 : 0.75),
      explained >= (names > 0 ? 0.35 : 0.45)
    {
      return .possible
    }
    // That the article is about what the report is about is one thing more that agrees.
    let agreeing = agreements + (topic >= 0.8 ? 1 : 0)
    if !titleNamesStatus, agreeing >= 2, total >= 1.4, explained >= 0.5 { return .possible }
    if sharesName, explained >= 0.75, total >= 0.6 { return .possible }
    // The code says what sort of error it is, whatever the message says.
    if namesCode, topic >= 0.8, !isOfOtherMatter { return .possible }
    return .unknown
  }

  /// What it was judged by, in numbers: for `--explain`.
  var calculation: String {
    func number(_ value: Double) -> String { String((value * 100).rounded() / 100) }
    return """
      total \(number(total)): in common \(number(mass)), its article \(number(topic)), explained \(number(explained)), \
      message \(number(template.share)) of weight \(number(template.weight))\(template.leads ? " in the lead" : ""), \
      agreements \(agreements)\(familiar.said > 0 ? ", its article's words \(familiar.known) of \(familiar.said)" : "")
      """
  }

  /// Whether the article uses a third of those words of the report that any article uses: two at least.
  private var isOfSameMatter: Bool { familiar.known >= 2 && familiar.known * 3 >= familiar.occurring }

  /// Whether so many of the report's words are strange to the article that it is about another matter.
  private var isOfOtherMatter: Bool {
    familiar.known < 2 || Double(familiar.known) < Self.leastFamiliar * Double(familiar.said)
  }

  private static let leastFamiliar = 0.23
}
