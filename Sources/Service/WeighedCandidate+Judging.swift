import CasebookKnowledge

/// The verdicts on candidates, and their order.
extension WeighedCandidate {
  /// Gives each candidate its verdict and sorts them, best first.
  static func judged(_ candidates: [WeighedCandidate]) -> [WeighedCandidate] {
    var ranked = candidates
    let links = ranked.count(where: \.isLinked)
    for index in ranked.indices {
      // If a report links to several sections, none of the links decides.
      let own = ranked[index].ownVerdict
      ranked[index].verdict = max(
        ranked[index].isLinked && links > 1 ? min(own, .possible) : own, ranked[index].remembered)
    }
    // Next to an answer that is sure or nearly so, drop possible answers that fit much less.
    let best = ranked.filter { $0.verdict > .unknown }.map(\.total).max() ?? 0
    for index in ranked.indices where ranked[index].total < best * 0.6 {
      // A lesson or a record by a person stays valid, however little the texts share.
      ranked[index].verdict = ranked[index].remembered
    }
    ranked.sort { ($0.remembered, $0.total, $1.id) > ($1.remembered, $1.total, $0.id) }
    // If articles of three families fit alike, none is the answer; one that contains the message is still
    // worth a look.
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
    // Shared words do not outweigh a different error code.
    if lacksCode, names == 0, !template.leads || template.share < (hasOtherCode ? 0.95 : 0.7) {
      return .unknown
    }
    if template.leads {
      if template.share >= 0.95, template.weight >= 1.2 { return .exact }
      // Kubernetes uses the same message for every product. If a word differs, the words around it tell which
      // product it is.
      if template.share >= 0.7, template.weight >= 1.2 {
        if isOfOtherMatter { return .unknown }
        return familiar.known * 3 >= familiar.said ? .strong : .possible
      }
    }
    if isNamedInTitle || isLinked { return .strong }
    if titleNamesStatus, things == 0, isOfOtherMatter { return .unknown }
    // Words alone must be distinctive and explain the message, or several must explain most of it.
    if names == 0, template.share < 0.7, total * explained < 1.05, agreements < 3 || explained < 0.6 {
      return .unknown
    }
    if agreements >= 4, total >= 3, explained >= 0.6 { return .strong }
    // A status, or a function among the frames of a traceback, needs further agreement.
    let others = agreements - (titleNamesStatus || titleNamesThing ? 1 : 0)
    if titleNamesThing, others >= 1, total >= 0.6 { return .possible }
    if titleNamesStatus, others >= 1 || topic >= 1 || isOfSameMatter, total >= 0.6 { return .possible }
    // Words alone must be several, or nearly the whole message; next to a shared identifier, two agreements
    // are enough.
    if !titleNamesStatus, agreements >= (names > 0 ? 2 : 3), total >= (names > 1 ? 0.6 : 0.75),
      explained >= (names > 0 ? 0.35 : 0.45)
    {
      return .possible
    }
    // The article's topic counts as one more agreement.
    let agreeing = agreements + (topic >= 0.8 ? 1 : 0)
    if !titleNamesStatus, agreeing >= 2, total >= 1.4, explained >= 0.5 { return .possible }
    if sharesName, explained >= 0.75, total >= 0.6 { return .possible }
    // The code gives the kind of error, whatever the message says.
    if namesCode, topic >= 0.8, !isOfOtherMatter { return .possible }
    return .unknown
  }

  /// The numbers behind the verdict, for `--explain`.
  var calculation: String {
    func number(_ value: Double) -> String { String((value * 100).rounded() / 100) }
    return """
      total \(number(total)): in common \(number(mass)), its article \(number(topic)), explained \(number(explained)), \
      message \(number(template.share)) of weight \(number(template.weight))\(template.leads ? " in the lead" : ""), \
      agreements \(agreements)\(familiar.said > 0 ? ", its article's words \(familiar.known) of \(familiar.said)" : "")
      """
  }

  /// Whether the article uses a third, and at least two, of the report's words that occur in any article.
  private var isOfSameMatter: Bool { familiar.known >= 2 && familiar.known * 3 >= familiar.occurring }

  /// Whether the article knows too few of the report's words to be about the same subject.
  private var isOfOtherMatter: Bool {
    familiar.known < 2 || Double(familiar.known) < Self.leastFamiliar * Double(familiar.said)
  }

  private static let leastFamiliar = 0.23
}
