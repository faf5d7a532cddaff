import Glibc

/// One layer of packing that libarchive removes: a compression, or an archive with members.
final class Archive {
  private let library: Libarchive
  private let handle: Libarchive.Handle
  private let source: ArchiveSource
  private var entry: OpaquePointer?
  /// The unread rest of the last block from libarchive, valid until the next call.
  private var block = UnsafeRawBufferPointer(start: nil, count: 0)
  /// Whether libarchive gave up. Nothing more comes out.
  private(set) var isDead = false

  /// The source that libarchive reads from. It needs a buffer that stays valid until it asks for the next
  /// one.
  private final class ArchiveSource {
    let stream: ByteStream
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 16)
    /// An error that cannot be thrown through C.
    var error: (any Error)?

    init(_ stream: ByteStream) { self.stream = stream }
    deinit { buffer.deallocate() }

    static func of(_ data: UnsafeMutableRawPointer?) -> ArchiveSource? {
      data.map { Unmanaged<ArchiveSource>.fromOpaque($0).takeUnretainedValue() }
    }
  }

  init(_ stream: ByteStream, _ packing: Packing, _ library: Libarchive) throws {
    self.library = library
    source = ArchiveSource(stream)
    guard let handle = library.new() else { throw UnpackingProblem("no memory to unpack it") }
    self.handle = handle
    // Any result but *ok* means that libarchive would call a program of that name, which is not wanted.
    var isReady = library.setUp[packing].map { $0(handle) == Libarchive.ok } ?? false
    if !packing.isArchive { isReady = isReady && library.raw(handle) == Libarchive.ok }
    guard isReady else {
      throw UnpackingProblem(
        "the installed libarchive was built without \(packing); install one that has it",
        isMissingLibrary: true)
    }
    _ = library.setData(handle, Unmanaged.passUnretained(source).toOpaque())
    _ = library.setRead(handle) { handle, data, buffer in
      guard let source = ArchiveSource.of(data) else { return -1 }
      do {
        let count = try source.stream.read(into: source.buffer)
        buffer?.pointee = UnsafeRawPointer(source.buffer.baseAddress)
        return count
      } catch {
        source.error = error
        return -1
      }
    }
    if stream.canSeek {
      _ = library.setSeek(handle) { _, data, offset, whence in
        ArchiveSource.of(data)?.stream.seek(offset, whence) ?? -1
      }
    }
    try check(library.open(handle))
  }

  deinit { _ = library.free(handle) }

  /// Moves to the next member and returns its name; `nil` at the end. Only files have a non-empty name.
  func next() throws -> String? {
    block = UnsafeRawBufferPointer(start: nil, count: 0)
    let code = library.nextHeader(handle, &entry)
    if code == Libarchive.end { return nil }
    try check(code)
    guard library.fileType(entry) == S_IFREG || library.fileType(entry) == 0 else { return "" }
    let name = library.utf8Name(entry) ?? library.name(entry)
    return Label.of(name.map { String(cString: $0) } ?? "")
  }

  /// Fills `buffer` with bytes of the member; 0 at its end.
  ///
  /// This works block by block because libarchive's own function for filling a buffer discards the buffer
  /// when an error occurs. Holes of a sparse file are left out.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while block.isEmpty {
      var (start, count, offset): (UnsafeRawPointer?, Int, Int64) = (nil, 0, 0)
      let code = library.readBlock(handle, &start, &count, &offset)
      if code == Libarchive.end { return 0 }
      try check(code, isData: true)
      block = UnsafeRawBufferPointer(start: start, count: count)
    }
    let count = min(buffer.count, block.count)
    buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: block[..<count]))
    block = UnsafeRawBufferPointer(rebasing: block[count...])
    return count
  }

  private func check(_ code: Int32, isData: Bool = false) throws {
    guard code < Libarchive.warn || isData && code < Libarchive.ok else { return }
    isDead = code == Libarchive.fatal
    if let error = source.error {
      isDead = true
      source.error = nil
      throw error
    }
    throw UnpackingProblem.damaged(library.message(handle).map { String(cString: $0) } ?? "")
  }
}
