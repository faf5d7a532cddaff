import CasebookAnalysis
import CasebookKnowledge
import CasebookSignatures
import CasebookStorage
import Glibc

/// What an error report shows, weighed by how rare it is in this knowledge base.
struct Symptoms {
  /// A word of the report.
  struct Word {
    let text: String
    let terms: [String]
    let kind: Analyzer.TermKind
    /// From 0, said everywhere, to 1, said once; generic words weigh nothing.
    let weight: Double
    /// Whether it stands in the leading message, which a right answer must explain.
    let leads: Bool
    let occurs: Bool
  }

  /// An identifier of the report.
  struct Named {
    let identifier: Identifier
    let weight: Double
    let leads: Bool
    let occurs: Bool
  }

  /// The report's messages, the root cause first.
  let messages: [ErrorReport.Message]
  /// The signature of the leading message.
  let signature: Signature
  /// The fingerprints of all its messages.
  let fingerprints: [Fingerprint]
  /// The whole report as template tokens.
  let tokens: [Substring]
  let words: [Word]
  let named: [Named]
  /// In bits: what a word that occurs once in this knowledge base tells.
  private let wholeBits: Double
  private let localesPerFamily: Double

  private static let wordLimit = 160
  private static let tokenLimit = 1200

  init(_ text: String, in base: KnowledgeBase) throws {
    let signer = base.signer
    let report = ErrorReport(reading: text)
    let lead = report.messages.first?.text ?? text
    messages = report.messages
    signature = signer.signature(of: lead)
    let signatures = report.messages.map { signer.signature(of: $0.text) }
    fingerprints = signatures.map(\.fingerprint)
    let whole = signer.signature(of: text)
    tokens = Array(templateTokens(whole.template).prefix(Self.tokenLimit))

    let store = base.store
    let sections = Double(max(1, try store.sectionCount()))
    let locales = max(1, try store.localesPerFamily())
    let bits = max(1, log2(sections + 1))
    wholeBits = bits
    localesPerFamily = locales
    func rarity(_ count: Int) -> Double {
      max(0.05, min(1, log2((sections + 1) / (Double(count) / locales + 0.5)) / bits))
    }

    let analyzer = try store.queryAnalyzer()
    let leadTexts = report.messages.filter { $0.role == .root }.map {
      unmasked(signer.signature(of: $0.text).template)
    }
    let leading = Set(
      (leadTexts.isEmpty ? [unmasked(signature.template)] : leadTexts)
        .flatMap { analyzer.terms(of: $0) }.map(\.alternatives))
    words = try analyzer.terms(of: unmasked(whole.template)).prefix(Self.wordLimit).map { term in
      let count = try term.alternatives.reduce(0) { try $0 + store.sectionCount(of: $1) }
      let isGeneric = GenericWords.contains(term.text) || term.text.allSatisfy(\.isNumber)
      return Word(
        text: term.text, terms: term.alternatives, kind: term.kind, weight: isGeneric ? 0 : rarity(count),
        leads: leading.contains(term.alternatives), occurs: count > 0)
    }
    let leadingIdentifiers = Set(
      zip(report.messages, signatures).filter { $0.0.role == .root }.flatMap { $0.1.identifiers }
    )
    .union(signature.identifiers)
    var seen: Set<Identifier> = []
    let identifiers = (signatures.flatMap(\.identifiers) + whole.identifiers).filter {
      seen.insert($0).inserted
    }
    named = try identifiers.map { identifier in
      let count = try store.sectionCount(naming: identifier)
      return Named(
        identifier: identifier, weight: rarity(count) * identifier.kind.telling,
        leads: leadingIdentifiers.contains(identifier), occurs: count > 0)
    }
  }
}

extension Identifier.Kind {
  /// How much a thing of this kind tells by itself: a status is met everywhere, an error code in one place.
  fileprivate var telling: Double {
    switch rawValue {
    case "http_status", "grpc_code": 0.5
    case "exit_code", "signal", "errno", "exception": 0.7
    case "function", "symbol": 0.5
    default: 1
    }
  }
}

/// The words of a template, lower case, without punctuation at their ends. Masks stay whole.
func templateTokens(_ template: String) -> [Substring] {
  template.lowercased().split(whereSeparator: \.isWhitespace).compactMap { word in
    if word.contains("<"), word.contains(">") { return word[...] }
    let start = word.firstIndex { $0.isLetter || $0.isNumber } ?? word.endIndex
    let end = word.lastIndex { $0.isLetter || $0.isNumber } ?? word.startIndex
    return start <= end && start < word.endIndex ? word[start...end] : nil
  }
}

/// A template without its masks: only what was said.
func unmasked(_ template: String) -> String {
  var text = ""
  var rest = template[...]
  while let open = rest.firstIndex(of: "<") {
    text += rest[..<open]
    let after = rest[rest.index(after: open)...]
    let close = after.firstIndex { !$0.isLetter && $0 != "*" }
    if let close, after[close] == ">", close > after.startIndex {
      text += " "
      rest = after[after.index(after: close)...]
    } else {
      text += "<"
      rest = after
    }
  }
  return text + rest
}
