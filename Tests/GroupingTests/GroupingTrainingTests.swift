import CasebookKnowledge
import CasebookSignatures
import CasebookText
import Glibc
import Testing

@testable import CasebookGrouping

/// What `script/train-grouping` runs. `GROUPING_SETS` is a file with `{"file": …}` a line, and with `"judge": …` where groups
/// are wanted; a line of such a file is an event and a message, separated by a tab. `GROUPING_OUTPUT` is where to write.
struct GroupingTrainingTests {
  private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  private static func bytes(of file: String) throws -> [UInt8] {
    let input = try #require(fopen(file, "r"))
    defer { fclose(input) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, input)
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }

  @Test(.enabled(if: variable("GROUPING_SETS") != nil))
  func `the features of many places, or the groups by other weights, are written for training`() throws {
    let path = try #require(Self.variable("GROUPING_OUTPUT"))
    let output = try #require(fopen(path, "w"))
    defer { fclose(output) }
    for line in try Self.bytes(of: #require(Self.variable("GROUPING_SETS"))).split(
      separator: UInt8(ascii: "\n"))
    {
      let row = try JSON(parsing: line)
      let file = try #require(row["file"]?.string)
      let set = try LabelledLines(Self.bytes(of: file))
      var shapes = GroupingShapes(set.entries)
      if let judge = row["judge"]?.string {
        shapes.join(JudgedSlots(judge: try #require(GroupingJudge(Array(judge.utf8)))))
        let groups = shapes.groups(set.entries)
        let places = set.entryOfLine.map { JSON.int(groups.places[$0]) }
        fputs("\(JSON.object([.init("file", .string(file)), .init("groups", .array(places))]))\n", output)
      } else {
        shapes.join(TaughtSlots(events: set.eventOfEntry, file: file, output: output))
      }
    }
  }
}

/// The templates of a set, and the event of each.
private struct LabelledLines {
  private(set) var entries: [Grouping.CountedTemplate] = []
  private(set) var eventOfEntry: [String] = []
  private(set) var entryOfLine: [Int] = []

  init(_ bytes: [UInt8]) {
    let signer = Signer()
    var scan = SignatureScan()
    scan.isForming = true
    var grouping = Grouping()
    var counts: [[String: Int]] = []
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: true) {
      guard let tab = line.firstIndex(of: UInt8(ascii: "\t")) else { continue }
      let event = String(decoding: line[..<tab], as: UTF8.self)
      Array(line[(tab + 1)...]).withUnsafeBufferPointer { signer.template(of: $0, into: &scan) }
      let entry = grouping.add(scan)
      if entry == counts.count { counts.append([:]) }
      counts[entry][event, default: 0] += 1
      entryOfLine.append(entry)
    }
    entries = grouping.entries
    eventOfEntry = counts.map { events in
      events.min { ($1.value, $0.key) < ($0.value, $1.key) }?.key ?? ""
    }
  }
}

/// Joins what is one event, and writes what the judge sees of each place.
private struct TaughtSlots: SlotPolicy {
  let events: [String]
  let file: String
  let output: UnsafeMutablePointer<FILE>

  func accepted(_ reading: SlotReading, in slot: GroupingSlot, of shapes: [GroupingShapes.Shape]) -> [Bool] {
    if slot.kind == .frame { return reading.values.map { _ in true } }
    var valuesOfEvent: [String: Set<Int>] = [:]
    for (shape, value) in zip(slot.shapes, reading.valueOfShape) {
      valuesOfEvent[events[shapes[shape].entry], default: []].insert(value)
    }
    let most = valuesOfEvent.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }
    let right = most.map { $0.value.count > 1 ? $0.value : [] } ?? []
    for value in reading.values.indices {
      let x = zip(SlotFeature.allCases, reading.features(ofValue: value)).filter { $0.1 != 0 }
      let row: JSON = [
        "file": .string(file), "values": .int(reading.values.count), "right": .bool(right.contains(value)),
        "features": .object(x.map { .init("\($0.0)", .double($0.1)) }),
      ]
      fputs("\(row)\n", output)
    }
    return reading.values.indices.map(right.contains)
  }

  func pieces(_ part: [Int], of shapes: [GroupingShapes.Shape]) -> [[Int]] {
    Dictionary(grouping: part) { events[shapes[$0].entry] }.sorted { $0.key < $1.key }.map(\.value)
  }
}
