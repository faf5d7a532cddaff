import Glibc

/// Processes elements in order on its own thread, which starts with the first element. At most four elements
/// wait; then `add` blocks.
///
/// One thread adds and finishes. The data that `work` uses belongs to the other thread until `finish`
/// returns.
public final class BackgroundWork<Element: Sendable> {
  private let queue = BoundedQueue<Element>(window: 4)
  private let work: @Sendable (Element) -> Void
  private var thread: pthread_t?

  /// An empty queue.
  public init(_ work: @escaping @Sendable (Element) -> Void) { self.work = work }

  deinit { finish() }

  /// Adds an element; if the system cannot start a thread, processes it at once.
  public func add(_ element: Element) {
    if thread == nil {
      thread = startThread { [queue, work] in while let element = queue.next() { work(element) } }
    }
    if thread == nil { work(element) } else { _ = queue.put(element) }
  }

  /// Returns when all elements are processed. Do not add any afterwards.
  public func finish() {
    guard let thread else { return }
    queue.close()
    pthread_join(thread, nil)
    self.thread = nil
  }
}
