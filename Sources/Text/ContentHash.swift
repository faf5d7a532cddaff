private import CXXHash

/// A 128-bit hash of bytes (XXH3), to detect changed content. It guards against accidents, not against
/// forgery.
public struct ContentHash: Hashable, Sendable, CustomStringConvertible {
  /// 32 lower-case hexadecimal digits.
  public let description: String

  /// Hashes all of `bytes`.
  public init(_ bytes: some Sequence<UInt8>) {
    self.init(withContiguousBytes(bytes) { casebook_hash128($0.baseAddress, $0.count) })
  }

  /// Restores a hash from its stored text.
  public init(stored: String) { description = stored }

  fileprivate init(_ hash: casebook_hash_128) {
    description = hexadecimal(hash.high) + hexadecimal(hash.low)
  }
}

/// A 64-bit hash of bytes (XXH3), the same on every machine and in every version.
public func stableHash(_ bytes: some Sequence<UInt8>) -> UInt64 {
  withContiguousBytes(bytes) { casebook_hash64($0.baseAddress, $0.count) }
}

/// The same hash, faster for the most common collection: it is called for every word.
public func stableHash(_ bytes: [UInt8]) -> UInt64 { bytes.withUnsafeBufferPointer(stableHash) }

/// The same hash of a part of them.
public func stableHash(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.withUnsafeBufferPointer(stableHash) }

/// The same hash for bytes in memory that the caller owns.
public func stableHash(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt64 {
  casebook_hash64(bytes.baseAddress, bytes.count)
}

/// The hash of a stream that arrives in pieces.
public struct StreamingHash: ~Copyable {
  private let state = casebook_hash_start()

  /// Starts an empty stream.
  public init() {}

  deinit { casebook_hash_free(state) }

  /// Adds the next piece.
  public mutating func update(_ bytes: UnsafeRawBufferPointer) {
    casebook_hash_update(state, bytes.baseAddress, bytes.count)
  }

  /// The hash of all pieces so far, equal to `ContentHash` of the joined pieces.
  public func finish() -> ContentHash { ContentHash(casebook_hash_finish(state)) }
}

/// Calls `body` with the bytes in one piece.
package func withContiguousBytes<Result>(
  _ bytes: some Sequence<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Result
) -> Result {
  bytes.withContiguousStorageIfAvailable(body) ?? Array(bytes).withUnsafeBufferPointer(body)
}

package func hexadecimal(_ value: UInt64) -> String {
  let text = String(value, radix: 16)
  return String(repeating: "0", count: 16 - text.utf8.count) + text
}
