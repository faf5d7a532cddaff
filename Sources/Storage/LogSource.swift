import CZlib
import Glibc

/// The bytes of a run log, from a file that may be compressed with gzip, or from standard input.
struct LogSource: ~Copyable {
  private let handle: gzFile
  private let path: String

  /// Opens a file; `-` is standard input.
  init(_ path: String) throws(FileError) {
    self.path = path
    let descriptor = path == "-" ? dup(STDIN_FILENO) : open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(path) }
    guard let handle = gzdopen(descriptor, "rb") else {
      close(descriptor)
      throw FileError(path, ENOMEM)
    }
    gzbuffer(handle, 1 << 17)
    self.handle = handle
  }

  deinit { gzclose_r(handle) }

  /// Fills `buffer` with the next bytes and returns how many there are; 0 at the end.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while true {
      let count = gzread(handle, buffer.baseAddress, UInt32(buffer.count))
      if count >= 0 {
        // A gzip file that was cut off reads as short; only asking tells.
        if count < buffer.count, gzeof(handle) == 1 { try checkEnd() }
        return Int(count)
      }
      if errno == EINTR { continue }
      throw problem()
    }
  }

  private func checkEnd() throws {
    var code: Int32 = Z_OK
    _ = gzerror(handle, &code)
    if code == Z_BUF_ERROR {
      throw InputError(path: path, reason: "the compressed file is cut off; get it again")
    }
  }

  private func problem() -> any Error {
    var code: Int32 = Z_OK
    let words = gzerror(handle, &code).map { String(cString: $0) } ?? ""
    if code == Z_ERRNO { return FileError(path) }
    return InputError(path: path, reason: "the compressed file is damaged (\(words)); get it again")
  }
}

/// Why the content of a file was refused.
public struct InputError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The path as it was given.
  public let path: String
  /// What is wrong, and what to do.
  public let reason: String

  /// `path: reason`
  public var description: String { "\(path): \(reason)" }
}
