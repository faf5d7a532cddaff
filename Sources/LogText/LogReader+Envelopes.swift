import CasebookKnowledge
import CasebookText

/// Lines in the wrapping of a container runtime or a collector.
extension LogReader {
  mutating func unwrap(_ text: Bytes, isCut: Bool) -> LogRecord? {
    guard let envelope = envelope(of: text) else { return take(text, summary.lines, nil, 0, isCut: isCut) }
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

  /// The wrapping of a line; that of BuildKit only once a line has named a step.
  mutating func envelope(of text: Bytes) -> Envelope? {
    guard let envelope = Envelope.read(text) else { return nil }
    guard envelope.kind == .build else { return envelope }
    if text.peek(envelope.process.upperBound + 1) == ascii("[") { hasSteps = true }
    guard hasSteps else { return nil }
    if stepLines.count >= 2 * Self.mostRepeated { stepLines.removeFirst(Self.mostRepeated) }
    stepLines.append(WordHash.exact(text.at(envelope.inner)))
    return envelope
  }

  /// How many lines of steps to remember at least. BuildKit repeats fewer.
  private static let mostRepeated = 256

  /// The text of a line that BuildKit prints behind a failed step: one of its last lines again, without the seconds, or an
  /// empty text if that was read before or quotes the file that describes the step. `nil` for a line of anything else.
  mutating func repeated(_ text: Bytes) -> Bytes? {
    if text.opensTail {
      isInTail = true
      return text.from(text.count)
    }
    if text.equals("--------------------") {
      isInExcerpt = !isInExcerpt && isBehindFile
      isBehindFile = false
      return nil
    }
    isBehindFile = text.namesStepFile(isAny: hasSteps)
    if isInExcerpt {
      let number = text.skipSpace(0)
      let digits = text.digitCount(number)
      isInExcerpt = digits > 0 && text.has(" |", at: number + digits)
      return isInExcerpt ? text.from(text.count) : nil
    }
    guard isInTail else { return nil }
    let seconds = text.skipSeconds(0)
    isInTail = seconds > 0
    guard isInTail else { return nil }
    return text.from(stepLines.contains(WordHash.exact(text.from(seconds))) ? text.count : seconds)
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
    guard let envelope = envelope(of: text), envelope.kind == .process || envelope.kind == .build else {
      return take(
        text, line.first, clock, stream, isCut: line.isCut, tag: tag, isInner: true, isOuterFull: isFull)
    }
    return take(
      text.at(envelope.inner), line.first, clock, self.stream(of: envelope, text), isCut: line.isCut,
      tag: tag,
      isInner: true, isOuterFull: isFull)
  }
}
