/// The terms of words that were seen, by the hash of the word. Every word of every text asks here first, so a key is not
/// hashed again, and the terms lie one behind the other.
struct TermTable {
  /// The terms; `place` tells where each stands.
  private(set) var terms: [UInt8] = []
  private var slots = [Slot](repeating: Slot(), count: 1 << 10)
  private var count = 0

  /// More words than this are forgotten all at once.
  private static let limit = 1 << 16

  private struct Slot {
    var key: UInt64 = 0
    var start: UInt32 = 0
    /// 0 where the slot is free: a term is stored behind a byte of its own.
    var end: UInt32 = 0
  }

  /// Where the term of the word with this hash stands in `terms`; `nil` where it has not been seen.
  @inline(__always) func place(_ key: UInt64) -> Range<Int>? {
    slots.withUnsafeBufferPointer { slots in
      let mask = slots.count - 1
      var index = Int(truncatingIfNeeded: key) & mask
      while slots[index].end > 0 {
        if slots[index].key == key { return Int(slots[index].start)..<Int(slots[index].end) }
        index = (index + 1) & mask
      }
      return nil
    }
  }

  /// Adds a term; returns where it stands.
  mutating func insert(_ term: [UInt8], as key: UInt64) -> Range<Int> {
    if count >= Self.limit {
      slots = [Slot](repeating: Slot(), count: slots.count)
      terms.removeAll(keepingCapacity: true)
      count = 0
    }
    if 2 * (count + 1) > slots.count { grow() }
    if terms.isEmpty { terms.append(0) }
    let place = terms.count..<terms.count + term.count
    terms += term
    slots[free(key)] = Slot(key: key, start: UInt32(place.lowerBound), end: UInt32(place.upperBound))
    count += 1
    return place
  }

  /// The free slot where a key belongs.
  private func free(_ key: UInt64) -> Int {
    let mask = slots.count - 1
    var index = Int(truncatingIfNeeded: key) & mask
    while slots[index].end > 0 { index = (index + 1) & mask }
    return index
  }

  private mutating func grow() {
    let old = slots
    slots = [Slot](repeating: Slot(), count: 2 * old.count)
    for slot in old where slot.end > 0 { slots[free(slot.key)] = slot }
  }
}
