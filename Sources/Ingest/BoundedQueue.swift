import Glibc

/// A queue from one thread to another that holds `window` elements at most.
final class BoundedQueue<Element: Sendable>: @unchecked Sendable {
  // Everything is touched under the lock alone.
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

  /// Adds an element, as soon as there is room; false when no more are taken.
  func put(_ element: Element) -> Bool {
    locked {
      while waiting.count >= window, !isStopped { pthread_cond_wait(&changed, &lock) }
      if isStopped { return false }
      waiting.append(element)
      return true
    }
  }

  /// The next element, as soon as there is one; `nil` when it is closed and empty.
  func next() -> Element? {
    locked {
      while waiting.isEmpty, !isClosed { pthread_cond_wait(&changed, &lock) }
      return waiting.isEmpty ? nil : waiting.removeFirst()
    }
  }

  /// Says that no more elements come.
  func close() { locked { isClosed = true } }

  /// Says that no more elements are taken.
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
