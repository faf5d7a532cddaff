import CasebookIngest
public import CasebookKnowledge

/// Reads what a person names: files, folders, archives, and `-` for standard input.
public struct InputReader {
  /// Fills a buffer with the next bytes and returns their number; 0 at the end.
  public typealias Pull = (UnsafeMutableRawBufferPointer) throws -> Int

  /// How packed files are unpacked.
  public var unpacking = UnpackOptions()
  private let folder: String?
  private let standardInput: Pull?

  /// A reader of paths that are relative to a folder, by default to the process's own, and of a stream, by default the
  /// process's own standard input.
  public init(from folder: String? = nil, standardInput: Pull? = nil) {
    self.folder = folder
    self.standardInput = standardInput
  }

  /// The same reader; `keep` also gets all that is read from standard input.
  func copyingStandardInput(_ keep: @escaping (UnsafeRawBufferPointer) -> Void) -> InputReader {
    let pull = standardInput ?? readStandardInput
    var copying = InputReader(from: folder) { buffer in
      let count = try pull(buffer)
      if count > 0 { keep(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count])) }
      return count
    }
    copying.unpacking = unpacking
    return copying
  }

  /// The same reader of paths, with another stream as standard input.
  public func reading(_ standardInput: @escaping Pull) -> InputReader {
    var other = InputReader(from: folder, standardInput: standardInput)
    other.unpacking = unpacking
    return other
  }

  /// Calls `body` with each line of standard input as soon as it is there, cut after `limit` bytes, until `body` returns
  /// `false`. Nothing is unpacked.
  public func forEachLine(limit: Int, _ body: (UnsafeBufferPointer<UInt8>) throws -> Bool) throws {
    let pull = standardInput ?? readStandardInput
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { buffer.deallocate() }
    var splitter = LineSplitter(limit: limit)
    var isWanted = true
    func hand(_ line: UnsafeBufferPointer<UInt8>) throws { if isWanted { isWanted = try body(line) } }
    while isWanted {
      let count = try pull(buffer)
      guard count > 0 else { return try splitter.finish(hand) }
      try splitter.read(UnsafeRawBufferPointer(rebasing: buffer[..<count]), hand)
    }
  }

  /// Turns a typed path into one that the process can open. `-` (a stream) and `:memory:` (a database without a file) are
  /// not paths.
  public func located(_ path: String) -> String {
    guard let folder, !path.hasPrefix("/"), path != "-", path != ":memory:" else { return path }
    return folder + "/" + path
  }

  /// Calls `body` with each log in a file, and returns the inputs that it could not read to the end.
  func forEachLog(_ path: String, _ body: (LogSource) throws -> Void) throws -> [InputError] {
    try CasebookIngest.forEachLog(
      in: located(path), unpacking: unpacking, standardInput: standardInput, body)
  }

  /// Calls `body` with the unpacked bytes of a file, piece by piece.
  ///
  /// - Throws: An error that `KnowledgeBaseError` explains, and any error of `body`.
  public func forEachChunk(_ path: String, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
    if let problem = try forEachLog(path, { try $0.forEachChunk(body) }).first { throw problem }
  }

  /// What happens to a log that is followed.
  public enum FollowedStep {
    /// These bytes were written.
    case bytes(UnsafeRawBufferPointer)
    /// Nothing was written for a while.
    case idle
    /// The log begins again: the file was cut, or another took its path.
    case restarted
  }

  /// Calls `body` with what is written to a file or a stream, as it is written. Returns when a stream ends, or when `body`
  /// returns `false`.
  ///
  /// - Throws: An error that `KnowledgeBaseError` explains, and any error of `body`.
  public func follow(_ path: String, _ body: (FollowedStep) throws -> Bool) throws {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    defer { buffer.deallocate() }
    func take(_ count: Int) throws -> Bool {
      try body(.bytes(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(buffer)[..<count])))
    }
    if path == "-", let standardInput {
      while case let count = try standardInput(buffer), count > 0 { guard try take(count) else { return } }
      return
    }
    let file = try GrowingFile(located(path))
    while true {
      switch try file.next(buffer, within: Self.pause) {
      case .read(let count): guard try take(count) else { return }
      case .idle: guard try body(.idle) else { return }
      case .restarted: guard try body(.restarted) else { return }
      case .end: return
      }
    }
  }

  /// How long, in milliseconds, nothing is written before the last record counts as complete.
  private static let pause: Int32 = 300

  /// The unpacked bytes of a file, up to `limit`; does not wait for more.
  public func bytes(of path: String, limit: Int) throws -> (bytes: [UInt8], isWhole: Bool) {
    struct LimitReached: Error {}
    var bytes: [UInt8] = []
    do {
      try forEachChunk(path) { chunk in
        let room = limit - bytes.count
        bytes.append(contentsOf: chunk.prefix(room))
        if chunk.count > room { throw LimitReached() }
      }
    } catch is LimitReached {
      return (bytes, false)
    }
    return (bytes, true)
  }
}
