import CasebookText

/// The wrapping that a container runtime or a log collector puts around a line of a program.
struct Envelope {
  /// The program that wrote the envelope.
  enum EnvelopeKind: Int, CaseIterable {
    case cri, docker, compose, process, build
  }

  var kind: EnvelopeKind
  var clock: Clock?
  var isErrorStream = false
  /// Whether the program's line continues in the next envelope.
  var isPartial = false
  /// The process that wrote the line, if several write into one log: the name before the line.
  var process = 0..<0
  /// The program's line. From Docker, it still has its JSON escapes.
  var inner: Range<Int>

  /// The envelope of a line; `nil` if it has none.
  static func read(_ line: Bytes) -> Envelope? {
    guard let first = line.first else { return nil }
    if first == ascii("{") { return readDocker(line) }
    if first.isDigit { return readCRI(line) ?? readNumbered(line) }
    if first == ascii("[") { return readPod(line) ?? readRank(line) }
    if first == ascii("(") { return readProcess(line) }
    if first == ascii("#") { return readBuild(line) }
    return readCompose(line)
  }

  /// `2021-10-21T08:00:00.123456789Z stderr F message`
  private static func readCRI(_ line: Bytes) -> Envelope? {
    guard line.peek(10) == ascii("T"), line.peek(19) == ascii(".") || line.peek(19) == ascii("Z"),
      let space = line.at(0..<Swift.min(line.count, 40)).index(of: 0x20),
      line.has(" stdout ", at: space) || line.has(" stderr ", at: space)
    else { return nil }
    let tag = space + 8
    guard line.peek(tag) == ascii("F") || line.peek(tag) == ascii("P"),
      line.peek(tag + 1) == 0x20 || line.peek(tag + 1) == ascii(":") || tag + 1 == line.count
    else { return nil }
    return Envelope(
      kind: .cri, clock: ClockReader.whole(line.at(0..<space)), isErrorStream: line[space + 4] == ascii("e"),
      isPartial: line[tag] == ascii("P"), inner: Swift.min(line.skipTag(tag + 1), line.count)..<line.count)
  }

  /// `{"log":"message\n","stream":"stderr","time":"2021-10-21T08:00:00.123456789Z"}`
  private static func readDocker(_ line: Bytes) -> Envelope? {
    guard line.has("{\"log\":\""), let stream = line.lastIndex(of: "\",\"stream\":\"std"), stream >= 8 else {
      return nil
    }
    var clock: Clock?
    if let time = line.index(of: "\"time\":\"", from: stream),
      let end = line.index(of: ascii("\""), from: time + 8)
    {
      clock = ClockReader.whole(line.at((time + 8)..<end))
    }
    let isWhole = line.at(8..<stream).ends(with: "\\n")
    return Envelope(
      kind: .docker, clock: clock, isErrorStream: line.peek(stream + 15) == ascii("e"), isPartial: !isWhole,
      inner: 8..<(isWhole ? stream - 2 : stream))
  }

  /// `[pod/name/container] message`, as `kubectl logs --prefix` writes.
  private static func readPod(_ line: Bytes) -> Envelope? {
    guard line.has("[pod/"), let close = line.at(0..<Swift.min(line.count, 400)).index(of: ascii("]")) else {
      return nil
    }
    return Envelope(kind: .compose, process: 0..<close, inner: Swift.min(close + 2, line.count)..<line.count)
  }

  /// `[rank0]: message`, as PyTorch marks the output of its processes.
  private static func readRank(_ line: Bytes) -> Envelope? {
    guard line.has("[rank") || line.has("[default") else { return nil }
    let start = line.peek(1) == ascii("r") ? 5 : 8
    let digits = line.digitCount(start, limit: 8)
    guard digits > 0, line.has("]:", at: start + digits) else { return nil }
    let inner = start + digits + 2
    return Envelope(
      kind: .process, process: 0..<inner,
      inner: (line.peek(inner) == 0x20 ? inner + 1 : inner)..<line.count)
  }

  /// `(pid=123) message`, `(Trainer pid=123, ip=10.0.0.1) message`, as Ray marks the output of its workers.
  private static func readProcess(_ line: Bytes) -> Envelope? {
    let head = line.at(0..<Swift.min(line.count, 120))
    guard let close = head.index(of: ascii(")")), head.peek(close + 1) == 0x20,
      head.at(0..<close).index(of: "pid=") != nil || head.has("(raylet") || head.has("(autoscaler ")
    else { return nil }
    return Envelope(kind: .process, process: 0..<close, inner: (close + 2)..<line.count)
  }

  /// `#12 34.56 message` and `#12 ERROR: message`, as BuildKit marks the output of its steps. The line that
  /// names a step, `#12 [build 3/7] RUN make`, has an empty message.
  private static func readBuild(_ line: Bytes) -> Envelope? {
    let step = 1 + line.digitCount(1, limit: 6)
    guard step > 1, line.peek(step) == 0x20 else { return nil }
    let start = step + 1
    var inner = start + line.skipSeconds(start)
    if inner == start {
      switch line.peek(start) {
      case ascii("[") where line.from(start).namesStep: inner = line.count
      case ascii("E") where line.has("ERROR: ", at: start): break
      case ascii("C") where line.has("CANCELED", at: start) || line.has("CACHED", at: start): break
      case ascii("D") where line.has("DONE ", at: start): break
      default: return nil
      }
    }
    return Envelope(kind: .build, process: 0..<step, inner: Swift.min(inner, line.count)..<line.count)
  }

  /// `0|api  | message`, as pm2 writes.
  private static func readNumbered(_ line: Bytes) -> Envelope? {
    let digits = line.digitCount(0, limit: 4)
    guard line.peek(digits) == ascii("|"), line.peek(digits + 1).isLetter else { return nil }
    var p = digits + 1
    while p < line.count, p <= 64, line[p].isWord || line[p] == ascii("-") || line[p] == ascii(".") { p += 1 }
    let bar = line.skipSpace(p)
    guard bar > p, line.peek(bar) == ascii("|"), line.peek(bar + 1) == 0x20 else { return nil }
    return Envelope(kind: .compose, process: 0..<p, inner: (bar + 2)..<line.count)
  }

  /// `service_1  | message`, as `docker compose logs` writes.
  private static func readCompose(_ line: Bytes) -> Envelope? {
    guard line[0].isLower else { return nil }
    var p = 1
    while p < line.count, p <= 64, line[p].isWord || line[p] == ascii("-") || line[p] == ascii(".") { p += 1 }
    let bar = line.skipSpace(p)
    guard bar > p, line.peek(bar) == ascii("|"), bar + 1 == line.count || line[bar + 1] == 0x20 else {
      return nil
    }
    // A service name contains its instance; a plain word before a bar may belong to a table.
    guard line.at(0..<p).contains(where: { $0.isDigit || $0 == ascii("_") || $0 == ascii("-") }) else {
      return nil
    }
    return Envelope(kind: .compose, process: 0..<p, inner: Swift.min(bar + 2, line.count)..<line.count)
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The end of a CRI tag, past the space after it: `F `, `P:more `.
  fileprivate func skipTag(_ start: Int) -> Int { wordEnd(start) + 1 }

  /// The last index of `text`.
  fileprivate func lastIndex(of text: StaticString) -> Int? {
    var found: Int?
    var from = Swift.max(0, count - 400)
    while let next = index(of: text, from: from) {
      found = next
      from = next + 1
    }
    return found
  }
}
