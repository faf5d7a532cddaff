import CasebookText

/// The state of a redactor that reads a log by lines or by records.
public struct RedactorState: Sendable {
  /// True while the lines belong to a private key block whose end has not come.
  public var isInPrivateKey: Bool { lines > 0 && strangers > 0 }
  /// How many more lines the block may have, and how many without a part of it.
  var lines = 0
  var strangers = 0

  /// The state at the start of a log.
  public init() {}

  mutating func enterPrivateKey() {
    (lines, strangers) = (RedactionScan.keyLines, RedactionScan.keyStrangers)
  }
}

extension Redactor {
  /// The text with every secret replaced, also when an earlier text began a private key.
  public func redacted(_ text: String, state: inout RedactorState) -> String {
    var text = text
    var output: [UInt8] = []
    let count = text.withUTF8 { redact($0, into: &output, state: &state) }
    return count == 0 ? text : String(decoding: output, as: UTF8.self)
  }

  /// Like `redact(_:into:)`, for one line or one record of a log. The lines of a private key that began in an
  /// earlier record are secret too, even with a time or a level before each, or with lines of another process
  /// between them.
  public func redact(
    _ text: UnsafeBufferPointer<UInt8>, into output: inout [UInt8], state: inout RedactorState
  ) -> Int {
    var (count, copied, start) = (0, 0, 0)
    while state.isInPrivateKey, start < text.count {
      let end = text[start...].firstIndex(of: 0x0A) ?? text.count
      for secret in secrets(inKeyLine: UnsafeBufferPointer(rebasing: text[start..<end]), &state) {
        append(secret, of: text, at: start, from: &copied, to: &output)
        count += 1
      }
      start = min(end + 1, text.count)
    }
    if start < text.count {
      var scan = RedactionScan(UnsafeBufferPointer(rebasing: text[start...]), rules.index)
      while let secret = scan.next() {
        append(secret, of: text, at: start, from: &copied, to: &output)
        count += 1
      }
      if scan.endsInPrivateKey { state.enterPrivateKey() }
    }
    if count > 0 { output.append(contentsOf: text[copied...]) }
    return count
  }

  /// The secrets of a line that may belong to a private key.
  private func secrets(
    inKeyLine line: UnsafeBufferPointer<UInt8>, _ state: inout RedactorState
  ) -> [RedactionScan.Secret] {
    var secrets: [RedactionScan.Secret] = []
    let part = keyPart(of: line, state: &state)
    if let part {
      var front = RedactionScan(UnsafeBufferPointer(rebasing: line[..<part.start]), rules.index)
      while let secret = front.next() { secrets.append(secret) }
      secrets.append(part)
    }
    var scan = RedactionScan(line, rules.index)
    scan.position = part?.end ?? 0
    while let secret = scan.next() { secrets.append(secret) }
    if scan.endsInPrivateKey { state.enterPrivateKey() }
    return secrets
  }

  /// The part of a private key block in one of its lines.
  private func keyPart(
    of line: UnsafeBufferPointer<UInt8>, state: inout RedactorState
  ) -> RedactionScan.Secret? {
    guard let rule = rules.index.privateKey else { return nil }
    let found = RedactionScan(line, rules.index).keyLine(0..<line.count)
    state.lines = found.isEnd ? 0 : state.lines - 1
    guard let part = found.part else {
      if !found.isEmpty { state.strangers -= 1 }
      return nil
    }
    return RedactionScan.Secret(start: part.lowerBound, end: part.upperBound, rule: rule)
  }

  /// Whether a private key may begin in a text: a quick check without false negatives.
  public static func mayBeginKey(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    text.index(of: "PRIVATE KEY") != nil || text.index(of: "Private-Lines:") != nil
      || text.index(of: "Static key") != nil
  }
}
