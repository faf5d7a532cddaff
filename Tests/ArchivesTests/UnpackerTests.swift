import Glibc
import ScratchKit
import Testing

@testable import CasebookArchives

/// Which contents packed files yield, and which they do not.
struct UnpackerTests {
  private let scratch = Scratch()

  private struct Unpacked {
    var members: [String] = []
    var incidents: [String] = []
  }

  /// The members as `label: text`, long ones as `label: N bytes`.
  private func unpack(
    _ bytes: [UInt8], bounds: Bounds = Bounds(),
    library: @escaping () -> Libarchive? = { Libarchive.installed }
  ) throws -> Unpacked {
    var position = 0
    var unpacked = Unpacked()
    let stream = ByteStream { buffer in
      // Irregular pieces, as a pipe delivers them.
      let count = min(buffer.count, 1_000, bytes.count - position)
      bytes[position..<(position + count)].withUnsafeBytes { buffer.copyMemory(from: $0) }
      position += count
      return count
    }
    let incidents = try Unpacker(bounds: bounds, library: library).forEachMember(of: stream) { member in
      var text: [UInt8] = []
      var buffer = [UInt8](repeating: 0, count: 7_000)
      while case let count = try buffer.withUnsafeMutableBytes({ try member.read(into: $0) }), count > 0 {
        text += buffer[..<count]
      }
      let shown = text.count > 60 ? "\(text.count) bytes" : String(decoding: text, as: UTF8.self)
      unpacked.members.append("\(member.label ?? "-"): \(shown)")
    }
    unpacked.incidents = incidents.map { "\($0.label ?? "-"): \($0.problem)" }
    return unpacked
  }

  private func packed(_ members: [(name: String, bytes: [UInt8])], _ packing: TestPacking) -> [UInt8] {
    contents(scratch.pack(members, packing, to: "packed")) ?? []
  }

  @Test(arguments: TestPacking.allCases)
  func `each packing gives its members with their names`(packing: TestPacking) throws {
    let bytes = packed(
      [("web/app.log", Array("one\n".utf8)), ("web/", []), ("b.log", Array("two".utf8))], packing)
    let unpacked = try unpack(bytes)
    #expect(unpacked.members == (packing.isArchive ? ["web/app.log: one\n", "b.log: two"] : ["-: one\ntwo"]))
    #expect(unpacked.incidents == [])
  }

  @Test func `what is not packed is handed on as it is`() throws {
    for text in ["", "x", "PK is no zip", String(repeating: "a long line ", count: 4)] {
      #expect(try unpack(Array(text.utf8)).members == ["-: \(text)"])
    }
  }

  @Test func `archives lie in each other, up to a depth`() throws {
    var bytes = packed([("app.log", Array("deep\n".utf8))], .gzip)
    bytes = packed([("app.log.gz", bytes), ("b.log", Array("flat\n".utf8))], .zip)
    bytes = packed([("inner.zip", bytes)], .tarZstd)
    #expect(try unpack(bytes).members == ["inner.zip/app.log.gz: deep\n", "inner.zip/b.log: flat\n"])
    for _ in 0..<6 { bytes = packed([("n", bytes)], .gzip) }
    let unpacked = try unpack(bytes)
    #expect(unpacked.members == [])
    #expect(unpacked.incidents == ["-: packed 5 times over, and deeper; unpack it yourself"])
  }

