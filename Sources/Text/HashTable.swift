/// A table from hashes that are already well distributed to small numbers. It is filled once and then only
/// read.
public struct HashTable: Sendable {
  @usableFromInline struct Slot: Sendable {
    @usableFromInline var key: UInt64
    /// -1 if the slot is free.
    @usableFromInline var value: Int32

    init(key: UInt64, value: Int32) {
      self.key = key
      self.value = value
    }
  }

  @usableFromInline var slots = [Slot](repeating: Slot(key: 0, value: -1), count: 16)
  private var count = 0

  /// An empty table.
  public init() {}

  /// A table of the words of a list of `data/words`, in any case unless the list is `exact`. `value` tells the value of
  /// a row from its kinds.
  public init(_ file: String, _ list: String, value: ([String]) -> Int32) {
    for row in Vocabulary.rows(file, list) {
      let value = value(row.kinds)
      for word in row.words {
        self[row.match == "exact" ? WordHash.exact(word.utf8) : WordHash.of(word.utf8)] = value
      }
    }
  }

  /// The value of a key, or -1.
  @inlinable @inline(__always) public func value(_ key: UInt64) -> Int32 {
    slots.withUnsafeBufferPointer { slots in
      let mask = slots.count - 1
      var index = Self.place(key) & mask
      while slots[index].value >= 0 {
        if slots[index].key == key { return slots[index].value }
        index = (index + 1) & mask
      }
      return -1
    }
  }

  /// The value of a key, or -1. Values are not negative.
  public subscript(key: UInt64) -> Int32 {
    get { value(key) }
    set {
      if 2 * (count + 1) > slots.count { grow() }
      let index = free(key)
      if slots[index].value < 0 { count += 1 }
      slots[index] = Slot(key: key, value: newValue)
    }
  }

  @inlinable @inline(__always) static func place(_ key: UInt64) -> Int {
    Int(truncatingIfNeeded: (key ^ key >> 32) &* 0x9E37_79B9 >> 8)
  }

  /// The slot of a key, or the free slot where it belongs.
  private func free(_ key: UInt64) -> Int {
    let mask = slots.count - 1
    var index = Self.place(key) & mask
    while slots[index].value >= 0, slots[index].key != key { index = (index + 1) & mask }
    return index
  }

  private mutating func grow() {
    let old = slots
    slots = [Slot](repeating: Slot(key: 0, value: -1), count: 2 * old.count)
    for slot in old where slot.value >= 0 { slots[free(slot.key)] = slot }
  }
}
