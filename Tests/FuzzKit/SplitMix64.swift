/// The generator that Steele, Lea and Flood describe in *Fast splittable pseudorandom number generators* (2014).
/// The same seed gives the same input on every machine.
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  /// The generator of one of many cases.
  init(seed: UInt64, index: Int = 0) {
    state = seed
    state = next() ^ UInt64(truncatingIfNeeded: index) &* 0xD134_2543_DE82_EF95
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  /// A number from 0 to below `limit`.
  mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }

  /// True once in `count` times.
  mutating func once(in count: Int) -> Bool { below(count) == 0 }
}
