public import CasebookKnowledge
import CasebookText

/// Turns text of one locale into index terms.
///
/// Words are case-folded, stemmed by the locale's stemmer and stripped of accents. Identifiers are indexed
/// whole and in parts (`get_model_path` also as `get`, `model`, `path`; `CrashLoopBackOff` also as its four
/// words). Scripts without spaces are indexed as pairs of neighbouring characters.
///
/// An analyzer belongs to one thread, because it remembers the terms of the words that it has seen.
public final class Analyzer {
  /// The version of these rules. When it changes, text indexed under the old version is indexed again.
  public static let version = 1

  /// The kind of text that a term represents.
  public enum TermKind: Sendable {
    /// A word of the text.
    case word
    /// A word inside an identifier.
    case part
    /// An identifier with all its parts.
    case whole
    /// Two neighbouring characters of a script without spaces.
    case pair
    /// A character of such a script without a neighbour.
    case single
  }

  /// Receives a term, its kind and the bytes it came from. The term's bytes are valid during the call.
  public typealias Emit = (_ term: UnsafeBufferPointer<UInt8>, _ kind: TermKind, _ range: Range<Int>) -> Void

  private let stemmer: Stemmer?
  private var remembered = TermTable()
  private var segments: [Range<Int>] = []

  /// Segments longer than this are data (base64, hashes), not words.
  private static let longestSegment = 64
  private static let longestWhole = 96

  /// Creates an analyzer for text in `locale`. If the locale has no stemmer, words are stemmed as English,
  /// the language usually found between Japanese or Chinese sentences.
  public init(locale: LocaleTag) {
    stemmer = Stemmer(locale) ?? Stemmer(.english)
  }

  /// Appends the terms of `utf8` to `output`, each followed by a space.
  public func appendTerms(of utf8: UnsafeBufferPointer<UInt8>, to output: inout [UInt8]) {
    analyze(utf8) { term, _, _ in
      output.append(contentsOf: term)
      output.append(UInt8(ascii: " "))
    }
  }

  /// The terms of `text`, separated by spaces, as stored in a column of the index.
  public func terms(of text: String) -> String {
    var text = text
    var output: [UInt8] = []
    text.withUTF8 { appendTerms(of: $0, to: &output) }
    return String(decoding: output, as: UTF8.self)
  }

  /// Calls `emit` for each term, with its kind and the bytes of `utf8` it came from.
  public func analyze(
    _ utf8: UnsafeBufferPointer<UInt8>,
    _ emit: Emit
  ) {
    var position = 0
    while position < utf8.count {
      if utf8[position].isLetterOrDigit {
        position = compound(in: utf8, from: position, emit)
      } else if utf8[position] < 0x80 {
        position += 1
      } else {
        let (scalar, length) = decodeScalar(utf8, at: position)
        switch ScalarClass(scalar) {
        case .word: position = compound(in: utf8, from: position, emit)
        case .unspaced: position = pairs(in: utf8, from: position, emit)
        case .separator: position += length
        }
      }
    }
  }

  // MARK: Words and identifiers

  /// Emits the joined words from `start` on, and the identifier that they form.
  private func compound(
    in utf8: UnsafeBufferPointer<UInt8>, from start: Int, _ emit: Emit
  ) -> Int {
    segments.removeAll(keepingCapacity: true)
    var position = start
    while true {
      let end = Self.segmentEnd(in: utf8, from: position)
      segments.append(position..<end)
      position = end
      let next = Self.afterJoiner(in: utf8, from: end)
      guard let next else { break }
      position = next
    }
    let isCompound = segments.count > 1
    for segment in segments where segment.count <= Self.longestSegment {
      let parts = Self.camelParts(utf8, segment)
      if parts.count > 1 {
        for part in parts { emitTerm(of: UnsafeBufferPointer(rebasing: utf8[part]), .part, part, emit) }
        emitTerm(of: UnsafeBufferPointer(rebasing: utf8[segment]), isCompound ? .part : .whole, segment, emit)
      } else {
        emitTerm(of: UnsafeBufferPointer(rebasing: utf8[segment]), isCompound ? .part : .word, segment, emit)
      }
    }
    let whole = start..<position
    if isCompound, whole.count <= Self.longestWhole {
      let folded = Folding.foldedIdentifier(UnsafeBufferPointer(rebasing: utf8[whole]))
      folded.withUnsafeBufferPointer { emit($0, .whole, whole) }
    }
    return position
  }

