import Glibc

/// Makes elements on a thread of its own and hands them to `consume` in order, on the calling thread; returns what
/// `produce` returns in the end. No more than `window` elements wait. When `consume` throws, the thread ends at its next
/// element, and the error goes on; so does one of `produce`.
func withReadAhead<Element: Sendable, Outcome: Sendable>(
  window: Int = 4, produce: @escaping @Sendable ((Element) throws -> Void) throws -> Outcome,
  consume: (Element) throws -> Void
) throws -> Outcome {
  let state = ReadAhead<Element, Outcome>(window: window)
  guard let thread = startThread({ state.finish(Result { try produce(state.put) }) }) else {
    return try produce(consume)
  }
  defer {
    state.stop()
    pthread_join(thread, nil)
  }
  while let element = state.next() { try consume(element) }
  return try state.outcome()
}

/// What the two threads share; everything in it is touched under the lock alone.
private final class ReadAhead<Element: Sendable, Outcome: Sendable>: @unchecked Sendable {
  /// Nobody wants the elements any more.
  private struct Stopped: Error {}

  private let window: Int
  private var waiting: [Element] = []
  private var result: Result<Outcome, any Error>?
  private var isStopped = false
  private var lock = pthread_mutex_t()
  private var changed = pthread_cond_t()

  init(window: Int) {
    self.window = window
    pthread_mutex_init(&lock, nil)
    pthread_cond_init(&changed, nil)
  }

  deinit {
    pthread_cond_destroy(&changed)
    pthread_mutex_destroy(&lock)
  }

  /// Adds an element, as soon as there is room.
  func put(_ element: Element) throws {
    pthread_mutex_lock(&lock)
    defer { pthread_mutex_unlock(&lock) }
    while waiting.count >= window, !isStopped { pthread_cond_wait(&changed, &lock) }
    if isStopped { throw Stopped() }
    waiting.append(element)
    pthread_cond_broadcast(&changed)
  }

  func finish(_ result: Result<Outcome, any Error>) {
    pthread_mutex_lock(&lock)
    self.result = result
    pthread_cond_broadcast(&changed)
    pthread_mutex_unlock(&lock)
  }

  /// The next element; `nil` when all were taken.
  func next() -> Element? {
    pthread_mutex_lock(&lock)
    defer { pthread_mutex_unlock(&lock) }
    while waiting.isEmpty, result == nil { pthread_cond_wait(&changed, &lock) }
    if waiting.isEmpty { return nil }
    pthread_cond_broadcast(&changed)
    return waiting.removeFirst()
  }

  func outcome() throws -> Outcome {
    pthread_mutex_lock(&lock)
    defer { pthread_mutex_unlock(&lock) }
    guard let result else { throw Stopped() }
    return try result.get()
  }

  func stop() {
    pthread_mutex_lock(&lock)
    isStopped = true
    pthread_cond_broadcast(&changed)
    pthread_mutex_unlock(&lock)
  }
}
