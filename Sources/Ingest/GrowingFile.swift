import Glibc

/// A log that is read while it is written: a file as `tail -F` follows it, or a stream.
public final class GrowingFile {
  /// One step of reading.
  public enum GrowthStep: Hashable, Sendable {
    /// So many bytes were read.
    case read(Int)
    /// Nothing was written for a while.
    case idle
    /// The next bytes are the start of a file: the followed file was cut, or another took its path.
    case restarted
    /// The stream has ended.
    case end
  }

  private let path: String?
  private var descriptor: Int32
  private var isStream: Bool
  private var offset: Int64 = 0
  private var inode: UInt64 = 0
  /// The file that took the path of the followed file, while the rest of that is read.
  private var successor: Int32 = -1

  /// A file, or standard input for `-`.
  ///
  /// - Throws: `FileError` if the file cannot be opened.
  public init(_ path: String) throws {
    if path == "-" {
      (self.path, descriptor, isStream) = (nil, STDIN_FILENO, true)
      return
    }
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    isStream = false
    guard descriptor >= 0 else { throw FileError(path) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT != S_IFDIR else {
      close(descriptor)
      errno = EISDIR
      throw FileError(path)
    }
    isStream = status.st_mode & S_IFMT != S_IFREG
    inode = UInt64(status.st_ino)
  }

  deinit {
    if successor >= 0 { close(successor) }
    if path != nil, descriptor >= 0 { close(descriptor) }
  }

  /// Reads what was written, or waits up to `milliseconds` for it.
  ///
  /// A file that was cut is read from its start, and so is one that took the path of the followed one.
  public func next(_ buffer: UnsafeMutableRawBufferPointer, within milliseconds: Int32) throws -> GrowthStep {
    if isStream {
      var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      if poll(&request, 1, milliseconds) == 0 { return .idle }
    }
    let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
    if count > 0 {
      offset += Int64(count)
      return .read(count)
    }
    if count < 0 {
      if errno == EINTR || errno == EAGAIN { return .idle }
      throw FileError(path ?? "-")
    }
    if isStream { return .end }
    if successor >= 0 { return moveOn() }
    if isCut() {
      lseek(descriptor, 0, SEEK_SET)
      offset = 0
      return .restarted
    }
    // Its writer may have written to the old file until just now, so that is read once more.
    if findSuccessor() { return try next(buffer, within: milliseconds) }
    usleep(UInt32(milliseconds) * 1000)
    return .idle
  }

  private func isCut() -> Bool {
    var own = stat()
    return fstat(descriptor, &own) == 0 && own.st_size < offset
  }

  /// Whether another file took the path; opens it.
  private func findSuccessor() -> Bool {
    guard let path else { return false }
    var now = stat()
    guard stat(path, &now) == 0, UInt64(now.st_ino) != inode, now.st_mode & S_IFMT == S_IFREG else {
      return false
    }
    successor = open(path, O_RDONLY | O_CLOEXEC)
    return successor >= 0
  }

  private func moveOn() -> GrowthStep {
    close(descriptor)
    (descriptor, successor, offset) = (successor, -1, 0)
    var now = stat()
    if fstat(descriptor, &now) == 0 { inode = UInt64(now.st_ino) }
    return .restarted
  }
}
