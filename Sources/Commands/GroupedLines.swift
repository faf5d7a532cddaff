import CasebookCommandKit
import CasebookGrouping
import CasebookKnowledge
import CasebookRedaction
import CasebookSignatures

/// The lines of a stream and their groups, for `signature --each`.
///
/// Groups depend on all lines and not on their order, so all are read before one is shown. A line is kept as the
/// number of its template. What has more different lines than fit into memory is grouped in parts.
struct GroupedLines {
  /// Lines that were grouped with each other.
  struct Part {
    /// The different templates, and those again that differ in what is masked.
    let grouping: Grouping
    /// Their groups.
    let groups: EventGroups
    /// For each line the place of its template.
    let lines: LineNumbers
  }

  private let signer: Signer
  private let decisions: GroupingDecisions
  private let redactor = Redactor()
  private var state = RedactorState()
  private var redacted: [UInt8] = []
  private var scan = SignatureScan()
  private var grouping = Grouping()
  private var lines = LineNumbers()
  private let partSize: Int

  /// What the templates of one part may take (bytes); with the program around them less than the 64 MB that any log
  /// may.
  static let partSize = 38 << 20
  /// What the numbers of its lines may take beside them (bytes).
  private static let linesSize = 8 << 20

  init(_ signer: Signer, _ decisions: GroupingDecisions, partSize: Int = Self.partSize) {
    self.signer = signer
    self.decisions = decisions
    self.partSize = partSize
    scan.isForming = true
  }

  /// Reads all lines; `body` is called with each part, which is mostly one.
  mutating func read(_ path: String, _ surroundings: Surroundings, _ body: (Part) throws -> Void) throws {
    var splitter = LineSplitter()
    try surroundings.forEachChunk(path) { chunk in
      try splitter.read(chunk) { try take($0, body) }
    }
    try splitter.finish { try take($0, body) }
    if !lines.isEmpty { try body(endPart()) }
  }

  /// A chunk has many lines, so a part may end behind any of them.
  private mutating func take(_ line: UnsafeBufferPointer<UInt8>, _ body: (Part) throws -> Void) throws {
    add(line)
    if isFull { try body(endPart()) }
  }

  private var isFull: Bool { grouping.size >= partSize || lines.size >= Self.linesSize }

  /// Adds one line, without its secrets.
  mutating func add(_ line: UnsafeBufferPointer<UInt8>) {
    redacted.removeAll(keepingCapacity: true)
    if redactor.redact(line, into: &redacted, state: &state) > 0 {
      redacted.withUnsafeBufferPointer { signer.template(of: $0, into: &scan) }
    } else {
      signer.template(of: line, into: &scan)
    }
    lines.append(UInt32(truncatingIfNeeded: grouping.add(scan)))
  }

  /// The lines since the last part.
  mutating func endPart() -> Part {
    defer { (grouping, lines) = (Grouping(), LineNumbers()) }
    return Part(grouping: grouping, groups: grouping.groups(decisions), lines: lines)
  }
}

extension GroupedLines.Part {
  /// Writes GROUP, FINGERPRINT and TEMPLATE for each line, with tabs between.
  func write(to output: Output) {
    // Those of one line alone are not worth keeping.
    var rows = [[UInt8]?](repeating: nil, count: grouping.count)
    for line in lines where output.isOpen {
      let index = Int(line)
      let bytes = rows[index] ?? row(index)
      if grouping.count(ofTemplate: index) > 1 { rows[index] = bytes }
      output.write(bytes: bytes)
    }
  }

  private func row(_ index: Int) -> [UInt8] {
    let group = groups.group(ofTemplate: index)
    return Array("\(group.id)\t\(Fingerprint(template: grouping.template(index)))\t\(group.template)\n".utf8)
  }

  /// The group of each line.
  var groupOfLines: [EventGroup] { lines.map { groups.group(ofTemplate: Int($0)) } }

  /// The different templates, in the order of `groups`.
  var templates: [String] { (0..<grouping.count).map(grouping.template) }
}
