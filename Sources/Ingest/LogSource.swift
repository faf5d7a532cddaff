import CasebookArchives
public import CasebookKnowledge
public import CasebookLogText
import CasebookText
import Glibc

/// The unpacked bytes of a run log: of a file, of a member of an archive, or of standard input.
public final class LogSource {
  /// The path as given; `-` is standard input.
  public let path: String
  /// The path through archives inside the file; `nil` outside an archive. It is a label, not a path of the
  /// file system.
  public let member: String?
  private let unpacked: Unpacker.PackedMember
  /// The options to open it again.
  let unpacking: UnpackOptions

  init(_ path: String, _ unpacked: Unpacker.PackedMember, _ unpacking: UnpackOptions) {
    self.path = path
    self.unpacking = unpacking
    self.unpacked = unpacked
    member = unpacked.label
  }

  /// `logs.tar.gz/web/app.log`, or the path of a file outside an archive.
  public var name: String { Self.name(path, member) }

  static func name(_ path: String, _ member: String?) -> String { member.map { "\(path)/\($0)" } ?? path }

  /// When the file was last written; `nil` for standard input.
  var written: Timestamp? {
    var status = stat()
    guard path != "-", stat(path, &status) == 0 else { return nil }
    return Timestamp(milliseconds: Int64(status.st_mtim.tv_sec) * 1000)
  }

  /// The size of a file that is not packed; `nil` for others.
  var unpackedSize: Int? {
    guard !unpacked.isPacked, path != "-", case .file(let size)? = try? FileKind(path) else { return nil }
    return size
  }

  /// Whether the data was cut off; `forEachLog` returns the reason.
  var isCutOff: Bool { unpacked.problem != nil }

  /// The first bytes, without consuming them.
  func peek(_ count: Int) -> [UInt8] { unpacked.peek(count) }

  /// The first line, or its first part if it is long.
  var firstLine: [UInt8] { Array(peek(4096).prefix { $0 != 0x0A }) }

  /// Fills `buffer` with the next bytes and returns their number; 0 at the end.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    try unpacked.read(into: buffer)
  }

  /// Calls `body` with the bytes, one piece at a time.
  public func forEachChunk(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    guard isLongPackedFile else {
      let ring = ChunkRing(self, slots: 1)
      return try ring.forEachChunk { try body(ring[$0]) }
    }
    // The writer fills one slot while the reader uses another; two wait in between.
    let ring = ChunkRing(self, slots: 4)
    try withReadAhead(window: 2, produce: ring.forEachChunk) { try body(ring[$0]) }
  }

  /// Whether unpacking is worth a thread of its own. A stream is not, because a read that waits for its
  /// writer cannot be cancelled.
  private var isLongPackedFile: Bool {
    guard unpacked.isPacked, path != "-", case .file? = try? FileKind(path) else { return false }
    return peek(ChunkRing.size).count == ChunkRing.size
  }
}

/// The buffer for a log, in slots. A slot is reused after the slots behind it were read.
private final class ChunkRing: @unchecked Sendable {
  /// The position of a chunk.
  struct FilledSlot: Sendable {
    let slot: Int
    let count: Int
  }

  static let size = 1 << 18

  private let source: LogSource
  private let slots: Int
  private let memory: UnsafeMutableRawBufferPointer

  init(_ source: LogSource, slots: Int) {
    self.source = source
    self.slots = slots
    memory = .allocate(byteCount: slots * Self.size, alignment: 64)
  }

  deinit { memory.deallocate() }

  subscript(chunk: FilledSlot) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: memory[chunk.slot * Self.size..<chunk.slot * Self.size + chunk.count])
  }

  func forEachChunk(_ body: (FilledSlot) throws -> Void) throws {
    var slot = 0
    while true {
      let room = UnsafeMutableRawBufferPointer(rebasing: memory[slot * Self.size..<(slot + 1) * Self.size])
      let count = try source.read(into: room)
      if count == 0 { return }
      try body(FilledSlot(slot: slot, count: count))
      slot = (slot + 1) % slots
    }
  }
}

extension LogSource {
  /// The kind of its data, from its name and its first bytes.
  public enum Sort: Sendable {
    /// A log, or text that may be a log.
    case log
    /// Text of another kind.
    case text
    /// Not text.
    case binary
  }

