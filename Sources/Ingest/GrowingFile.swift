import Glibc

/// A log that is read while it is written: a file as `tail -F` follows it, or a stream.
public final class GrowingFile {
  /// One step of reading.
  public enum GrowthStep: Hashable, Sendable {
    /// So many bytes were read.
    case read(Int)
    /// Nothing was written for a while.
    case idle
    /// The stream has ended.
    case end
  }

  private let path: String?
  private var descriptor: Int32
  private var isStream: Bool
  private var offset: Int64 = 0
  private var inode: UInt64 = 0

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

  deinit { if path != nil, descriptor >= 0 { close(descriptor) } }

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
    if !reopenIfReplaced() { usleep(UInt32(milliseconds) * 1000) }
    return .idle
  }

  private func reopenIfReplaced() -> Bool {
    guard let path else { return false }
    var own = stat()
    if fstat(descriptor, &own) == 0, own.st_size < offset {
      lseek(descriptor, 0, SEEK_SET)
      offset = 0
      return true
    }
    var now = stat()
    guard stat(path, &now) == 0, UInt64(now.st_ino) != inode, now.st_mode & S_IFMT == S_IFREG else {
      return false
    }
    let other = open(path, O_RDONLY | O_CLOEXEC)
    guard other >= 0 else { return false }
    close(descriptor)
    (descriptor, offset, inode) = (other, 0, UInt64(now.st_ino))
    return true
  }
}
