import CZstd

/// The bytes of a Zstandard frame (RFC 8878) that comes with the program.
///
/// - Throws: `UnpackingProblem` if the frame is damaged, or does not say that it unpacks to at most 16 times its size.
public func decompressed(_ packed: UnsafeRawBufferPointer) throws(UnpackingProblem) -> [UInt8] {
  let size = ZSTD_getFrameContentSize(packed.baseAddress, packed.count)
  guard size <= UInt64(packed.count) * 16 else { throw UnpackingProblem.damaged("zstd: no size") }
  var code = 0
  let bytes = [UInt8](unsafeUninitializedCapacity: Int(size)) { buffer, count in
    code = ZSTD_decompress(buffer.baseAddress, buffer.count, packed.baseAddress, packed.count)
    count = ZSTD_isError(code) == 0 ? code : 0
  }
  guard ZSTD_isError(code) == 0 else {
    throw UnpackingProblem.damaged("zstd: \(String(cString: ZSTD_getErrorName(code)))")
  }
  return bytes
}
