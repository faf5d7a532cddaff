import CProcess
import Glibc

/// Processes `count` items on all processors and passes the results on in order, on the calling thread.
///
/// Results wait while `consume` is busy: at most `window` of them, and only while their total weight is below
/// `weightLimit`, so that memory is bounded for any number of items. `makeWorker` is called once per thread
/// with its number, for data that cannot be shared. If `consume` throws, the threads end and the error is rethrown.
func inOrder<Result: Sendable>(
  count: Int, threads: Int, window: Int = 1024, weightLimit: Int, weigh: @escaping @Sendable (Result) -> Int,
  makeWorker: @escaping @Sendable (_ thread: Int) -> (Int) -> Result, consume: (Int, Result) throws -> Void
) throws {
  guard threads > 1, count > 8 else {
    let work = makeWorker(0)
    for index in 0..<count { try consume(index, work(index)) }
    return
  }
  let state = OrderedState<Result>(count: count, window: window, weightLimit: weightLimit, weigh: weigh)
  var handles: [pthread_t] = []
  for thread in 0..<threads {
    if let handle = startThread({ state.run(makeWorker(thread)) }) { handles.append(handle) }
  }
  defer {
    state.stop()
    for handle in handles { pthread_join(handle, nil) }
  }
  if handles.isEmpty {
    let work = makeWorker(0)
    for index in 0..<count { try consume(index, work(index)) }
    return
  }
  for index in 0..<count { try consume(index, state.take(index)) }
}

/// The maximum number of threads that read.
let mostThreads = 8

/// The number of processors to use.
var processorCount: Int { max(1, min(mostThreads, sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

/// Runs work that nobody waits for on a thread of its own. If the system cannot start one, nothing is run.
package func runAside(_ work: @escaping @Sendable () -> Void) {
  if let thread = startThread(work) { pthread_detach(thread) }
}

/// Starts a thread, which must be joined; `nil` if the system cannot start one.
func startThread(_ run: @escaping @Sendable () -> Void) -> pthread_t? {
  let body = Unmanaged.passRetained(ThreadBody(run))
  var handle = pthread_t()
  let code = pthread_create(
    &handle, nil,
    { pointer in
      guard let pointer else { return nil }
      let stack = casebook_make_signal_stack()
      defer { casebook_free_signal_stack(stack) }
      Unmanaged<ThreadBody>.fromOpaque(pointer).takeRetainedValue().run()
      return nil
    }, body.toOpaque())
  if code == 0 { return handle }
  body.release()
  return nil
}

private final class ThreadBody {
  let run: () -> Void
  init(_ run: @escaping () -> Void) { self.run = run }
}

/// The state that the threads share; all of it is accessed under the lock.
private final class OrderedState<Result: Sendable>: @unchecked Sendable {
  private let count: Int
  private let window: Int
  private let weightLimit: Int
  private let weigh: (Result) -> Int
  /// The total weight of the waiting results.
  private var weight = 0
  private var next = 0
  private var taken = 0
  private var isStopped = false
  private var results: [Int: Result] = [:]
  private var lock = pthread_mutex_t()
  private var changed = pthread_cond_t()

  init(count: Int, window: Int, weightLimit: Int, weigh: @escaping (Result) -> Int) {
    self.count = count
    self.window = window
    self.weightLimit = weightLimit
    self.weigh = weigh
    pthread_mutex_init(&lock, nil)
    pthread_cond_init(&changed, nil)
  }

  deinit {
    pthread_cond_destroy(&changed)
    pthread_mutex_destroy(&lock)
  }

  /// Works until no items are left.
  func run(_ work: (Int) -> Result) {
    while let index = claim() {
      let result = work(index)
      let weight = weigh(result)
      pthread_mutex_lock(&lock)
      self.weight += weight
      results[index] = result
      pthread_cond_broadcast(&changed)
      pthread_mutex_unlock(&lock)
    }
  }

  private func claim() -> Int? {
    pthread_mutex_lock(&lock)
    defer { pthread_mutex_unlock(&lock) }
    while !isStopped, next < count, isFull { pthread_cond_wait(&changed, &lock) }
    if isStopped || next == count { return nil }
    next += 1
    return next - 1
  }

  /// Whether to wait until results are consumed. The item that is needed next is always processed.
  private var isFull: Bool { next > taken && (next >= taken + window || weight >= weightLimit) }

  /// The result of an item, as soon as it is ready.
  func take(_ index: Int) -> Result {
    pthread_mutex_lock(&lock)
    defer { pthread_mutex_unlock(&lock) }
    while true {
      if let result = results.removeValue(forKey: index) {
        taken = index + 1
        weight -= weigh(result)
        pthread_cond_broadcast(&changed)
        return result
      }
      pthread_cond_wait(&changed, &lock)
    }
  }

  func stop() {
    pthread_mutex_lock(&lock)
    isStopped = true
    pthread_cond_broadcast(&changed)
    pthread_mutex_unlock(&lock)
  }
}
