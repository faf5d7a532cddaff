/// A hash of case-folded bytes (FNV-1a), built byte by byte while a word is read.
package enum WordHash {
  /// The hash of an empty word.
  @inlinable package static var start: UInt64 { 0xCBF2_9CE4_8422_2325 }

  /// Extends `hash` by `byte`, ignoring case.
  @inlinable @inline(__always)
  package static func add(_ byte: UInt8, to hash: UInt64) -> UInt64 { addExact(byte.folded, to: hash) }

  /// Extends `hash` by `byte`, respecting case.
  @inlinable @inline(__always)
  package static func addExact(_ byte: UInt8, to hash: UInt64) -> UInt64 {
    (hash ^ UInt64(byte)) &* 0x100_0000_01B3
  }

  /// The hash of a word, ignoring case.
  @inlinable package static func of(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var hash = start
    for byte in bytes { hash = add(byte, to: hash) }
    return hash
  }

  /// The hash of bytes, respecting case.
  @inlinable package static func exact(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var hash = start
    for byte in bytes { hash = addExact(byte, to: hash) }
    return hash
  }
}
