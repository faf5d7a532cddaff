public import CasebookArchives
public import CasebookLogText
import CasebookText
import Glibc

/// The bytes of a run log: of a file, of a member of an archive, or of standard input; unpacked.
public final class LogSource {
  /// The path as it was given; `-` is standard input.
  public let path: String
  /// The way through archives inside the file; `nil` for what is in none. It is a label and no path.
  public let member: String?
  private let unpacked: Unpacker.Member
  /// How it is unpacked, for who opens it again.
  let unpacking: UnpackOptions

  init(_ path: String, _ unpacked: Unpacker.Member, _ unpacking: UnpackOptions) {
    self.path = path
    self.unpacking = unpacking
    self.unpacked = unpacked
    member = unpacked.label
  }

  /// `logs.tar.gz/web/app.log`, or the path of what is in no archive.
  public var name: String { Self.name(path, member) }

  static func name(_ path: String, _ member: String?) -> String { member.map { "\(path)/\($0)" } ?? path }

  /// Whether it ended before its end; `forEachLog` returns why.
  var isCutOff: Bool { unpacked.problem != nil }

  /// The first bytes, which stay to be read.
  func peek(_ count: Int) -> [UInt8] { unpacked.peek(count) }

  /// Fills `buffer` with the next bytes and returns how many there are; 0 at the end.
  public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    try unpacked.read(into: buffer)
  }

  /// Calls `body` with the bytes, piece by piece.
  public func forEachChunk(_ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    guard isLongPackedFile else {
      let ring = ChunkRing(self, slots: 1)
      return try ring.forEachChunk { try body(ring[$0]) }
    }
    // Two wait, one is being filled, and one is being read.
    let ring = ChunkRing(self, slots: 4)
    try withReadAhead(window: 2, produce: ring.forEachChunk) { try body(ring[$0]) }
  }

  /// Whether it is worth a thread of its own to unpack it. What waits for its writer cannot be given up while it waits.
  private var isLongPackedFile: Bool {
    guard unpacked.isPacked, path != "-", case .file? = try? FileKind(path) else { return false }
    return peek(ChunkRing.size).count == ChunkRing.size
  }
}

/// The memory into which a log is read, slot by slot. A slot is read into again when the slots behind it were.
private final class ChunkRing: @unchecked Sendable {
  /// Where the bytes of a chunk are.
  struct Chunk: Sendable {
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

  subscript(chunk: Chunk) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: memory[chunk.slot * Self.size..<chunk.slot * Self.size + chunk.count])
  }

  func forEachChunk(_ body: (Chunk) throws -> Void) throws {
    var slot = 0
    while true {
      let room = UnsafeMutableRawBufferPointer(rebasing: memory[slot * Self.size..<(slot + 1) * Self.size])
      let count = try source.read(into: room)
      if count == 0 { return }
      try body(Chunk(slot: slot, count: count))
      slot = (slot + 1) % slots
    }
  }
}

extension LogSource {
  /// What it is, from its name and its first bytes.
  public enum Sort: Sendable {
    /// A log, or text that may be one.
    case log
    /// Text of another sort.
    case text
    /// No text.
    case binary
  }

  /// What it is; a name that says that it is a log is believed, unless there is no text in it.
  public func sort(_ formats: LogFormats) -> Sort {
    let head = peek(1 << 16)
    if Self.isBinary(head) { return .binary }
    if path == "-", member == nil { return .log }
    return FileSort(suffixOf: name) == .runLog || LogReader.looksLikeLog(head, formats: formats)
      ? .log : .text
  }

  /// Logs have colours and stray bytes; that every twentieth byte is a control character says that it is no text.
  private static func isBinary(_ head: [UInt8]) -> Bool {
    let controls = head.count { $0 < 0x20 && !($0 >= 0x08 && $0 <= 0x0D || $0 == 0x1B) }
    return controls * 20 > head.count
  }
}

/// Calls `body` with each log that a file holds: the file itself, unpacked, or each member of an archive, also of
/// archives inside it. `-` is standard input.
///
/// - Returns: what was not read to its end, and why.
/// - Throws: `FileError`, and what `body` throws.
public func forEachLog(
  in path: String, unpacking: UnpackOptions = UnpackOptions(), _ body: (LogSource) throws -> Void
) throws -> [InputError] {
  if path == "-" {
    return try forEachLog(in: stream(path, STDIN_FILENO), named: path, unpacking: unpacking, body)
  }
  let file = try OpenFile(reading: path)
  return try forEachLog(in: stream(path, file.descriptor), named: path, unpacking: unpacking, body)
}

/// The same for bytes that are open already.
public func forEachLog(
  in stream: ByteStream, named path: String, unpacking: UnpackOptions = UnpackOptions(),
  _ body: (LogSource) throws -> Void
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

/// A file ends where it ended when it was opened: a log that is written faster than it is read would never end. What the
/// kernel makes up while it is read has no size.
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

/// Calls `body` with the bytes of a file, unpacked, piece by piece; `-` is standard input.
public func forEachChunk(of path: String, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
  if let problem = try forEachLog(in: path, { try $0.forEachChunk(body) }).first { throw problem }
}

/// What to tell of lines in a log that are broken; `nil` where there are none.
public func brokenLinesRemark(_ count: Int) -> String? {
  if count == 0 { return nil }
  let lines = count == 1 ? "1 line is" : "\(count) lines are"
  return
    "\(lines) broken (not UTF-8, a NUL in it, or longer than \(LogReader.maxLine >> 20) MiB); read as far as possible"
}

/// Why the content of a file was refused.
public struct InputError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The path as it was given.
  public let path: String
  /// What is wrong, and what to do.
  public let reason: String
  /// Whether nothing is wrong with the content: what reads it is not installed.
  public var isUnavailable = false

  /// `path: reason`
  public var description: String { "\(path): \(reason)" }
}