  @Test func `a name is a label that harms nothing`() throws {
    let names = [
      "../../etc/passwd", "/root/a.log", "a\u{1B}[31m\u{202E}b.log", "..", "a//./b", "a.log", "a.log",
    ]
    let bytes = packed(names.map { ($0, Array("x".utf8)) }, .tar)
    #expect(
      try unpack(bytes).members.map { $0.dropLast(3) } == [
        "etc/passwd", "root/a.log", "a\u{FFFD}[31m\u{FFFD}b.log", "unnamed", "a/b", "a.log", "a.log#2",
      ])
    #expect(Label.of(String(repeating: "ü", count: 1_000)).utf8.count == 512)
    // Removing the characters from a string one by one would take an hour.
    #expect(Label.of(String(repeating: "é", count: 1 << 20)).utf8.count == 512)
  }

  @Test(arguments: TestPacking.allCases)
  func `of what is cut off, all that is there is read`(packing: TestPacking) throws {
    // Text that hardly compresses.
    var state: UInt64 = 7
    let text: [UInt8] = (0..<300_000).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1
      return UInt8(0x40 + state >> 58)
    }
    let bytes = packed([("a.log", Array("first\n".utf8)), ("b.log", text)], packing)
    let unpacked = try unpack(Array(bytes.prefix(bytes.count * 3 / 4)))
    #expect(unpacked.incidents.count == 1)
    #expect(unpacked.incidents.first?.contains("only the data before that was read") == true)
    // bzip2 yields nothing of an incomplete block, and all of this is one block.
    if packing == .bzip2 || packing == .tarBzip2 { return }
    if packing.isArchive { #expect(unpacked.members.first == "a.log: first\n") }
    #expect(unpacked.members.count == (packing.isArchive ? 2 : 1))
    #expect(unpacked.members.last?.hasSuffix("00 bytes") == false)
    #expect(unpacked.members.last?.hasSuffix(" bytes") == true)
  }

  @Test func `damage is reported, and what is before it is read`() throws {
    var bytes = packed([("a.log", (0..<200_000).map { UInt8(truncatingIfNeeded: $0 * $0 >> 3) })], .gzip)
    for index in 100..<120 { bytes[bytes.count / 2 + index] ^= 0xFF }
    let unpacked = try unpack(bytes)
    #expect(unpacked.members.count == 1)
    #expect(unpacked.incidents.first?.hasPrefix("-: damaged (") == true)
  }

  @Test func `a bomb is stopped, and its neighbours are read`() throws {
    var bounds = Bounds()
    bounds.floor = 1 << 20
    let zeros = [UInt8](repeating: 0x61, count: 8 << 20)
    let all = [("a.log", Array("before\n".utf8)), ("bomb.log", zeros), ("b.log", Array("behind\n".utf8))]
    let unpacked = try unpack(packed(all, .zip), bounds: bounds)
    #expect(unpacked.members.map { $0.prefix(6) } == ["a.log:", "bomb.l", "b.log:"])
    let stopped = unpacked.members[1].split(separator: " ").compactMap { Int($0) }.first ?? 0
    #expect((1 << 20)...(2 << 20) ~= stopped)
    #expect(unpacked.incidents.map { $0.prefix(40) } == ["bomb.log: unpacks to more than 250 times"])
    #expect(try unpack(packed(all, .gzip), bounds: bounds).incidents.count == 1)
    bounds.ratio = 100_000
    #expect(try unpack(packed(all, .zip), bounds: bounds).incidents == [])
  }

  @Test func `the number of members is bounded, and all of them together are`() throws {
    var bounds = Bounds()
    bounds.members = 3
    let small = (0..<5).map { ("\($0).log", [UInt8](repeating: 0x61, count: 40_000)) }
    let unpacked = try unpack(packed(small, .zip), bounds: bounds)
    #expect(unpacked.members.count == 3)
    #expect(unpacked.incidents == ["-: more than 3 members; the rest is not read"])
    bounds = Bounds()
    (bounds.totalFloor, bounds.totalRatio) = (100_000, 50)
    #expect(try unpack(packed(small, .zip), bounds: bounds).members.count == 3)
  }

  @Test(arguments: [TestPacking.zip, .gzip, .tarGzip])
  func `a limit counts the bytes of all members, takes the place of the ratios, and is told once`(
    packing: TestPacking
  ) throws {
    var bounds = Bounds()
    bounds.floor = 0
    bounds.ratio = 2
    let text = [UInt8](repeating: 0x61, count: 100_000)
    let bytes = packed([("a.log", text), ("b.log", text), ("c.log", text)], packing)
    bounds.limit = 400_000
    #expect(try unpack(bytes, bounds: bounds).incidents == [])
    bounds.limit = 150_000
    let unpacked = try unpack(bytes, bounds: bounds)
    #expect(unpacked.incidents.count == 1)
    let told =
      "unpacks to more than the limit; the first 1[0-9]{2} KiB were read; to read more, give --unpack-limit SIZE"
    #expect(try unpacked.incidents.first?.firstMatch(of: Regex(told)) != nil)
  }

  @Test func `what came out is told while it is read, and not of what is not packed`() throws {
    final class Told: @unchecked Sendable { var sizes: [Int] = [] }
    let text = [UInt8](repeating: 0x61, count: 50_000)
    for (packing, told) in [(TestPacking.zip, 100_000), (.gzip, 100_000)] {
      let progress = Told()
      let bytes = packed([("a.log", text), ("b.log", text)], packing)
      try read(bytes) { progress.sizes.append($0) }
      #expect(progress.sizes == progress.sizes.sorted())
      #expect(progress.sizes.last == told)
    }
    let progress = Told()
    try read(text) { progress.sizes.append($0) }
    #expect(progress.sizes == [])
  }

  private func read(_ bytes: [UInt8], _ progress: @escaping Unpacker.Progress) throws {
    var rest = bytes[...]
    let stream = ByteStream { buffer in
      let piece = rest.prefix(buffer.count)
      buffer.copyBytes(from: piece)
      rest = rest.dropFirst(piece.count)
      return piece.count
    }
    _ = try Unpacker(progress: progress).forEachMember(of: stream) { member in
      var buffer = [UInt8](repeating: 0, count: 7_000)
      while try buffer.withUnsafeMutableBytes({ try member.read(into: $0) }) > 0 {}
    }
  }

  @Test func `without libarchive gzip is read, and for the rest it says what to install`() throws {
    #expect(Libarchive("libarchive-that-is-not-there.so") == nil)
    #expect(Libarchive("libm.so.6") == nil)
    let gzip = packed([("a.log", Array("one\n".utf8))], .gzip)
    #expect(try unpack(gzip, library: { nil }).members == ["-: one\n"])
    let tar = packed([("a.log", Array("one\n".utf8))], .tarGzip)
    let unpacked = try unpack(tar, library: { nil })
    #expect(unpacked.members == [])
    #expect(unpacked.incidents.first?.contains("install libarchive13") == true)
  }

  @Test func `several gzip streams are one, and padding behind them is none`() throws {
    let one = packed([("a", Array("one\n".utf8))], .gzip)
    let two = packed([("a", Array("two\n".utf8))], .gzip)
    #expect(try unpack(one + two + [0, 0, 0]).members == ["-: one\ntwo\n"])
  }

  @Test func `an error of the source goes through libarchive`() throws {
    struct Broken: Error {}
    let bytes = packed([("a.log", [UInt8](repeating: 0x61, count: 300_000))], .tar)
    for limit in [0, 600, 100_000] {
      var position = 0
      let stream = ByteStream { buffer in
        if position >= limit { throw Broken() }
        let count = min(buffer.count, 500, limit - position)
        bytes[position..<(position + count)].withUnsafeBytes { buffer.copyMemory(from: $0) }
        position += count
        return count
      }
      #expect(throws: Broken.self) {
        _ = try Unpacker().forEachMember(of: stream) { member in
          var buffer = [UInt8](repeating: 0, count: 7_000)
          while try buffer.withUnsafeMutableBytes({ try member.read(into: $0) }) > 0 {}
        }
      }
    }
  }

  @Test func `random bytes behind a header crash nothing`() throws {
    var state: UInt64 = 42
    for packing in TestPacking.allCases {
      let good = packed([("a.log", Array("one\ntwo\nthree\n".utf8)), ("b.log", [0x61])], packing)
      for _ in 0..<40 {
        var bytes = good
        for _ in 0..<4 {
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          bytes[Int(state >> 33) % bytes.count] = UInt8(truncatingIfNeeded: state >> 20)
        }
        _ = try unpack(bytes)
      }
    }
  }
}
