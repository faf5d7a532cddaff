import CProcess
import CasebookKnowledge
import Glibc

/// The memory that an ingest shares with the process that supervises it.
///
/// The ingest names the files in progress and records what it stored of each; this memory outlives it. After a crash,
/// the next ingest learns from it which files to leave out and which to take one at a time.
public final class IngestWatch: @unchecked Sendable {
  /// The report on a file, or on a log in it, from an ingest that crashed later.
  struct Record {
    /// The path of the file, as given.
    let file: String
    /// The name of the log; empty if the file is a stream that was read to its end.
    let name: String
    let report: IngestReport
  }

  /// The files that crashed the reader, and the signal.
  var crashed: [String: Int32] = [:]
  /// The files that may have crashed it; they come first, one at a time.
  var suspects: Set<String> = []
  /// Whether to read all files one at a time.
  var isOneAtATime = false

  /// The records of earlier ingests, by the name of the log or the article.
  private var earlier: [String: Record] = [:]
  /// The streams that earlier ingests read to the end.
  private var readStreams: [String: IngestReport] = [:]
  private let memory: UnsafeMutableRawPointer
  private let records: Int32

  /// A slot contains a path and a terminating zero; an empty slot is unused. The first slot belongs to the
  /// thread that stores. A longer path cannot be opened.
  private static let (slotSize, slotCount) = (4096, 1 + mostThreads)
  /// After the slots comes the number of taken slots.
  private static let size = slotSize * slotCount

  /// Memory for an ingest that has not begun; `nil` if the system provides none.
  init?() {
    guard
      let memory = mmap(nil, Self.size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0),
      memory != MAP_FAILED
    else { return nil }
    self.memory = memory
    records = casebook_memory_file()
    if records < 0 {
      munmap(memory, Self.size)
      return nil
    }
  }

  deinit {
    munmap(memory, Self.size)
    close(records)
  }

  // MARK: In the ingest

  /// Why to leave a file out; `nil` if it should be read.
  func reason(ofLeavingOut path: String) -> String? {
    crashed[path].map { "could not be read: the reader crashed (signal \($0)); please report this file" }
  }

  /// Names the file in progress; an empty path marks its end.
  func begin(_ path: String, in slot: Int = 0) {
    let room = room(slot)
    var path = path
    path.withUTF8 { bytes in
      // The first byte goes last: what is half written names no file.
      room[0] = 0
      guard let first = bytes.first, bytes.count < Self.slotSize else { return }
      UnsafeMutableRawBufferPointer(rebasing: room[1...]).copyMemory(
        from: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[1...]))
      room[bytes.count] = 0
      room[0] = first
    }
  }

  /// Records the result of a file.
  func keep(_ done: [Record]) {
    let lines = done.filter { !$0.report.isEmpty || $0.name.isEmpty }.map { "\($0.json)\n" }.joined()
    // If a record cannot be written, only the counts after a crash miss it.
    _ = lines.isEmpty ? 0 : write(records, lines, lines.utf8.count)
  }

  /// The report of a crashed ingest on an article or log that is unchanged now; returned once.
  func takeEarlier(_ name: String) -> IngestReport? { earlier.removeValue(forKey: name)?.report }

  /// The report of a crashed ingest on a stream that it read to the end; returned once.
  func takeEarlierStream(_ path: String) -> IngestReport? { readStreams.removeValue(forKey: path) }

  /// The reports on logs that were stored before their file crashed the reader.
  func takeEarlier(inFile path: String) -> [IngestReport] {
    earlier.values.filter { $0.file == path }.compactMap { takeEarlier($0.name) }
  }

  // MARK: In the process that supervises it

  /// The files that an ingest was processing when it ended.
  func filesInFlight() -> Set<String> {
    var files: Set<String> = []
    for slot in 0..<Self.slotCount {
      let bytes = room(slot).prefix { $0 != 0 }
      if !bytes.isEmpty { files.insert(String(decoding: bytes, as: UTF8.self)) }
    }
    return files
  }

  /// Prepares for the next ingest, and reads the records of the last one.
  func prepareForNext() {
    for slot in 0..<Self.slotCount { begin("", in: slot) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    lseek(records, 0, SEEK_SET)
    while case let count = read(records, &chunk, chunk.count), count > 0 { bytes += chunk[..<count] }
    ftruncate(records, 0)
    lseek(records, 0, SEEK_SET)
    for record in bytes.split(separator: 0x0A).compactMap(Record.init(line:)) {
      if record.name.isEmpty {
        readStreams[record.file] = record.report
      } else {
        // The file changed and was stored again, so both reports count.
        var report = earlier[record.name]?.report ?? IngestReport()
        report.add(record.report)
        earlier[record.name] = Record(file: record.file, name: record.name, report: report)
      }
    }
  }

  private func room(_ slot: Int) -> UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(start: memory + slot * Self.slotSize, count: Self.slotSize)
  }
}
