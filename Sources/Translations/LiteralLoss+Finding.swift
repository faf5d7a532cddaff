package import CasebookKnowledge

extension LiteralLoss {
  /// The code that this translation lost and the newest other language keeps. Longer lists are left to an
  /// audit.
  package static func losses(of resolution: Resolution, beside all: [Resolution]) -> [LiteralLoss] {
    let newestFirst = all.sorted { a, b in
      let (day, other) = (a.updated ?? "", b.updated ?? "")
      if day != other { return day > other }
      return b.locale != .english && (a.locale == .english || a.locale < b.locale)
    }
    let others = newestFirst.filter { $0.locale != resolution.locale }
    guard let reference = others.first else { return [] }
    let damage = ComparedText(resolution).damage(
      besides: Witness(reference), witnesses: others.dropFirst().map(Witness.init),
      onlyVisible: newestFirst.first == resolution)
    return damage.prefix(3).map { one in
      switch one.fate {
      case .split(let found, _), .altered(let found, _):
        LiteralLoss(intact: one.intact, found: found, locale: reference.locale)
      case .lost, .intact: LiteralLoss(intact: one.intact, found: nil, locale: reference.locale)
      }
    }
  }
}

extension ComparedText {
  fileprivate init(_ resolution: Resolution) { self.init(resolution.title + "\n\n" + resolution.markdown) }
}

extension Witness {
  fileprivate convenience init(_ resolution: Resolution) {
    self.init(locale: resolution.locale) { ComparedText(resolution) }
  }
}
