import CZstd

/// Why data that comes with the program cannot be read.
public struct DamagedFrame: Error, Hashable, Sendable, CustomStringConvertible {
  /// The problem.
  public let description: String
}

/// The bytes of a Zstandard frame (RFC 8878) that comes with the program.
///
/// - Throws: `DamagedFrame` if the frame is damaged, or does not say that it unpacks to at most 16 times its size.
public func decompressed(_ packed: UnsafeRawBufferPointer) throws(DamagedFrame) -> [UInt8] {
  let size = ZSTD_getFrameContentSize(packed.baseAddress, packed.count)
  guard size <= UInt64(packed.count) * 16 else { throw DamagedFrame(description: "zstd: no size") }
  var code = 0
  let bytes = [UInt8](unsafeUninitializedCapacity: Int(size)) { buffer, count in
    code = ZSTD_decompress(buffer.baseAddress, buffer.count, packed.baseAddress, packed.count)
    count = ZSTD_isError(code) == 0 ? code : 0
  }
  guard ZSTD_isError(code) == 0 else {
    throw DamagedFrame(description: "zstd: \(String(cString: ZSTD_getErrorName(code)))")
  }
  return bytes
}

/// The files of a frame that is part of the program itself; a byte 1E ends each.
package func unpackedFiles(_ packed: [UInt8]) -> [[UInt8]] {
  decompressed(packed).split(separator: 0x1E).map { Array($0) }
}

/// The bytes of a frame that is part of the program itself. The program stops if it is damaged.
public func decompressed(_ packed: [UInt8]) -> [UInt8] {
  packed.withUnsafeBytes { decompressed(embedded: $0) }
}

/// The same for a frame in the program's memory.
package func decompressed(embedded packed: UnsafeRawBufferPointer) -> [UInt8] {
  do {
    return try decompressed(packed)
  } catch {
    preconditionFailure("data of the program is damaged: \(error)")
  }
}
