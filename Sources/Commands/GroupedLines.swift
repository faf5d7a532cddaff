import CasebookCommandKit
import CasebookGrouping
import CasebookKnowledge
import CasebookRedaction
import CasebookSignatures

/// The lines of a stream and their groups, for `signature --each`.
///
/// Groups depend on all lines and not on their order, so all are read before one is shown. A line is kept as the
/// number of its template, four bytes. What has more different lines than memory is good for is grouped in parts.
struct GroupedLines {
  /// Lines that were grouped with each other.
  struct Part {
    /// The different templates, and those again that differ in what is masked.
    let templates: [String]
    /// Their groups.
    let groups: EventGroups
    /// For each line the place of its template.
    let lines: [UInt32]
  }

  private let signer: Signer
  private let decisions: GroupingDecisions
  private let redactor = Redactor()
  private var redacted: [UInt8] = []
  private var splitter = LineSplitter()
  private var scan = SignatureScan()
  private var grouping = Grouping()
  private var lines: [UInt32] = []
  private var templates: [String] = []
  /// What the templates take (bytes).
  private var size = 0
  private let partSize: Int

  /// Templates of about so many bytes are compared with each other; it takes some ten times as much.
  static let partSize = 16 << 20
  private static let partLines = 1 << 24
  /// What a template takes beside its bytes.
  private static let entrySize = 64

  init(_ signer: Signer, _ decisions: GroupingDecisions, partSize: Int = Self.partSize) {
    self.signer = signer
    self.decisions = decisions
    self.partSize = partSize
    scan.isForming = true
  }

  /// Reads all lines; `body` is called with each part, which is mostly one.
  mutating func read(_ path: String, _ surroundings: Surroundings, _ body: (Part) throws -> Void) throws {
    try surroundings.forEachChunk(path) { chunk in
      read(chunk)
      if size >= partSize || lines.count >= Self.partLines { try body(endPart()) }
    }
    var splitter = self.splitter
    splitter.finish { add($0) }
    if !lines.isEmpty { try body(endPart()) }
  }

  private mutating func read(_ chunk: UnsafeRawBufferPointer) {
    var splitter = LineSplitter()
    swap(&splitter, &self.splitter)
    splitter.read(chunk) { add($0) }
    swap(&splitter, &self.splitter)
  }

  /// Adds one line, without its secrets.
  mutating func add(_ line: UnsafeBufferPointer<UInt8>) {
    redacted.removeAll(keepingCapacity: true)
    if redactor.redact(line, into: &redacted) > 0 {
      redacted.withUnsafeBufferPointer { signer.template(of: $0, into: &scan) }
    } else {
      signer.template(of: line, into: &scan)
    }
    let index = grouping.add(scan)
    if index == templates.count {
      templates.append(String(decoding: scan.template, as: UTF8.self))
      size += scan.template.count + scan.form.count + Self.entrySize
    }
    lines.append(UInt32(truncatingIfNeeded: index))
  }

  /// The lines since the last part.
  mutating func endPart() -> Part {
    defer {
      (grouping, templates, size) = (Grouping(), [], 0)
      lines.removeAll(keepingCapacity: true)
    }
    return Part(templates: templates, groups: grouping.groups(decisions), lines: lines)
  }
}

extension GroupedLines.Part {
  /// Writes GROUP, FINGERPRINT and TEMPLATE for each line, with tabs between.
  func write(to output: Output) {
    let rows = templates.indices.map { index in
      let group = groups.group(ofTemplate: index)
      return Array("\(group.id)\t\(Fingerprint(template: templates[index]))\t\(group.template)\n".utf8)
    }
    for line in lines where output.isOpen { output.write(bytes: rows[Int(line)]) }
  }

  /// The group of each line.
  var groupOfLines: [EventGroup] { lines.map { groups.group(ofTemplate: Int($0)) } }
}
