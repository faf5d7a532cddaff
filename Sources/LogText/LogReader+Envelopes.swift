import CasebookKnowledge
import CasebookText

/// Lines in the wrapping of a container runtime or a collector.
extension LogReader {
  mutating func unwrap(_ text: Bytes, isCut: Bool) -> LogRecord? {
    guard let envelope = Envelope.read(text) else { return take(text, summary.lines, nil, 0, isCut: isCut) }
    envelopes[envelope.kind.rawValue] += 1
    let stream = stream(of: envelope, text)
    let inner = text.at(envelope.inner)
    guard envelope.kind == .docker || envelope.isPartial || !streams[stream].partial.isEmpty else {
      return take(inner, summary.lines, envelope.clock, stream, isCut: isCut)
    }
    var buffer: [UInt8] = []
    swap(&buffer, &unwrapped)
    buffer.removeAll(keepingCapacity: true)
    let first = streams[stream].partial.isEmpty ? summary.lines : streams[stream].partialFirst
    swap(&buffer, &streams[stream].partial)
    if buffer.count < Self.maxLine {
      if envelope.kind == .docker {
        Escape.append(inner, to: &buffer)
        if buffer.last == 0x0D { buffer.removeLast() }
      } else {
        buffer.append(contentsOf: inner)
      }
    }
    var event: LogRecord?
    if envelope.isPartial {
      streams[stream].partialFirst = first
      swap(&buffer, &streams[stream].partial)
    } else {
      event = buffer.withUnsafeBufferPointer {
        take($0.at(0..<Swift.min($0.count, Self.maxLine)), first, envelope.clock, stream, isCut: isCut)
      }
    }
    unwrapped = buffer
    return event
  }

  func stream(of envelope: Envelope, _ line: Bytes) -> Int {
    if envelope.process.isEmpty { return envelope.isErrorStream ? 1 : 0 }
    let hash = WordHash.exact(line.at(envelope.process))
    // Hashes of names that differ only in their last letter need another multiplication to differ in the
    // upper bits.
    return 2 + Int((hash &* 0x9E37_79B9_7F4A_7C15) >> 32) % (Self.streamCount - 2)
  }

  mutating func endPartial(_ stream: Int) -> LogRecord? {
    var buffer: [UInt8] = []
    swap(&buffer, &streams[stream].partial)
    return buffer.withUnsafeBufferPointer {
      take(
        $0.at(0..<Swift.min($0.count, Self.maxLine)), streams[stream].partialFirst, nil, stream, isCut: false)
    }
  }

  /// Takes the line of another program that is behind a prefix, or in the message of a JSON line.
  mutating func takeInner(
    _ text: Bytes, _ line: borrowing LogLine, _ clock: Clock?, _ stream: Int, _ prefix: LinePrefix?
  ) -> LogRecord? {
    let tag = prefix.flatMap { $0.logger.isEmpty ? nil : line.text.at($0.logger).text }
    let isFull = prefix?.clock?.hasYear ?? true
    guard let envelope = Envelope.read(text), envelope.kind == .process else {
      return take(
        text, line.first, clock, stream, isCut: line.isCut, tag: tag, isInner: true, isOuterFull: isFull)
    }
    return take(
      text.at(envelope.inner), line.first, clock, self.stream(of: envelope, text), isCut: line.isCut,
      tag: tag,
      isInner: true, isOuterFull: isFull)
  }
}
