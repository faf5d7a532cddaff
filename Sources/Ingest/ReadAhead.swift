import Glibc

/// Produces elements on its own thread and passes them to `consume` in order, on the calling thread; returns
/// the result of `produce`. At most `window` elements wait. If `consume` throws, the thread ends at its next
/// element and the error is rethrown; so is an error of `produce`.
func withReadAhead<Element: Sendable, Outcome: Sendable>(
  window: Int = 4, produce: @escaping @Sendable ((Element) throws -> Void) throws -> Outcome,
  consume: (Element) throws -> Void
) throws -> Outcome {
  let queue = BoundedQueue<Element>(window: window)
  let made = Made<Outcome>()
  let thread = startThread {
    made.result = Result { try produce { if !queue.put($0) { throw Unwanted() } } }
    queue.close()
  }
  guard let thread else { return try produce(consume) }
  do {
    defer {
      queue.stop()
      pthread_join(thread, nil)
    }
    while let element = queue.next() { try consume(element) }
  }
  guard let result = made.result else { throw Unwanted() }
  return try result.get()
}

/// Thrown when nobody takes the elements any more.
private struct Unwanted: Error {}

/// The result of a thread, to be read after joining it.
private final class Made<Outcome: Sendable>: @unchecked Sendable {
  var result: Result<Outcome, any Error>?
}
