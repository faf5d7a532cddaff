import CasebookGrouping
import CasebookKnowledge
import CasebookRedaction
import CasebookSignatures

/// The lines of a stream and their groups, for `signature --each`.
///
/// Groups depend on all lines and not on their order, so all lines are read before any is shown. A line is
/// kept as the number of its template. If the distinct lines do not fit into memory, they are grouped in
/// parts.
public struct GroupedLines {
  /// Lines grouped together.
  public struct LinePart {
    /// The distinct templates; templates that differ only in masked values are separate.
    let grouping: Grouping
    /// Their groups.
    let groups: EventGroups
    /// The index of each line's template.
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
  private var splitter = LineSplitter()
  private let partSize: Int

  /// The size limit for the templates of one part, in bytes. With the rest of the program, it stays below the
  /// 64 MB that any log may use.
  package static let partSize = 38 << 20
  /// The size limit for the line numbers, in bytes.
  private static let linesSize = 8 << 20

  /// Lines that people's decisions group, if there is a knowledge base, and otherwise the rules alone.
  public init(_ base: KnowledgeBase?, partSize: Int? = nil) throws {
    self.init(
      base?.signer ?? Signer(), try base?.decisions() ?? GroupingDecisions(),
      partSize: partSize ?? Self.partSize)
  }

  init(_ signer: Signer, _ decisions: GroupingDecisions, partSize: Int = Self.partSize) {
    self.signer = signer
    self.decisions = decisions
    self.partSize = partSize
    scan.isForming = true
  }

  /// Reads the next bytes, and calls `body` with each part that is full.
  public mutating func read(_ chunk: UnsafeRawBufferPointer, _ body: (LinePart) throws -> Void) throws {
    var splitter = LineSplitter()
    swap(&splitter, &self.splitter)
    defer { swap(&splitter, &self.splitter) }
    try splitter.read(chunk) { try take($0, body) }
  }

  /// Calls `body` with the last part, if it has a line.
  public mutating func finish(_ body: (LinePart) throws -> Void) throws {
    var splitter = LineSplitter()
    swap(&splitter, &self.splitter)
    try splitter.finish { try take($0, body) }
    if !lines.isEmpty { try body(endPart()) }
  }

  /// A chunk has many lines, so a part may end after any of them.
  private mutating func take(_ line: UnsafeBufferPointer<UInt8>, _ body: (LinePart) throws -> Void) throws {
    add(line)
    if isFull { try body(endPart()) }
  }

  private var isFull: Bool { grouping.size >= partSize || lines.size >= Self.linesSize }

  /// Adds one line, with its secrets removed.
  mutating func add(_ line: UnsafeBufferPointer<UInt8>) {
    redacted.removeAll(keepingCapacity: true)
    if redactor.redact(line, into: &redacted, state: &state) > 0 {
      redacted.withUnsafeBufferPointer { signer.template(of: $0, into: &scan) }
    } else {
      signer.template(of: line, into: &scan)
    }
    lines.append(UInt32(truncatingIfNeeded: grouping.add(scan)))
  }

  /// Returns the lines since the last part.
  mutating func endPart() -> LinePart {
    defer { (grouping, lines) = (Grouping(), LineNumbers()) }
    return LinePart(grouping: grouping, groups: grouping.groups(decisions), lines: lines)
  }
}

extension GroupedLines.LinePart {
  /// Calls `body` with GROUP, FINGERPRINT and TEMPLATE of each line, separated by tabs, while it returns true.
  public func forEachRow(_ body: ([UInt8]) -> Bool) {
    // Rows of templates with a single line are not worth caching.
    var rows = [[UInt8]?](repeating: nil, count: grouping.count)
    for line in lines {
      let index = Int(line)
      let bytes = rows[index] ?? row(index)
      if grouping.count(ofTemplate: index) > 1 { rows[index] = bytes }
      if !body(bytes) { return }
    }
  }

  private func row(_ index: Int) -> [UInt8] {
    let group = groups.group(ofTemplate: index)
    return Array(
      "\(group.id)\t\(Fingerprint(template: grouping.template(index)))\t\(group.template.text)\n".utf8)
  }

  /// The group of each line.
  var groupOfLines: [EventGroup] { lines.map { groups.group(ofTemplate: Int($0)) } }
}

extension SeenGroups {
  /// Adds the groups of lines.
  public mutating func add(_ part: GroupedLines.LinePart) {
    add((0..<part.grouping.count).map(part.grouping.template), part.groups)
  }
}