  /// The kind of its data. A name that marks a log decides, unless the data is not text.
  public func sort(_ formats: LogFormats) -> Sort {
    let head = peek(1 << 16)
    if Self.isBinary(head) { return .binary }
    if path == "-", member == nil { return .log }
    return FileSort(suffixOf: name) == .runLog || LogReader.looksLikeLog(head, formats: formats)
      ? .log : .text
  }

  /// Logs contain colours and stray bytes, so only a twentieth of control characters marks data as binary.
  private static func isBinary(_ head: [UInt8]) -> Bool {
    let controls = head.count { $0 < 0x20 && !($0 >= 0x08 && $0 <= 0x0D || $0 == 0x1B) }
    return controls * 20 > head.count
  }
}

/// Calls `body` with each log in a file: the unpacked file itself, or each member of an archive, including
/// nested archives. `-` is standard input, or what `standardInput` fills buffers with.
///
/// - Returns: The logs that were not read to the end, and why.
/// - Throws: `FileError`, and any error of `body`.
public func forEachLog(
  in path: String, unpacking: UnpackOptions = UnpackOptions(),
  standardInput: ((UnsafeMutableRawBufferPointer) throws -> Int)? = nil, _ body: (LogSource) throws -> Void
) throws -> [InputError] {
  if path == "-" {
    let stream = standardInput.map { ByteStream(pull: $0) } ?? stream(path, STDIN_FILENO)
    return try forEachLog(in: stream, named: path, unpacking: unpacking, body)
  }
  let file = try OpenFile(reading: path)
  return try forEachLog(in: stream(path, file.descriptor), named: path, unpacking: unpacking, body)
}

private func forEachLog(
  in stream: ByteStream, named path: String, unpacking: UnpackOptions, _ body: (LogSource) throws -> Void
) throws -> [InputError] {
  var bounds = Bounds()
  bounds.limit = unpacking.limit
  let unpacker = Unpacker(bounds: bounds) { unpacking.progress(path, $0) }
  return try unpacker.forEachMember(of: stream) { try body(LogSource(path, $0, unpacking)) }.map { incident in
    InputError(
      path: LogSource.name(path, incident.label), reason: incident.problem.description,
      isUnavailable: incident.problem.isMissingLibrary)
  }
}

/// Fills a buffer from the process's own standard input; returns 0 at its end.
package func readStandardInput(_ buffer: UnsafeMutableRawBufferPointer) throws -> Int {
  while true {
    let count = read(STDIN_FILENO, buffer.baseAddress, buffer.count)
    if count >= 0 { return count }
    if errno != EINTR { throw FileError("-") }
  }
}

/// Reads a file up to its size at the time of opening: a log that grows faster than it is read would never
/// end. Files that the kernel generates have no size.
private func stream(_ path: String, _ descriptor: Int32) -> ByteStream {
  var status = stat()
  let isFile = fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG && status.st_size > 0
  let end = isFile ? Int(status.st_size) : .max
  var position = isFile ? Int(lseek(descriptor, 0, SEEK_CUR)) : 0
  let seek: (Int64, Int32) -> Int64 = { offset, whence in
    let place = lseek(descriptor, Int(offset), whence)
    if place >= 0 { position = place }
    return Int64(place)
  }
  return ByteStream(seek: isFile ? seek : nil) { buffer in
    while true {
      let count = read(descriptor, buffer.baseAddress, min(buffer.count, max(0, end - position)))
      if count >= 0 {
        position += count
        return count
      }
      if errno != EINTR { throw FileError(path) }
    }
  }
}

/// Calls `body` with the unpacked bytes of a file, one piece at a time; `-` is standard input.
public func forEachChunk(of path: String, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
  if let problem = try forEachLog(in: path, { try $0.forEachChunk(body) }).first { throw problem }
}

/// A remark about broken lines in a log; `nil` if there are none.
public func brokenLinesRemark(_ count: Int) -> String? {
  if count == 0 { return nil }
  let lines = count == 1 ? "1 line is" : "\(count) lines are"
  return
    "\(lines) broken (not UTF-8, a NUL in it, or longer than \(LogReader.maxLine >> 20) MiB); read as far as possible"
}

/// Why the content of a file was refused.
public struct InputError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The path as given.
  public let path: String
  /// The problem, and what to do.
  public let reason: String
  /// Whether the content is fine, but the library to read it is not installed.
  public var isUnavailable = false

  /// `path: reason`
  public var description: String { "\(path): \(reason)" }
}
