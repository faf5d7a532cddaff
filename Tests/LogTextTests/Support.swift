import CasebookKnowledge
import CasebookLogText
import Glibc

/// When the logs of the tests were last written.
let endOf2021 = Timestamp(milliseconds: 1_640_908_800_000)  // 2021-12-31

/// The events of `text` as a table: lines, time, level, logger, and the message, with its further lines after
/// `│`.
func table(_ text: some Sequence<UInt8>, keeping keep: Keep = .problems, written: Timestamp? = nil) -> String
{
  LogReader.events(in: text, keeping: keep, written: written).events.map(row).joined(
    separator: "\n")
}

func table(_ text: String, keeping keep: Keep = .problems, written: Timestamp? = nil) -> String {
  table(text.utf8, keeping: keep, written: written)
}

func row(_ event: LogRecord) -> String {
  let lines =
    event.firstLine == event.lastLine ? "\(event.firstLine)" : "\(event.firstLine)-\(event.lastLine)"
  let message = event.body.split(separator: "\n", omittingEmptySubsequences: false).joined(
    separator: "\n│")
  let time = event.time?.description ?? "-"
  let head = "\(lines) \(time) \(event.level) \(event.logger ?? "-")\(event.isCut ? " cut" : "")"
  return "\(head) ¦ \(message)"
}

/// A summary in one line.
func line(_ summary: RunSummary) -> String {
  let counts = summary.counts.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(
    separator: " ")
  let times = "\(summary.start?.description ?? "-") … \(summary.end?.description ?? "-")"
  let exit = summary.exitStatus.map { " exit=\($0)" } ?? ""
  return "\(summary.format) lines=\(summary.lines) broken=\(summary.brokenLines) \(times) \(counts)\(exit)"
}

/// The bytes of a file below the root of the package; `nil` if it does not exist.
func contents(_ path: String, file: StaticString = #filePath) -> [UInt8]? {
  let root = "\(file)".split(separator: "/").dropLast(3).joined(separator: "/")
  guard let handle = fopen("/\(root)/\(path)", "rb") else { return nil }
  defer { fclose(handle) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while case let count = fread(&buffer, 1, buffer.count, handle), count > 0 { bytes += buffer[..<count] }
  return bytes
}

/// The events and the summary of `bytes`, read in pieces of `size`.
func read(_ bytes: [UInt8], inPiecesOf size: Int, keeping keep: Keep) -> ([LogRecord], RunSummary) {
  var reader = LogReader(keeping: keep, near: LogReader.fullTime(bytes), written: endOf2021)
  var events: [LogRecord] = []
  bytes.withUnsafeBytes { all in
    for start in stride(from: 0, to: all.count, by: size) {
      reader.read(UnsafeRawBufferPointer(rebasing: all[start..<min(start + size, all.count)])) {
        events.append($0)
      }
    }
  }
  let summary = reader.finish { events.append($0) }
  return (events, summary)
}
