public import CasebookKnowledge
import CasebookText

/// A word of a question with all the terms under which it may be indexed.
public struct QueryTerm: Hashable, Sendable {
  /// The word as it was typed.
  public let text: String
  /// Its terms in the locales of the knowledge base, without duplicates.
  public let alternatives: [String]
  /// The kind of word.
  public let kind: Analyzer.TermKind
  /// The bytes of the question that it came from.
  public let range: Range<Int>
}

/// Turns questions into terms. The language of a question is unknown, so each word is analysed in every
/// locale of the knowledge base.
public final class QueryAnalyzer {
  private let analyzers: [(locale: LocaleTag, analyzer: Analyzer)]

  /// Creates an analyzer for questions to a knowledge base with these locales.
  public init(locales: [LocaleTag]) {
    analyzers = (locales.isEmpty ? [.english] : locales).map { ($0, Analyzer(locale: $0)) }
  }

  /// The words of `text` in order of first appearance.
  public func terms(of text: String) -> [QueryTerm] {
    var seen: Set<[String]> = []
    return sequence(of: text).filter { seen.insert($0.alternatives).inserted }
  }

  /// All words of `text` in their order, so that neighbours stay adjacent.
  public func sequence(of text: String) -> [QueryTerm] {
    var text = text
    return text.withUTF8 { utf8 in
      var order: [TermPlace] = []
      var alternatives: [TermPlace: [String]] = [:]
      for (_, analyzer) in analyzers {
        analyzer.analyze(utf8) { term, kind, range in
          let place = TermPlace(range: range, kind: kind)
          let term = String(decoding: term, as: UTF8.self)
          if alternatives[place] == nil { order.append(place) }
          if alternatives[place]?.contains(term) != true { alternatives[place, default: []].append(term) }
        }
      }
      return order.map { place in
        QueryTerm(
          text: String(decoding: utf8[place.range], as: UTF8.self), alternatives: alternatives[place] ?? [],
          kind: place.kind, range: place.range)
      }
    }
  }

  /// The places in a text of this locale of the terms whose `stableHash` is wanted, in order. Used to
  /// highlight matches.
  public func places(
    in utf8: UnsafeBufferPointer<UInt8>, locale: LocaleTag, where isWanted: (UInt64) -> Bool
  ) -> [(range: Range<Int>, hash: UInt64)] {
    var places: [(range: Range<Int>, hash: UInt64)] = []
    for (own, analyzer) in analyzers where own == locale {
      analyzer.analyze(utf8) { term, _, range in
        let hash = stableHash(term)
        if isWanted(hash) { places.append((range, hash)) }
      }
    }
    return places.sorted {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
  }

  private struct TermPlace: Hashable {
    let range: Range<Int>
    let kind: Analyzer.TermKind
  }
}
