public import CasebookKnowledge
import CasebookText

/// A resolution, and what its reader must know about the choice of locale.
public struct Answer: Hashable, Sendable {
  /// The resolution to follow.
  public let resolution: Resolution
  /// The preferred locale.
  public let preferred: LocaleTag
  /// A newer revision in another locale, if there is one.
  public let newer: Resolution?

  /// Code that this text lost or damaged and that another language keeps.
  public let losses: [LiteralLoss]

  init(resolution: Resolution, preferred: LocaleTag, newest: Resolution?, losses: [LiteralLoss] = []) {
    self.resolution = resolution
    self.losses = losses
    self.preferred = preferred
    // Without a date, a text cannot be compared by age.
    if let own = resolution.updated, let date = newest?.updated, own < date,
      newest?.locale != resolution.locale
    {
      newer = newest
    } else {
      newer = nil
    }
  }

  /// Whether the preferred locale has no text.
  public var isFallback: Bool { resolution.locale != preferred }

  /// Remarks for a reader; empty if the answer is in the preferred locale, up to date and complete.
  public var remarks: [String] {
    let choice = isFallback ? [Self.choice(preferred.description, resolution.locale.description)] : []
    return choice + textRemarks
  }

  /// The remarks for a person who only wants the fix. Which code a translation lost is for translators; of damage to what a
  /// person types, one remark says where the intact text is.
  public var readerRemarks: [String] {
    let choice = isFallback ? [Self.choice(preferred.description, resolution.locale.description)] : []
    let damaged = losses.first(where: \.isTyped).map {
      "code in this text is damaged; the \($0.locale) text has it intact"
    }
    return choice + [newerRemark, damaged].compactMap(\.self)
  }

  /// Whether another language has a newer text.
  var newerRemark: String? {
    guard let newer, let date = newer.updated, let own = resolution.updated else { return nil }
    return "the \(newer.locale) text of \(date) is newer than this one of \(own)"
  }

  /// Remarks about the text itself: a newer text exists, or code was lost.
  private var textRemarks: [String] {
    let remarks = [newerRemark].compactMap(\.self) + losses.map(\.remark)
    // An export keeps the remarks of its day: the other languages may be missing now.
    guard let old = resolution.export?.remark.map(Self.withoutChoice), !old.isEmpty else { return remarks }
    return remarks.filter { !old.contains(text: $0) } + [old]
  }

  private static func choice(_ preferred: String, _ locale: String) -> String {
    "not available in \(preferred); this is the \(locale) text"
  }

  /// Remarks without the one about the locale, which depends on who asks.
  private static func withoutChoice(_ remarks: String) -> String {
    let words = remarks.split(separator: " ", maxSplits: 8, omittingEmptySubsequences: false)
    guard words.count >= 9,
      choice(String(words[3].dropLast()), String(words[7])) == words[..<8].joined(separator: " ") + " text"
    else { return remarks }
    return words[8].hasPrefix("text; ") ? String(words[8].dropFirst(6)) : words[8] == "text" ? "" : remarks
  }
}

extension LiteralLoss {
  /// Whether other text took the place of code that is more than a name, such as a command.
  fileprivate var isTyped: Bool { found != nil && intact.contains { !$0.isLetter } }

  /// The loss in words.
  fileprivate var remark: String {
    if let found {
      // Readers only need to recognise the damaged code, but copy the intact one.
      let shown = found.count > 60 ? found.prefix(60) + "…" : found[...]
      return "the \(locale) text has `\(intact)` where this one has `\(shown)`"
    }
    return "the \(locale) text has `\(intact)` here; this one lost it"
  }
}
