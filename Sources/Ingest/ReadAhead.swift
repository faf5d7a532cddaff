import Glibc

/// Makes elements on a thread of its own and hands them to `consume` in order, on the calling thread; returns what
/// `produce` returns in the end. No more than `window` elements wait. When `consume` throws, the thread ends at its next
/// element, and the error goes on; so does one of `produce`.
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

/// Nobody takes the elements any more.
private struct Unwanted: Error {}

/// What a thread made; it is read when the thread was joined.
private final class Made<Outcome: Sendable>: @unchecked Sendable {
  var result: Result<Outcome, any Error>?
}
