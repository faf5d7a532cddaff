import CasebookAnalysis
import CasebookKnowledge
import CasebookText

/// A passage of a text with the matches of the question's words marked.
public struct Snippet: Hashable, Sendable {
  /// One piece of the passage.
  public struct Piece: Hashable, Sendable {
    /// The text.
    public let text: String
    /// Whether the piece is a word of the question.
    public let isMatch: Bool
  }

  /// The passage, piece by piece.
  public let pieces: [Piece]

  /// The passage without marks.
  public var text: String { pieces.map(\.text).joined() }
}

extension Question {
  private static let snippetBytes = 180
  /// How many bytes of a text to search.
  private static let readLimit = 16_384
  private static let startMarks: Set<UInt8> = Set(" \t#>-|:=".utf8)
  /// The maximum length of a link's text or target in bytes. Scanning further at each bracket would be
  /// quadratic.
  private static let linkLimit = 2048

  /// Whether a target follows the next closing bracket.
  private static func isLink(_ rest: Substring.UTF8View.SubSequence) -> Bool {
    guard let close = rest.prefix(linkLimit).firstIndex(of: UInt8(ascii: "]")) else { return false }
    return rest[close...].dropFirst().first == UInt8(ascii: "(")
  }

  /// Whether a second asterisk follows, and both begin or end strong text: `**kwargs` in a call does neither.
  private static func isStrong(_ rest: Substring.UTF8View.SubSequence, after last: UInt8?) -> Bool {
    guard rest.first == UInt8(ascii: "*") else { return false }
    let isOpening = last == nil || last == 0x20
    let next = rest.dropFirst().first
    return isOpening
      != (next == nil || next == 0x20 || next == UInt8(ascii: ",") || next == UInt8(ascii: "."))
  }

  /// The passage of a text where the rarest words of the question are closest together; `fallback` if none
  /// occurs.
  func snippet(of markdown: String, locale: LocaleTag = .english, fallback: String) -> Snippet {
    var rarities: [UInt64: Double] = [:]
    for word in words where word.occurs {
      for term in word.terms where !term.contains(" ") {
        rarities[stableHash(Array(term.utf8))] = word.rarity
      }
    }
    var text = flattened(markdown)
    let matches = text.withUTF8 { utf8 in
      // Readers expect a passage near the beginning, in the language of the text; read the rest only if that
      // fails.
      for (bytes, locale) in [
        (4096, locale), (4096, .english), (Self.readLimit, locale), (Self.readLimit, .english),
      ] {
        let head = UnsafeBufferPointer(rebasing: utf8.prefix(bytes))
        let found = analyzer.places(in: head, locale: locale) { rarities[$0] != nil }
        if !found.isEmpty { return found }
      }
      return []
    }
    let window = bestWindow(matches, rarities)
    return excerpt(text.isEmpty ? fallback : text, around: window, marking: matches.map(\.range))
  }

  /// The start of the window that covers the most rarity; each term counts once.
  private func bestWindow(_ matches: [(range: Range<Int>, hash: UInt64)], _ rarities: [UInt64: Double]) -> Int
  {
    var best = (start: 0, score: 0.0)
    for (index, first) in matches.enumerated() {
      var seen: Set<UInt64> = []
      var score = 0.0
      for match in matches[index...] {
        if match.range.upperBound > first.range.lowerBound + Self.snippetBytes { break }
        if seen.insert(match.hash).inserted { score += rarities[match.hash] ?? 0 }
      }
      if score > best.score { best = (first.range.lowerBound, score) }
    }
    return best.start
  }

  private func excerpt(_ text: String, around match: Int, marking ranges: [Range<Int>]) -> Snippet {
    let bytes = Array(text.utf8)
    // Start a few words before the match for context; cut between words, or at least between characters.
    var start = max(0, min(match - 40, bytes.count - Self.snippetBytes))
    while start > 0, start < bytes.count, bytes[start] & 0xC0 == 0x80 { start += 1 }
    if start > 0, let space = bytes[start..<min(start + 30, bytes.count)].firstIndex(of: UInt8(ascii: " ")),
      space < match
    {
      start = space + 1
    }
    var end = min(bytes.count, start + Self.snippetBytes)
    if end < bytes.count, let space = bytes[max(start, end - 30)..<end].lastIndex(of: UInt8(ascii: " ")),
      space > match
    {
      end = space
    }
    while end < bytes.count, bytes[end] & 0xC0 == 0x80 { end += 1 }
    var pieces: [Snippet.Piece] = []
    var position = start
    func add(_ range: Range<Int>, isMatch: Bool) {
      if !range.isEmpty {
        pieces.append(.init(text: String(decoding: bytes[range], as: UTF8.self), isMatch: isMatch))
      }
    }
    if start > 0 { pieces.append(.init(text: "… ", isMatch: false)) }
    for range in merged(ranges) where range.lowerBound >= position && range.upperBound <= end {
      add(position..<range.lowerBound, isMatch: false)
      add(range, isMatch: true)
      position = range.upperBound
    }
    add(position..<end, isMatch: false)
    if end < bytes.count { pieces.append(.init(text: " …", isMatch: false)) }
    return Snippet(pieces: pieces)
  }

  /// Joins overlapping and adjacent ranges.
  private func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
    var merged: [Range<Int>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = merged.last, range.lowerBound <= last.upperBound {
        merged[merged.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    return merged
  }

  /// One line without the Markdown marks that make no sense in it: fences, rules, pipes, heading and list
  /// marks, the targets of links. Runs of white space become one space. Covers only the searched bytes and
  /// the passage after them.
  private func flattened(_ text: String) -> String {
    var bytes: [UInt8] = []
    let limit = Self.readLimit + Self.snippetBytes
    bytes.reserveCapacity(min(text.utf8.count, limit + 1))
    for line in text.utf8.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) where bytes.count < limit {
      var line = line.drop { Self.startMarks.contains($0) }
      // An asterisk starts a list if a space follows it; otherwise it starts emphasis, which ends with
      // another one.
      if line.starts(with: "* ".utf8) { line.removeFirst(2) }
      if line.starts(with: [0x60, 0x60, 0x60]) || line.starts(with: [0x7E, 0x7E, 0x7E]) { continue }
      while bytes.count < limit, let byte = line.popFirst() {
        switch byte {
        case UInt8(ascii: "]") where line.first == UInt8(ascii: "("):
          if let close = line.prefix(Self.linkLimit).firstIndex(of: UInt8(ascii: ")")) {
            line = line[line.index(after: close)...]
          }
        case UInt8(ascii: "[") where Self.isLink(line): break
        case UInt8(ascii: "*") where Self.isStrong(line, after: bytes.last): line.removeFirst()
        case UInt8(ascii: "|"), 0x09, 0x20:
          if bytes.last != 0x20, !bytes.isEmpty { bytes.append(0x20) }
        default: bytes.append(byte)
        }
      }
      if bytes.last != 0x20, !bytes.isEmpty { bytes.append(0x20) }
    }
    if bytes.last == 0x20 { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }
}
