import CasebookCommandKit
import Testing

@testable import CasebookService

/// `signature --each` on streams other than logs.
struct GroupedLinesTests {
  /// GROUP, FINGERPRINT and TEMPLATE of each line, and the number of parts.
  private func each(_ text: String, partSize: Int, chunk: Int = 100) throws -> (rows: [Substring], parts: Int)
  {
    let output = Output.inMemory()
    var rest = Array(text.utf8)[...]
    let inputs = InputReader(standardInput: { buffer in
      let piece = rest.prefix(min(chunk, buffer.count))
      buffer.copyBytes(from: piece)
      rest = rest.dropFirst(piece.count)
      return piece.count
    })
    var lines = try GroupedLines(nil, partSize: partSize)
    var parts = 0
    let write = { (part: GroupedLines.LinePart) in
      part.forEachRow { row in
        output.write(bytes: row)
        return true
      }
      parts += 1
    }
    try inputs.forEachChunk("-") { try lines.read($0, write) }
    try lines.finish(write)
    return (String(decoding: output.bytes, as: UTF8.self).split(separator: "\n"), parts)
  }

  private func word(_ number: Int) -> String {
    String(String(number, radix: 8).map { Array("ghjklmnp")[Int(String($0)) ?? 0] })
  }

  @Test func `more different lines than fit are grouped in parts, and none is lost`() throws {
    let text = (0..<500).map { "\(word($0)) said \(word($0 * 7)) to nobody\n" }.joined()
    let (whole, one) = try each(text, partSize: GroupedLines.partSize)
    let (divided, many) = try each(text, partSize: 2_000)
    #expect(one == 1)
    #expect(many > 10)
    #expect(whole.count == 500 && divided.count == 500)
    let fingerprints = { (rows: [Substring]) in rows.map { $0.split(separator: "\t")[1] } }
    #expect(fingerprints(whole) == fingerprints(divided))
  }

  @Test func `a part ends within a chunk, by its bytes and not by its lines`() throws {
    let text = (0..<200).map { "\(word($0)) \(String(repeating: word($0 * 7) + "x", count: 40))\n" }.joined()
    let (short, one) = try each(text, partSize: 4 << 20, chunk: 1 << 16)
    let (long, many) = try each(text, partSize: 100_000, chunk: 1 << 16)
    #expect(one == 1 && (2...20).contains(many))
    #expect(short.count == 200 && long.count == 200)
  }

  @Test func `the numbers of lines are kept in few bytes`() {
    let numbers: [UInt32] = [0, 1, 127, 128, 16_383, 16_384, 1 << 28, .max] + (0..<70_000).map { $0 }
    var kept = LineNumbers()
    #expect(kept.isEmpty && Array(kept) == [])
    for number in numbers { kept.append(number) }
    #expect(Array(kept) == numbers)
    #expect(kept.size <= 4 << 16)
  }

  @Test func `one line a hundred thousand times is one part and one group`() throws {
    let text = String(repeating: "disk 7 is full\n", count: 100_000)
    let (rows, parts) = try each(text, partSize: 2_000, chunk: 1 << 16)
    #expect(parts == 1)
    #expect(rows.count == 100_000)
    #expect(Set(rows).count == 1)
  }

  @Test func `no line is no part`() throws {
    let (rows, parts) = try each("", partSize: 2_000)
    #expect(parts == 0 && rows.isEmpty)
  }
}
