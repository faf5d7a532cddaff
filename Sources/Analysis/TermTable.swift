/// The terms of words already seen, by the hash of the word. Every word of every text is looked up here
/// first, so keys are not hashed again and the terms are stored contiguously.
struct TermTable {
  /// The terms, at the places returned by `place`.
  private(set) var terms: [UInt8] = []
  private var slots = [Slot](repeating: Slot(), count: 1 << 10)
  private var count = 0

  /// The number of words above which the table forgets all of them.
  private static let limit = 1 << 16

  private struct Slot {
    var key: UInt64 = 0
    var start: UInt32 = 0
    /// 0 if the slot is free. The first term comes after a filler byte, so no term ends at 0.
    var end: UInt32 = 0
  }

  /// The range of a word's term in `terms`, by the word's hash; `nil` if the word is new.
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

  /// Adds a term and returns its range.
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

  /// The free slot for a key.
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