  private static func segmentEnd(in utf8: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
    var position = start
    while position < utf8.count {
      if utf8[position].isLetterOrDigit {
        position += 1
      } else if utf8[position] < 0x80 {
        break
      } else {
        let (scalar, length) = decodeScalar(utf8, at: position)
        guard case .word = ScalarClass(scalar) else { break }
        position += length
      }
    }
    return position
  }

  /// The start of the next segment, if one or two joining characters and a word follow at `end`.
  private static func afterJoiner(in utf8: UnsafeBufferPointer<UInt8>, from end: Int) -> Int? {
    guard end < utf8.count, utf8[end].isJoiner else { return nil }
    var next = end + 1
    if next < utf8.count, utf8[next] == utf8[end], utf8[next].isDoubleJoiner { next += 1 }
    guard next < utf8.count else { return nil }
    if utf8[next].isLetterOrDigit { return next }
    guard utf8[next] >= 0x80 else { return nil }
    let (scalar, _) = decodeScalar(utf8, at: next)
    guard case .word = ScalarClass(scalar) else { return nil }
    return next
  }

  /// `CrashLoopBackOff` → Crash, Loop, Back, Off; `HTTPServer` → HTTP, Server. Only ASCII capitals start a
  /// part.
  private static func camelParts(_ utf8: UnsafeBufferPointer<UInt8>, _ segment: Range<Int>) -> [Range<Int>] {
    var parts: [Range<Int>] = []
    var start = segment.lowerBound
    for index in segment.dropFirst() {
      let startsWord = utf8[index].isUpper && utf8[index - 1].isLower
      let endsAcronym =
        utf8[index].isUpper && utf8[index - 1].isUpper && index + 1 < segment.upperBound
        && utf8[index + 1].isLower
        && index - start > 1
      if startsWord || endsAcronym {
        parts.append(start..<index)
        start = index
      }
    }
    if !parts.isEmpty { parts.append(start..<segment.upperBound) }
    return parts
  }

  /// Emits the term of one word.
  private func emitTerm(
    of word: UnsafeBufferPointer<UInt8>, _ kind: TermKind, _ range: Range<Int>, _ emit: Emit
  ) {
    let key = stableHash(word)
    let place = remembered.place(key) ?? remembered.insert(term(of: word), as: key)
    remembered.terms.withUnsafeBufferPointer { emit(UnsafeBufferPointer(rebasing: $0[place]), kind, range) }
  }

  private func term(of word: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    let folded = Folding.foldedWord(word)
    let stem = folded.contains { $0 < 0x80 && $0.isDigit } ? folded : stemmer?.stem(folded) ?? folded
    return stem.allSatisfy { $0 < 0x80 } ? stem : Folding.withoutAccents(stem)
  }

  // MARK: Scripts without spaces

  private func pairs(
    in utf8: UnsafeBufferPointer<UInt8>, from start: Int, _ emit: Emit
  ) -> Int {
    var previous: Range<Int>?
    var position = start
    var count = 0
    while position < utf8.count, utf8[position] >= 0x80 {
      let (scalar, length) = decodeScalar(utf8, at: position)
      guard case .unspaced = ScalarClass(scalar) else { break }
      let current = position..<position + length
      if let previous {
        let pair = previous.lowerBound..<current.upperBound
        emitPair(UnsafeBufferPointer(rebasing: utf8[pair]), .pair, pair, emit)
      }
      previous = current
      count += 1
      position += length
    }
    if count == 1, let previous {
      emitPair(UnsafeBufferPointer(rebasing: utf8[previous]), .single, previous, emit)
    }
    return position
  }

  /// Emits a pair, with half-width katakana as full-width; ideographs and other kana are unchanged.
  private func emitPair(
    _ pair: UnsafeBufferPointer<UInt8>, _ kind: TermKind, _ range: Range<Int>, _ emit: Emit
  ) {
    guard pair.contains(0xEF) else { return emit(pair, kind, range) }
    Folding.caseFolded(pair).withUnsafeBufferPointer { emit($0, kind, range) }
  }
}

extension Folding {
  fileprivate static func foldedWord(_ word: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    word.allSatisfy { $0 < 0x80 } ? word.folded : caseFolded(word)
  }

  /// Folds an identifier but keeps its joiners: `azureml.core.Model` → `azureml.core.model`.
  fileprivate static func foldedIdentifier(_ whole: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    whole.allSatisfy { $0 < 0x80 } ? whole.folded : withoutAccents(caseFolded(whole))
  }

}
