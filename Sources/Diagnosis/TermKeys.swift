/// Hashes of the index terms that a word stands for: one as a rule, more if words of other languages name the same.
///
/// A section has thousands of words, so one key needs no array of its own.
package struct TermKeys: RandomAccessCollection, Sendable {
  private let only: UInt64
  private let others: [UInt64]
  package let count: Int

  /// No term: a place where values vary.
  package init() {
    (only, others, count) = (0, [], 0)
  }

  package init(_ key: UInt64) {
    (only, others, count) = (key, [], 1)
  }

  package init(_ keys: [UInt64]) {
    only = keys.first ?? 0
    others = keys.count > 1 ? Array(keys.dropFirst()) : []
    count = keys.count
  }

  package var startIndex: Int { 0 }
  package var endIndex: Int { count }
  package subscript(place: Int) -> UInt64 { place == 0 ? only : others[place - 1] }
}
