import CasebookKnowledge
import CasebookText

/// The index terms of one section, for looking up many words.
public struct SectionColumns: Sendable {
  /// The term hashes of each column, in order and as a set.
  private let sequences: [[UInt64]]
  private let sets: [Set<UInt64>]

  init(_ columns: [String]) {
    sequences = columns.map { Self.hashes(of: $0) }
    sets = sequences.map(Set.init)
  }

  /// The number of terms in the body.
  public var bodyLength: Int { sequences.last?.count ?? 0 }

  /// The hashes of the terms in a text, in the form that `containing` takes.
  public static func hashes(of terms: String) -> [UInt64] {
    var terms = terms
    return terms.withUTF8 { utf8 in
      var hashes: [UInt64] = []
      var start = 0
      for end in 0...utf8.count where end == utf8.count || utf8[end] == 0x20 {
        if end > start { hashes.append(stableHash(UnsafeBufferPointer(rebasing: utf8[start..<end]))) }
        start = end + 1
      }
      return hashes
    }
  }

  /// The columns that contain any of these sequences of terms.
  public func containing(anyOf words: [[UInt64]]) -> ColumnSet {
    var columns = ColumnSet()
    for index in sets.indices where words.contains(where: { contains($0, in: index) }) {
      columns.insert(ColumnSet(rawValue: 1 << index))
    }
    return columns
  }

  private func contains(_ word: [UInt64], in column: Int) -> Bool {
    guard let first = word.first, sets[column].contains(first) else { return false }
    if word.count == 1 { return true }
    let sequence = sequences[column]
    var start = 0
    while let found = sequence[start...].firstIndex(of: first) {
      if sequence[found...].starts(with: word) { return true }
      start = found + 1
    }
    return false
  }
}
