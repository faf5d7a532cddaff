/// A hash of case-folded bytes (FNV-1a), built byte by byte while a word is read.
public enum WordHash {
  /// The hash of an empty word.
  @inlinable public static var start: UInt64 { 0xCBF2_9CE4_8422_2325 }

  /// Extends `hash` by `byte`, ignoring case.
  @inlinable @inline(__always)
  public static func add(_ byte: UInt8, to hash: UInt64) -> UInt64 { addExact(byte.folded, to: hash) }

  /// Extends `hash` by `byte`, respecting case.
  @inlinable @inline(__always)
  public static func addExact(_ byte: UInt8, to hash: UInt64) -> UInt64 {
    (hash ^ UInt64(byte)) &* 0x100_0000_01B3
  }

  /// The hash of a word, ignoring case.
  @inlinable public static func of(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var hash = start
    for byte in bytes { hash = add(byte, to: hash) }
    return hash
  }

  /// The same for bytes in memory that the caller owns. It need not be specialised where it is called.
  public static func of(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var hash = start
    for byte in bytes { hash = add(byte, to: hash) }
    return hash
  }

  /// The same for a part of them.
  public static func of(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> UInt64 {
    of(UnsafeBufferPointer(rebasing: bytes))
  }

  /// The hash of bytes, respecting case.
  @inlinable public static func exact(_ bytes: some Sequence<UInt8>) -> UInt64 {
    var hash = start
    for byte in bytes { hash = addExact(byte, to: hash) }
    return hash
  }
}
