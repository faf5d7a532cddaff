import CasebookKnowledge
import CasebookText

/// Lines without a prefix.
extension EventAssembler {
  mutating func takePlain(_ line: borrowing LogLine) -> LogRecord? {
    let indent = line.text.skipSpace(0)
    if indent == line.text.count {
      if isOpen { heldBlanks += 1 }
      return nil
    }
    if isOpen, structure == .box, structure.takes(line.text) {
      structure = structure.after(line.text, isIndented: true)
      add(line.text.from(line.text.peek(3) == 0x20 ? 4 : 3), line, isIndented: true)
      return nil
    }
    if statesNoError, Continuation.isCallFrame(line.text.from(indent)) { becomeError() }
    if isOpen, isProblem || isValue ? goesOn(line.text, indent) : goesOnQuietly(line.text, indent) {
      add(line.text, line, isIndented: isPrefixed ? indent > 0 : indent > headIndent)
      return nil
    }
    let ended = end()
    let text = line.text.from(indent)
    let level: Level? =
      if let fields = line.fields { fields.saysError(line.text) ? .error : nil } else { Severity.judge(text) }
    begin(line, level: level ?? .info, shape: .plain)
    return ended
  }

  /// Whether an unprefixed line continues the pending error.
  private mutating func goesOn(_ line: Bytes, _ indent: Int) -> Bool {
    let text = line.from(indent)
    // Every line of a box has its margin.
    if structure == .box { return false }
    // A traceback that is complete, and is not the cause of the next one.
    if structure == .exception, indent <= headIndent, text.has(Structure.head) { return false }
    if isPrefixed ? indent > 0 : indent > headIndent { return true }
    if structure.takes(text) || Continuation.isCloser(text) { return true }
    if structure == .npm, Structure.isNPM(text) { return true }
    // The exception of what was just logged, as Java writes it behind a blank line.
    if heldBlanks == 1, isPrefixed, structure == .none, looseLines == 0, event.level >= .error,
      Severity.exceptionClass(text) == .error
    {
      return true
    }
    if heldBlanks > 0 { return false }
    // A traceback behind other output is not that of the record before, nor is one of Python that of a record in C++.
    if structure == .none, text.has(Structure.head), looseLines > 0 || isNative { return false }
    if takesLooseLines {
      // The end of the process is an event of its own, whatever came before it.
      if Severity.judge(text) == .fatal { return false }
      looseLines += 1
      return looseLines <= Self.maxLooseLines
    }
    if isPrefixed, text.has("Traceback (most recent") { return true }
    if takesFields, Continuation.isField(text) {
      looseLines += 1
      return looseLines <= Self.maxLooseLines
    }
    return endsWithColon || Continuation.isOpener(text) && !endsWithCloser
  }

  /// Whether the pending record is from a program's part in C++: `cuda_driver.cc:268`.
  private var isNative: Bool {
    event.logger.map { $0.contains(text: ".cc:") || $0.contains(text: ".cpp:") } ?? false
  }

  /// Whether an unprefixed line continues a pending record that is not an error.
  private func goesOnQuietly(_ line: Bytes, _ indent: Int) -> Bool {
    let text = line.from(indent)
    guard isPrefixed || indent > headIndent, !Continuation.isOpener(text) else { return false }
    return Severity.judge(text) == nil
  }

  mutating func begin(_ line: borrowing LogLine, level: Level, shape: LineShape) {
    open(line, level: level, shape: shape)
    statedLevel = line.fields?.level
    headIndent = shape == .plain ? line.text.skipSpace(0) : 0
    let text = line.text.from(headIndent)
    isValue = shape == .plain && Continuation.isOpener(text)
    isKept = keepsAll || isValue || level >= .warning || line.isWanted
    guard isKept else { return }
    if line.isCut { message.markCut() }
    guard let fields = line.fields else {
      addHead(text)
      return
    }
    event.logger = fields.logger.map { line.text.at($0.range).text } ?? line.tag
    scratch.removeAll(keepingCapacity: true)
    fields.appendMessage(of: line.text, to: &scratch)
    scratch.withUnsafeBufferPointer { message.append(line: $0) }
  }
}

extension LogFields {
  /// Whether a JSON object without level and time describes an error, as the body of a failed response does.
  func saysError(_ line: Bytes) -> Bool {
    if namesError { return true }
    return message != nil
      && telling.contains { field in
        line.at(field.name).equals("code") && field.value.isQuoted && !line.at(field.value.range).isEmpty
      }
  }
}
