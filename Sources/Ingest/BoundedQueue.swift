import Glibc

/// A queue between two threads that holds at most `window` elements.
final class BoundedQueue<Element: Sendable>: @unchecked Sendable {
  // All state is accessed under the lock.
  private let window: Int
  private var waiting: [Element] = []
  private var isClosed = false
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

  /// Adds an element, as soon as there is room; `false` once the queue is stopped.
  func put(_ element: Element) -> Bool {
    locked {
      while waiting.count >= window, !isStopped { pthread_cond_wait(&changed, &lock) }
      if isStopped { return false }
      waiting.append(element)
      return true
    }
  }

  /// The next element, as soon as there is one; `nil` if the queue is closed and empty.
  func next() -> Element? {
    locked {
      while waiting.isEmpty, !isClosed { pthread_cond_wait(&changed, &lock) }
      return waiting.isEmpty ? nil : waiting.removeFirst()
    }
  }

  /// Marks the end of the elements.
  func close() { locked { isClosed = true } }

  /// Refuses further elements.
  func stop() { locked { isStopped = true } }

  private func locked<Result>(_ body: () -> Result) -> Result {
    pthread_mutex_lock(&lock)
    defer {
      pthread_cond_broadcast(&changed)
      pthread_mutex_unlock(&lock)
    }
    return body()
  }
}
