import CasebookCommandKit
import CasebookKnowledge
import CasebookSignatures

/// The lines of a stream and their groups, for `signature --each`.
///
/// Groups depend on all lines and not on their order, so all are read before one is shown. A line is kept as the
/// number of its template, four bytes.
struct GroupedLines {
  private let signer: Signer
  private let redactor = Redactor()
  private var redacted: [UInt8] = []
  private var splitter = LineSplitter()
  private var scan = SignatureScan()
  private var grouping = Grouping()
  private var lines: [UInt32] = []
  private var fingerprints: [Fingerprint] = []

  init(_ signer: Signer) {
    self.signer = signer
    scan.isForming = true
  }

  /// Reads all lines.
  mutating func read(_ path: String, _ surroundings: Surroundings) throws {
    try surroundings.forEachChunk(path) { chunk in
      read(chunk)
    }
    var splitter = self.splitter
    splitter.finish { add($0) }
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
    if index == fingerprints.count {
      fingerprints.append(Fingerprint(template: String(decoding: scan.template, as: UTF8.self)))
    }
    lines.append(UInt32(truncatingIfNeeded: index))
  }

  /// Writes GROUP, FINGERPRINT and TEMPLATE for each line, with tabs between.
  func write(to output: Output) {
    let groups = grouping.groups()
    let rows = fingerprints.indices.map { index in
      let group = groups.group(ofTemplate: index)
      return Array("\(group.id)\t\(fingerprints[index])\t\(group.template)\n".utf8)
    }
    for line in lines where output.isOpen { output.write(bytes: rows[Int(line)]) }
  }

  /// The group of each line.
  func groups() -> [EventGroup] {
    let groups = grouping.groups()
    return lines.map { groups.group(ofTemplate: Int($0)) }
  }
}
