public import CasebookKnowledge

/// A resolution together with what its reader must know about the choice of locale.
public struct Answer: Hashable, Sendable {
  /// What to do.
  public let resolution: Resolution
  /// The locale that was asked for.
  public let preferred: LocaleTag
  /// A newer revision in another locale, if there is one.
  public let newer: Resolution?

  /// Code that this text lost or damaged, and another language keeps.
  public let losses: [Loss]

  /// A literal that the text should have.
  public struct Loss: Hashable, Sendable {
    /// The literal as it should be.
    public let intact: String
    /// What stands in its place.
    public let found: String?
    /// The language that keeps it.
    public let locale: LocaleTag
  }

  init(resolution: Resolution, preferred: LocaleTag, newest: Resolution?, losses: [Loss] = []) {
    self.resolution = resolution
    self.losses = losses
    self.preferred = preferred
    // Which is newer is not known of a text that does not say its date.
    if let own = resolution.updated, let date = newest?.updated, own < date,
      newest?.locale != resolution.locale
    {
      newer = newest
    } else {
      newer = nil
    }
  }

  /// Whether the preferred locale lacks it.
  public var isFallback: Bool { resolution.locale != preferred }

  /// What a reader must know, in words; empty when the answer is as asked, up to date and whole.
  public var remarks: [String] {
    let choice = isFallback ? ["not available in \(preferred); this is the \(resolution.locale) text"] : []
    return choice + textRemarks
  }

  /// What a reader must know of the text itself: that another is newer, and what it lost.
  var textRemarks: [String] {
    var remarks: [String] = []
    if let newer, let date = newer.updated, let own = resolution.updated {
      remarks.append("the \(newer.locale) text of \(date) is newer than this one of \(own)")
    }
    return remarks + losses.map(\.remark)
  }
}

extension Answer.Loss {
  /// In words.
  fileprivate var remark: String {
    if let found {
      // What is wrong is only to be recognised, what is right to be copied.
      let shown = found.count > 60 ? found.prefix(60) + "…" : found[...]
      return "the \(locale) text has `\(intact)` where this one has `\(shown)`"
    }
    return "the \(locale) text has `\(intact)` here; this one lost it"
  }
}

extension KnowledgeBase {
  /// What the newest of the other languages keeps of the code that this one lost; more than a few are for an audit.
  static func losses(of resolution: Resolution, beside all: [Resolution]) -> [Answer.Loss] {
    let newestFirst = all.sorted { a, b in
      let (day, other) = (a.updated ?? "", b.updated ?? "")
      if day != other { return day > other }
      return b.locale != .english && (a.locale == .english || a.locale < b.locale)
    }
    let others = newestFirst.filter { $0.locale != resolution.locale }
    guard let reference = others.first else { return [] }
    let damage = Passage(resolution).damage(
      besides: Witness(reference), witnesses: others.dropFirst().map(Witness.init),
      onlyVisible: newestFirst.first == resolution)
    return damage.prefix(3).map { one in
      switch one.fate {
      case .split(let found, _), .altered(let found, _):
        Answer.Loss(intact: one.intact, found: found, locale: reference.locale)
      case .lost, .intact: Answer.Loss(intact: one.intact, found: nil, locale: reference.locale)
      }
    }
  }
}

extension Passage {
  fileprivate init(_ resolution: Resolution) { self.init(resolution.title + "\n\n" + resolution.markdown) }
}

extension Witness {
  fileprivate convenience init(_ resolution: Resolution) {
    self.init(locale: resolution.locale) { Passage(resolution) }
  }
}
