import CasebookKnowledge
import CasebookText

/// Takes compression and archives off a stream, one layer in the other, and hands on what is inside; text in UTF-16 as
/// UTF-8.
///
/// Nothing is written anywhere, the names of members are only labels, and memory does not depend on sizes; only the
/// window that a packer asked for (`xz -9`: 64 MiB, `zstd --long=27`: 128 MiB) is held while it is unpacked.
public struct Unpacker {
  /// Called now and then with how many bytes came out so far, on whichever thread reads.
  public typealias Progress = @Sendable (_ unpacked: Int) -> Void

  private let bounds: Bounds
  private let progress: Progress
  private let library: () -> Libarchive?

  /// What lies inside: the file itself, unpacked, or a member of an archive.
  public final class Member {
    /// The way to it through the archives, `web/app.log`; `nil` for what is in none.
    public let label: String?
    /// Whether it is unpacked while it is read.
    public let isPacked: Bool
    private let stream: ByteStream
    /// Why it ended before its end.
    public private(set) var problem: UnpackingProblem?

    init(_ stream: ByteStream, label: String?, isPacked: Bool) {
      self.stream = stream
      self.isPacked = isPacked
      self.label = label
    }

    /// Its first bytes, which stay to be read.
    public func peek(_ count: Int) -> [UInt8] { stream.peek(count) }

    /// Fills `buffer` and returns how many bytes there are; 0 at the end, also at one that came too early.
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

  /// Something that was not read, or not to its end.
  public struct Incident: Hashable, Sendable {
    /// The way to it, as `Member.label`.
    public let label: String?
    /// What happened.
    public let problem: UnpackingProblem
  }

  /// Unpacks within `bounds`.
  public init(bounds: Bounds = Bounds(), progress: @escaping Progress = { _ in }) {
    self.init(bounds: bounds, progress: progress) { Libarchive.installed }
  }

  init(bounds: Bounds, progress: @escaping Progress = { _ in }, library: @escaping () -> Libarchive?) {
    self.bounds = bounds
    self.progress = progress
    self.library = library
  }

  /// Calls `body` with each thing that is inside, and returns what could not be read.
  ///
  /// - Throws: what `body` throws, and what the stream itself throws.
  public func forEachMember(of stream: ByteStream, _ body: (Member) throws -> Void) throws -> [Incident] {
    var walk = Walk(unpacker: self, outer: stream)
    try walk.visit(stream, label: nil, depth: 0, body)
    return walk.incidents
  }

  private struct Walk {
    let unpacker: Unpacker
    let outer: ByteStream
    var incidents: [Incident] = []
    var members = 0
    /// What was handed on of what came out.
    let total = Counter()

    final class Counter {
      var bytes = 0
      /// Whether a member ended because nothing more may come out; then no other one is begun.
      var isFull = false
    }

    private var bounds: Bounds { unpacker.bounds }

    mutating func visit(
      _ stream: ByteStream, label: String?, depth: Int, _ body: (Member) throws -> Void
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
        incidents.append(Incident(label: label, problem: problem))
      }
    }

    private mutating func visitMembers(
      of archive: Archive, _ packing: Packing, label: String?, depth: Int, _ body: (Member) throws -> Void
    ) throws {
      // How often each name was met; its hash stands for it, for a hundred thousand long ones would fill memory.
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
        // The same name may stand in an archive twice: what was added later, or what is meant to confuse.
        let hash = stableHash(name.utf8)
        let times = names[hash, default: 0] + 1
        names[hash] = times
        let again = times > 1 ? "#\(times)" : ""
        let full = (label.map { $0 + "/" } ?? "") + name + again
        try visit(bounded(archive.read), label: full, depth: depth, body)
      }
    }

    private mutating func hand(
      _ stream: ByteStream, _ label: String?, _ body: (Member) throws -> Void
    ) throws {
      let isPacked = stream !== outer
      let member = Member(
        (isPacked ? counted(stream) : stream).decodingUTF16(), label: label, isPacked: isPacked)
      try body(member)
      if let problem = member.problem { incidents.append(Incident(label: label, problem: problem)) }
    }

    /// A stream that ends in a problem when too much comes out of it.
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

    /// The same for what is handed on, beside all that was handed on before.
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
