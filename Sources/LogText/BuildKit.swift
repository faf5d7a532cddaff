import CasebookText

/// The marks of BuildKit in the output of `docker build`.
extension UnsafeBufferPointer<UInt8> {
  /// The number of bytes of `34.56 ` at `start`: the seconds before a line of BuildKit.
  func skipSeconds(_ start: Int) -> Int {
    let whole = digitCount(start, limit: 8)
    guard whole > 0, peek(start + whole) == ascii(".") else { return 0 }
    let fraction = digitCount(start + whole + 1, limit: 5)
    let end = start + whole + 1 + fraction
    guard (1...4).contains(fraction), end == count || self[end] == 0x20 else { return 0 }
    return Swift.min(end + 1, count) - start
  }

  /// Whether it names a step of BuildKit: `[build 3/7] RUN make`, `[internal] load metadata`.
  var namesStep: Bool {
    guard let close = at(0..<Swift.min(count, 120)).index(of: ascii("]")), close > 2, peek(close + 1) == 0x20
    else { return false }
    let verb = from(close + 2)
    if at(1..<close).ends(with: "internal") { return verb.has("load ") || verb.has("booting ") }
    var p = close
    while self[p - 1].isDigit { p -= 1 }
    guard p < close, self[p - 1] == ascii("/"), self[p - 2].isDigit else { return false }
    return verb.has("RUN ") || verb.has("COPY ") || verb.has("FROM ") || verb.has("ADD ")
      || verb.has("WORKDIR ")
  }

  /// Whether it opens the block in which BuildKit repeats the last lines of a failed step: ` > [build 3/7] RUN make:`.
  var opensTail: Bool {
    guard last == ascii(":") else { return false }
    let text = from(skipSpace(0))
    return text.has("> [") && text.from(2).namesStep
  }

  /// Whether it names a line of the file that describes the steps: `Dockerfile:12`. With `isAny`, of any file.
  func namesStepFile(isAny: Bool) -> Bool {
    var p = count
    while p > 0, self[p - 1].isDigit { p -= 1 }
    guard p < count, p > 1, self[p - 1] == ascii(":"), index(of: 0x20) == nil else { return false }
    return isAny || at(0..<(p - 1)).ends(with: "ockerfile")
  }
}

extension ReportReader {
  /// Skips what BuildKit prints around the output of a failed step: the step, and the lines of the file that describe it.
  mutating func skipBuildLines(_ line: Int) -> Bool {
    let range = lines[line]
    guard let last = bytes.at(range).last, last == ascii(":") || last == ascii("-") else { return false }
    let text = bytes.at(header(range).body..<range.upperBound)
    if text.opensTail {
      isInTail = true
      return true
    }
    guard text.count > 5, text.allSatisfy({ $0 == ascii("-") }) else { return false }
    isInTail = false
    guard line > 0, case let above = lines[line - 1],
      bytes.at(header(above).body..<above.upperBound).namesStepFile(isAny: false)
    else { return false }
    func isExcerpt(_ line: Int) -> Bool {
      guard line < lines.count, let bar = bytes.at(lines[line]).index(of: " | ") else { return false }
      return bytes[lines[line].lowerBound + bar - (bar > 0 ? 1 : 0)].isDigit
    }
    let first = next
    while isExcerpt(next) { next += 1 }
    return next > first
  }
}
