import CasebookArchives
import CasebookCommandKit
import CasebookGrouping
import CasebookSignatures
import CasebookIngest
import CasebookStorage
import Testing

@testable import CasebookCommands

/// `signature --each` on streams that are no logs.
struct GroupedLinesTests {
  /// GROUP, FINGERPRINT and TEMPLATE of each line, and the number of parts.
  private func each(_ text: String, partSize: Int, chunk: Int = 100) throws -> (rows: [Substring], parts: Int)
  {
    let output = Output.inMemory()
    let surroundings = Surroundings(
      standardOutput: output, standardError: Output.inMemory(), environment: [:], bundledArticles: nil,
      forEachLog: { path, body in
        var rest = Array(text.utf8)[...]
        let stream = ByteStream { buffer in
          let piece = rest.prefix(min(chunk, buffer.count))
          buffer.copyBytes(from: piece)
          rest = rest.dropFirst(piece.count)
          return piece.count
        }
        return try forEachLog(in: stream, named: path, body)
      })
    var lines = GroupedLines(Signer(), GroupingDecisions(), partSize: partSize)
    var parts = 0
    try lines.read("-", surroundings) { part in
      part.write(to: output)
      parts += 1
    }
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
