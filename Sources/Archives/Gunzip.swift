import CZlib

/// Unpacks gzip (RFC 1952), including several streams in a row.
final class Gunzip {
  private let source: ByteStream
  /// zlib keeps the address of its state, so it must not move.
  private let state = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
  private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
  private var isBetweenStreams = false
  private var isDone = false

  init(_ source: ByteStream) throws(UnpackingProblem) {
    self.source = source
    state.initialize(to: z_stream())
    // 15 is the largest window; 16 more requests gzip's header and checksum.
    guard inflateInit2_(state, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
      throw UnpackingProblem("gzip: no memory for its window")
    }
  }

  deinit {
    inflateEnd(state)
    state.deallocate()
    input.deallocate()
  }

  /// Fills `buffer` with unpacked bytes; 0 at the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    state.pointee.next_out = buffer.bindMemory(to: UInt8.self).baseAddress
    state.pointee.avail_out = UInt32(buffer.count)
    while !isDone, state.pointee.avail_out > 0 {
      if state.pointee.avail_in == 0, try !refill() {
        // Pass on everything before the end before reporting the missing end.
        if isBetweenStreams { break }
        if state.pointee.avail_out < buffer.count { break }
        throw UnpackingProblem.cutOff
      }
      if isBetweenStreams {
        // A stream is followed by another one, or by padding, which gzip ignores too.
        guard state.pointee.next_in.pointee == 0x1F else {
          isDone = true
          break
        }
        isBetweenStreams = false
        inflateReset(state)
      }
      switch inflate(state, Z_NO_FLUSH) {
      case Z_OK, Z_BUF_ERROR: break
      case Z_STREAM_END: isBetweenStreams = true
      default:
        if state.pointee.avail_out < buffer.count { return buffer.count - Int(state.pointee.avail_out) }
        throw UnpackingProblem.damaged(state.pointee.msg.map { String(cString: $0) } ?? "gzip")
      }
    }
    return buffer.count - Int(state.pointee.avail_out)
  }

  private func refill() throws -> Bool {
    let count = try source.read(into: input)
    state.pointee.next_in = input.bindMemory(to: UInt8.self).baseAddress
    state.pointee.avail_in = UInt32(count)
    return count > 0
  }
}
