import CZlib

/// The bytes of a zlib stream (RFC 1950) that comes with the program.
///
/// - Throws: `UnpackingProblem` if the stream is damaged, or unpacks to more than 8 times its size.
public func inflated(_ packed: UnsafeRawBufferPointer) throws(UnpackingProblem) -> [UInt8] {
  var code = Z_OK
  // Pages that are not written to take no memory.
  let bytes = [UInt8](unsafeUninitializedCapacity: packed.count * 8) { buffer, count in
    var size = uLongf(buffer.count)
    code = uncompress(
      buffer.baseAddress, &size, packed.bindMemory(to: UInt8.self).baseAddress, uLong(packed.count))
    count = code == Z_OK ? Int(size) : 0
  }
  guard code == Z_OK else { throw UnpackingProblem.damaged("zlib \(code)") }
  return bytes
}
