import CasebookKnowledge
import CasebookText

/// Removes nested layers of compression and archives from a stream and passes on the content, with UTF-16
/// text as UTF-8.
///
/// It writes nothing to disk, the names of members are only labels, and memory does not depend on sizes. Only
/// the window that the packer chose (`xz -9`: 64 MiB, `zstd --long=27`: 128 MiB) is held while unpacking.
public struct Unpacker {
  /// Called now and then with the number of bytes unpacked so far, on the thread that reads.
  public typealias Progress = @Sendable (_ unpacked: Int) -> Void

  private let bounds: Bounds
  private let progress: Progress
  private let library: () -> Libarchive?

  /// One content: the file itself, unpacked, or a member of an archive.
  public final class PackedMember {
    /// Its path through the archives, `web/app.log`; `nil` outside of archives.
    public let label: String?
    /// Whether it is unpacked while being read.
    public let isPacked: Bool
    private let stream: ByteStream
    /// Why it ended too early.
    public private(set) var problem: UnpackingProblem?

    init(_ stream: ByteStream, label: String?, isPacked: Bool) {
      self.stream = stream
      self.isPacked = isPacked
      self.label = label
    }

    /// Its first bytes, which remain to be read.
    public func peek(_ count: Int) -> [UInt8] { stream.peek(count) }

    /// Fills `buffer` and returns the number of bytes; 0 at the end, also at a premature end.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
      if problem != nil { return 0 }
      do {
        return try stream.read(into: buffer)
      } catch let problem as UnpackingProblem {
        self.problem = problem
        return 0
      }
    }
  }

  /// Something that was not read, or not completely.
  public struct UnpackingFault: Hashable, Sendable {
    /// Its path, as in `Member.label`.
    public let label: String?
    /// Why.
    public let problem: UnpackingProblem
  }

  /// Creates an unpacker that stays within `bounds`.
  public init(bounds: Bounds = Bounds(), progress: @escaping Progress = { _ in }) {
    self.init(bounds: bounds, progress: progress) { Libarchive.installed }
  }

  init(bounds: Bounds, progress: @escaping Progress = { _ in }, library: @escaping () -> Libarchive?) {
    self.bounds = bounds
    self.progress = progress
    self.library = library
  }

  /// Calls `body` with each content. Returns what could not be read.
  ///
  /// - Throws: Errors of `body` and of the stream itself.
  public func forEachMember(of stream: ByteStream, _ body: (PackedMember) throws -> Void) throws
    -> [UnpackingFault]
  {
    var walk = Walk(unpacker: self, outer: stream)
    try walk.visit(stream, label: nil, depth: 0, body)
    return walk.incidents
  }

  private struct Walk {
    let unpacker: Unpacker
    let outer: ByteStream
    var incidents: [UnpackingFault] = []
    var members = 0
    /// The number of bytes passed on so far.
    let total = Counter()

    final class Counter {
      var bytes = 0
      /// Whether a member ended because of the limit. If so, no other member is started.
      var isFull = false
    }

    private var bounds: Bounds { unpacker.bounds }

    mutating func visit(
      _ stream: ByteStream, label: String?, depth: Int, _ body: (PackedMember) throws -> Void
    ) throws {
      do {
        guard let packing = Packing(stream.peek(Packing.reach)) else {
          return try hand(stream, label, body)
        }
        guard depth < bounds.depth else {
          throw UnpackingProblem("packed \(bounds.depth) times over, and deeper; unpack it yourself")
        }
        if packing == .gzip {
          let gunzip = try Gunzip(stream)
          return try visit(bounded(gunzip.read), label: label, depth: depth + 1, body)
        }
        guard let library = unpacker.library() else {
          throw UnpackingProblem(
            "\(packing) is read with libarchive, which is not installed; install libarchive13 "
              + "(Debian, Ubuntu) or libarchive, or unpack it yourself", isMissingLibrary: true)
        }
        let archive = try Archive(stream, packing, library)
        try visitMembers(of: archive, packing, label: label, depth: depth + 1, body)
      } catch let problem as UnpackingProblem {
        incidents.append(UnpackingFault(label: label, problem: problem))
      }
    }

    private mutating func visitMembers(
      of archive: Archive, _ packing: Packing, label: String?, depth: Int,
      _ body: (PackedMember) throws -> Void
    ) throws {
      // How often each name occurred, by hash: a hundred thousand long names would fill memory.
      var names: [UInt64: Int] = [:]
      while !archive.isDead, !total.isFull, let name = try archive.next() {
        members += 1
        if members > bounds.members {
          throw UnpackingProblem("more than \(bounds.members) members; the rest is not read")
        }
        if name.isEmpty { continue }
        if !packing.isArchive {
          try visit(bounded(archive.read), label: label, depth: depth, body)
          continue
        }
        // An archive may contain the same name twice, as a later addition or to confuse.
        let hash = stableHash(name.utf8)
        let times = names[hash, default: 0] + 1
        names[hash] = times
        let again = times > 1 ? "#\(times)" : ""
        let full = (label.map { $0 + "/" } ?? "") + name + again
        try visit(bounded(archive.read), label: full, depth: depth, body)
      }
    }

    private mutating func hand(
      _ stream: ByteStream, _ label: String?, _ body: (PackedMember) throws -> Void
    ) throws {
      let isPacked = stream !== outer
      let member = PackedMember(
        (isPacked ? counted(stream) : stream).decodingUTF16(), label: label, isPacked: isPacked)
      try body(member)
      if let problem = member.problem { incidents.append(UnpackingFault(label: label, problem: problem)) }
    }

    /// A stream that ends with a problem if too much comes out of it.
    private func bounded(_ pull: @escaping ByteStream.Pull) -> ByteStream {
      let (bounds, outer) = (bounds, outer)
      var unpacked = 0
      return ByteStream { buffer in
        try bounds.check(stream: unpacked, from: outer.pulled)
        let count = try pull(buffer)
        unpacked += count
        return count
      }
    }

    /// The same for the content that is passed on, added to all that was passed on before.
    private func counted(_ stream: ByteStream) -> ByteStream {
      let (bounds, outer, total, progress) = (bounds, outer, total, unpacker.progress)
      return ByteStream { buffer in
        let count = try stream.read(into: buffer)
        if count == 0 { return 0 }
        do throws(UnpackingProblem) {
          try bounds.check(total: total.bytes, from: outer.pulled)
        } catch {
          total.isFull = true
          throw error
        }
        total.bytes += count
        progress(total.bytes)
        return count
      }
    }
  }
}
