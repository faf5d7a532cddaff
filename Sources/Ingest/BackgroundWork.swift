import Glibc

/// Works through elements in order on a thread of its own, which starts with the first one. At most four wait: then
/// who adds another waits as well.
///
/// One thread adds and finishes. What `work` touches belongs to the other thread until `finish` returns.
public final class BackgroundWork<Element: Sendable> {
  private let queue = BoundedQueue<Element>(window: 4)
  private let work: @Sendable (Element) -> Void
  private var thread: pthread_t?

  /// Nothing to do yet.
  public init(_ work: @escaping @Sendable (Element) -> Void) { self.work = work }

  deinit { finish() }

  /// Adds an element; where the system has no thread to give, it is worked on at once.
  public func add(_ element: Element) {
    if thread == nil {
      thread = startThread { [queue, work] in while let element = queue.next() { work(element) } }
    }
    if thread == nil { work(element) } else { _ = queue.put(element) }
  }

  /// Returns when all elements have been worked on. None may be added after that.
  public func finish() {
    guard let thread else { return }
    queue.close()
    pthread_join(thread, nil)
    self.thread = nil
  }
}
