import CasebookKnowledge
import CasebookText

/// Records that state a level below *warning*, and turn out to be failures.
extension EventAssembler {
  /// Remembers the start of a record that is not kept.
  mutating func keepQuiet(_ text: Bytes) {
    quietHead.removeAll(keepingCapacity: true)
    quietHead.append(contentsOf: text.at(0..<Swift.min(text.count, Self.quietSize)))
  }

  /// Whether the pending record is a line that states a level below *warning*, and nothing came after it yet.
  var statesNoError: Bool {
    guard isOpen, let statedLevel, statedLevel < .warning, event.level < .warning,
      event.lastLine == event.firstLine
    else { return false }
    switch shape {
    case .timeLevel, .level, .klog, .syslog, .syslog5424: return true
    default: return false
    }
  }

  /// Frames after a record make it an error, whatever level it states.
  mutating func becomeError() {
    if isKept {
      event.level = .error
      return
    }
    var head: [UInt8] = []
    swap(&head, &quietHead)
    head.withUnsafeBufferPointer { text in
      guard let found = LinePrefix.read(text) else { return }
      let prefix = PrefixReader.readRest(found, text)
      event.level = .error
      isKept = true
      event.time = pendingClock?.timestamp() ?? prefix.clock?.timestamp()
      event.logger = prefix.logger.isEmpty ? nil : text.at(prefix.logger).text
      let body = prefix.body(of: text)
      headIndent = body.skipSpace(0)
      addHead(body.from(headIndent))
    }
  }

  /// How much of such a record is remembered.
  private static let quietSize = 4096
}
