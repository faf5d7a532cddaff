import CasebookText

/// What a redactor knows between the lines of one log, when it is given one line at a time.
public struct RedactorState: Sendable {
  /// True while the lines belong to a private key block whose end has not come.
  public internal(set) var isInPrivateKey = false
  /// How many more lines the block may have, and how many without a part of it.
  var lines = 0
  var strangers = 0

  /// The state at the start of a log.
  public init() {}

  mutating func enterPrivateKey() {
    isInPrivateKey = true
    lines = 512
    strangers = 8
  }
}

extension Redactor {
  /// As `redact(_:into:)`, for one line of a log: the lines of a private key block that began on an earlier one are
  /// secret too, also where each has a time or a level in front, or lines of another process stand between them.
  public func redact(
    _ line: UnsafeBufferPointer<UInt8>, into output: inout [UInt8], state: inout RedactorState
  ) -> Int {
    guard state.isInPrivateKey || line.count > 10 else { return redact(line, into: &output) }
    var scan = RedactionScan(line, rules.index)
    var secrets: [RedactionScan.Secret] = []
    if state.isInPrivateKey, let part = keyPart(of: line, state: &state) {
      // What stands in front of the part is read as usual; nothing worth reading comes after.
      var front = RedactionScan(UnsafeBufferPointer(rebasing: line[..<part.start]), rules.index)
      while let secret = front.next() { secrets.append(secret) }
      secrets.append(part)
      scan.position = part.end
    }
    while let secret = scan.next() { secrets.append(secret) }
    if scan.endsInPrivateKey { state.enterPrivateKey() }
    var copied = 0
    for secret in secrets { append(secret, of: line, from: &copied, to: &output) }
    if !secrets.isEmpty { output.append(contentsOf: line[copied...]) }
    return secrets.count
  }

  /// The part of a private key block in one of its lines.
  private func keyPart(
    of line: UnsafeBufferPointer<UInt8>, state: inout RedactorState
  ) -> RedactionScan.Secret? {
    guard let rule = rules.index.privateKey else { return nil }
    let scan = RedactionScan(line, rules.index)
    state.lines -= 1
    if state.lines == 0 { state.isInPrivateKey = false }
    var end = line.count
    while end > 0, line[end - 1] <= 0x20 { end -= 1 }
    for place in 0..<end where line[place] == UInt8(ascii: "-") && scan.starts("-----END ", at: place) {
      guard let close = scan.endOfLabel(from: place + 9) else { continue }
      state.isInPrivateKey = false
      var start = place
      while start > 0, RedactionScan.isBase64(line[start - 1]) { start -= 1 }
      return RedactionScan.Secret(start: start, end: close, rule: rule)
    }
    var start = end
    var (hasDigit, hasUpper) = (false, false)
    while start > 0, RedactionScan.isBase64(line[start - 1]) {
      start -= 1
      hasDigit = hasDigit || line[start].isDigit
      hasUpper = hasUpper || line[start].isUpper
    }
    let count = end - start
    let isPart =
      count >= 24
      || count >= 4 && count % 4 == 0 && (line[end - 1] == UInt8(ascii: "=") || hasDigit || hasUpper)
    if isPart { return RedactionScan.Secret(start: start, end: end, rule: rule) }
    state.strangers -= count == 0 && end == 0 ? 0 : 1
    if state.strangers == 0 { state.isInPrivateKey = false }
    return nil
  }
}
