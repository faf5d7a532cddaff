import CRun
public import CasebookKnowledge
import Glibc

/// A command that runs with its streams passed on while a copy of its output is kept.
public struct WrappedCommand: Sendable {
  /// The program and its arguments.
  public var words: [[UInt8]]
  /// Its environment; `nil` for that of this process.
  public var environment: [String: String]?
  /// Its working directory; `nil` for that of this process.
  public var folder: String?
  /// What it would have got as its standard streams.
  public var streams: [Int32]
  /// The folder for the copy of its output.
  public var scratch: String

  /// A command, with the streams of this process.
  public init(_ words: [[UInt8]], scratch: String) {
    self.words = words
    self.scratch = scratch
    streams = [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
  }

  /// Runs it to its end.
  public func run(now: () -> Timestamp) -> WrappedRun {
    func copy(_ words: [[UInt8]]) -> [UnsafeMutablePointer<CChar>?] {
      words.map { word in
        (word.map(CChar.init(bitPattern:)) + [0]).withUnsafeBufferPointer {
          $0.baseAddress.flatMap { strdup($0) }
        }
      } + [nil]
    }
    let arguments = copy(words)
    let variables = environment.map { copy($0.map { Array("\($0.key)=\($0.value)".utf8) }) }
    let folder = folder.map { strdup($0) }
    defer {
      (arguments + (variables ?? [])).forEach { free($0) }
      free(folder ?? nil)
    }
    var spool = casebook_spool()
    casebook_open_spool(&spool, scratch, WrappedRun.mostHead, WrappedRun.mostTail)
    var end = casebook_job_end()
    let started = now()
    arguments.withUnsafeBufferPointer { arguments in
      func run(_ variables: UnsafePointer<UnsafeMutablePointer<CChar>?>?) {
        var job = casebook_job(
          arguments: arguments.baseAddress, environment: variables, folder: folder ?? nil,
          streams: (streams[0], streams[1], streams[2]))
        casebook_run(&job, &spool, &end)
      }
      if let variables { variables.withUnsafeBufferPointer { run($0.baseAddress) } } else { run(nil) }
    }
    return WrappedRun(
      line: words.map { shellQuoted(String(decoding: $0, as: UTF8.self)) }.joined(separator: " "),
      spool: spool, end: end, started: started, ended: now())
  }
}

/// A command that ended, and a copy of its output. A long output lost its middle.
public final class WrappedRun {
  /// The words as a shell reads them.
  public let line: String
  /// As a shell says it: 128 + n for signal n, 127 if it was not found, 126 if it cannot be executed.
  public let status: Int32
  /// Why it did not start; `nil` if it did.
  public let startFailure: String?
  /// Which stream of this process could not be written, and why. A closed pipe is not a failure.
  public let writeFailures: [String]
  /// When it began and ended.
  public let started, ended: Timestamp
  private var spool: casebook_spool

  /// How much of a long output is kept from its start and from its end, in bytes.
  fileprivate static let (mostHead, mostTail): (Int64, Int64) = (16 << 20, 48 << 20)

  fileprivate init(
    line: String, spool: casebook_spool, end: casebook_job_end, started: Timestamp, ended: Timestamp
  ) {
    self.line = line
    self.spool = spool
    status = end.status
    startFailure = end.error == 0 ? nil : String(cString: strerror(end.error))
    writeFailures = [(end.writeError.0, "output"), (end.writeError.1, "error")].compactMap { number, name in
      number == 0 || number == EPIPE ? nil : "standard \(name): \(String(cString: strerror(number)))"
    }
    self.started = started
    self.ended = ended
  }

  deinit { casebook_close_spool(&spool) }

  /// Why some of the output could not be kept; `nil` if it could.
  public var keepingFailure: String? { spool.error == 0 ? nil : String(cString: strerror(spool.error)) }

  /// Whether nothing of its output is here.
  public var isEmpty: Bool { spool.count == 0 }

  /// The lines about it in a run.
  var command: RunCommand {
    RunCommand(line: line, started: started, ended: ended, exitStatus: Int(status))
  }

  /// A part of the output: bytes by their place in it, or a text of our own.
  private enum OutputPart {
    case kept(Range<Int64>)
    case remark([UInt8])
  }

  /// Fills buffers with the output, from its start.
  public func reader() -> (UnsafeMutableRawBufferPointer) throws -> Int {
    var parts = parts[...]
    return { [self] buffer in
      while let part = parts.first {
        let count: Int
        let rest: OutputPart
        switch part {
        case .remark(let text):
          count = min(text.count, buffer.count)
          buffer.copyBytes(from: text.prefix(count))
          rest = .remark(Array(text.dropFirst(count)))
        case .kept(let range):
          count = read(range, into: buffer)
          rest = .kept(min(range.lowerBound + Int64(count), range.upperBound)..<range.upperBound)
        }
        parts = count == 0 ? parts.dropFirst() : [rest] + parts.dropFirst()
        if count > 0 { return count }
      }
      return 0
    }
  }

  private var parts: [OutputPart] {
    let (count, head, tail) = (spool.count, spool.head, spool.tail)
    if count <= head + tail { return [.kept(0..<min(count, head)), .kept(min(count, head)..<count)] }
    var first = count - tail
    // The tail begins with a whole line.
    var bytes = [UInt8](repeating: 0, count: 1 << 16)
    let looked = bytes.withUnsafeMutableBytes { read(first..<count, into: $0) }
    if let end = bytes[..<looked].firstIndex(of: 0x0A) { first += Int64(end) + 1 }
    let remark = "\n[\(first - head) bytes of the output were not kept]\n"
    return [.kept(0..<head), .remark(Array(remark.utf8)), .kept(first..<count)]
  }

  /// Reads from a place in the output; returns 0 at the end of `range`.
  private func read(_ range: Range<Int64>, into buffer: UnsafeMutableRawBufferPointer) -> Int {
    guard !range.isEmpty else { return 0 }
    let (start, head, tail) = (range.lowerBound, spool.head, spool.tail)
    let place = start < head ? start : head + (start - head) % tail
    let room = start < head ? head - start : tail - (start - head) % tail
    let most = min(Int64(buffer.count), room, Int64(range.count))
    while true {
      let count = pread(spool.file, buffer.baseAddress, Int(most), Int(place))
      if count >= 0 || errno != EINTR { return max(0, count) }
    }
  }
}

/// A word as a shell reads it back.
private func shellQuoted(_ word: String) -> String {
  let isPlain =
    !word.isEmpty
    && word.utf8.allSatisfy { byte in
      switch byte {
      case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x80...: true
      default: "%+,-./:=@_^".utf8.contains(byte)
      }
    }
  return isPlain
    ? word
    : "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}
