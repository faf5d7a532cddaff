import Glibc
import ScratchKit
import Testing

@testable import CasebookIngest
@testable import CasebookStorage

/// The handover between threads.
struct ThreadTests {
  private struct Failure: Error {}

  /// Collects the values that another thread received.
  private final class Box: @unchecked Sendable {
    var numbers: [Int] = []
  }

  @Test func `work in the background is done in order, and all of it`() {
    let box = Box()
    let work = BackgroundWork<Int> {
      if $0 % 7 == 0 { usleep(200) }
      box.numbers.append($0)
    }
    for number in 0..<500 { work.add(number) }
    work.finish()
    #expect(box.numbers == Array(0..<500))
  }

  @Test func `what is made ahead comes in order, and its end last`() throws {
    var taken: [Int] = []
    let end = try withReadAhead(window: 2) { put in
      for number in 0..<100 { try put(number) }
      return "done"
    } consume: {
      taken.append($0)
    }
    #expect(end == "done")
    #expect(taken == Array(0..<100))
  }

  @Test func `an error on either side ends both`() {
    var taken = 0
    #expect(throws: Failure.self) {
      try withReadAhead { put in
        for number in 0... { try put(number) }
      } consume: { number in
        taken += 1
        if number == 9 { throw Failure() }
      }
    }
    #expect(taken == 10)
    var last = -1
    #expect(throws: Failure.self) {
      try withReadAhead { (put: (Int) throws -> Void) throws -> Void in
        for number in 0..<10 { try put(number) }
        throw Failure()
      } consume: {
        last = $0
      }
    }
    #expect(last == 9)
  }

  @Test func `a long packed file is handed on whole and in order`() throws {
    let scratch = Scratch()
    let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 9) }
    let path = scratch.gzip(bytes, to: "long.log.gz")
    var read: [UInt8] = []
    let problems = try forEachLog(in: path) { log in
      try log.forEachChunk { chunk in
        // Storing is slower than reading.
        usleep(1000)
        read.append(contentsOf: chunk)
      }
    }
    #expect(problems.isEmpty)
    #expect(read == bytes)
  }

  @Test func `a long packed file can be left in the middle`() {
    let scratch = Scratch()
    let bytes = (0..<3_000_000).map { UInt8(truncatingIfNeeded: $0 &* 31 ^ $0 >> 9) }
    let path = scratch.gzip(bytes, to: "long.log.gz")
    var chunks = 0
    #expect(throws: Failure.self) {
      _ = try forEachLog(in: path) { log in
        try log.forEachChunk { _ in
          chunks += 1
          if chunks == 3 { throw Failure() }
        }
      }
    }
    #expect(chunks == 3)
  }
}
