import CasebookKnowledge
import CasebookLogText
import CasebookRedaction
import CasebookSignatures
import CasebookStorage

/// Chooses which parts of a log to keep while it is read: events, and the lines around them. Belongs to one
/// thread.
final class RunSelection {
  private let options: RunOptions
  private let known: KnownSignatures
  private let signer: Signer
  private let redactor = Redactor()
  private var scan = SignatureScan()
  private var trail: LineTrail
  /// Lines up to this one are context of the last event.
  private var contextEnd = 0
  private var excerpt = RunExcerpt()
  private let keyLines = KeyLines()

  init(_ options: RunOptions, signer: Signer, known: KnownSignatures) {
    self.options = options
    self.known = known
    self.signer = signer
    // One more, because the line that ends an event arrives before it.
    trail = LineTrail(count: options.context + 1)
  }

  /// Which records of the log become events.
  var keep: Keep { options.kept == .all ? .all : .problems }

  /// The callbacks for the reader of the log.
  var hooks: LogHooks {
    var hooks = LogHooks()
    guard options.kept != .all else { return hooks }
    if !known.isEmpty { hooks.isWanted = known.mayMatch }
    hooks.pass = pass
    return hooks
  }

  /// The excerpt, if it is large enough to pass on.
  func fullExcerpt() -> RunExcerpt? { excerpt.isFull ? takeExcerpt() : nil }

  /// Returns the excerpt and starts a new one.
  func takeExcerpt() -> RunExcerpt {
    let full = excerpt
    excerpt = RunExcerpt()
    excerpt.isUncertain = full.isUncertain
    return full
  }

  /// Marks the following events as ended only by the end of the log. Call `takeExcerpt` first.
  func markUncertain() { excerpt.isUncertain = true }

  /// Takes the next event, if it should be kept.
  func take(_ event: LogRecord) {
    if let since = options.since, let time = event.time, time < since { return }
    guard isWanted(event) else {
      var message = event.body
      return message.withUTF8 { message in
        let end = message.firstIndex(of: 0x0A) ?? message.count
        pass(event.firstLine, UnsafeBufferPointer(rebasing: message[..<end]))
      }
    }
    if options.context > 0, options.kept != .all {
      trail.drain(event.firstLine - options.context...event.lastLine + options.context) { line, text in
        text.withUnsafeBufferPointer { excerpt.append(line, $0) }
      }
      contextEnd = event.lastLine + options.context
    }
    for line in keyLines.take(before: event.firstLine, event.body) { excerpt.append(passed: line) }
    excerpt.append(event)
  }

  /// Takes a line outside of events; it may be context of one.
  func pass(_ line: Int, _ text: UnsafeBufferPointer<UInt8>) {
    // A line of a key does not show alone that it is secret.
    let isKey = keyLines.pass(line, text)
    guard options.context > 0, !isKey, text.contains(where: { $0 > 0x20 }) else { return }
    if line <= contextEnd { excerpt.append(line, text) } else { trail.push(line, text) }
  }

  private func isWanted(_ event: LogRecord) -> Bool {
    if options.kept == .all || event.level >= (options.kept == .errors ? .error : .warning) { return true }
    var message = redactor.redacted(event.body)
    message.withUTF8 { signer.template(of: $0, into: &scan) }
    return known.hashes.contains(scan.templateHash)
  }
}
