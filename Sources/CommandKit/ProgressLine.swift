/// One line on a terminal that says how far the work is, drawn over itself; nothing anywhere else.
///
/// It vanishes when other text is written to the same stream, and at the end.
public final class ProgressLine {
  private let output: Output
  private let interval: Duration
  private let now: () -> Duration
  private var due: Duration?

  /// `now` is the time since any fixed point; the line is drawn at most once an `interval`, and not before the first
  /// one has passed, so that short work shows none.
  public init(
    on output: Output, every interval: Duration = .milliseconds(100), now: @escaping () -> Duration
  ) {
    self.output = output
    self.interval = interval
    self.now = now
    due = output.canRedraw ? now() + interval : nil
  }

  /// Shows the text if it is time to; it is not made otherwise.
  public func update(_ text: @autoclosure () -> String) {
    guard let due else { return }
    let time = now()
    guard time >= due else { return }
    self.due = time + interval
    output.showTransient(text())
  }

  /// Takes the line away.
  public func finish() {
    output.clearTransient()
    due = nil
  }
}
