import CProcess
import Glibc

/// Works through `count` items on all processors and hands the results on in order, on the calling thread.
///
/// Results wait while `consume` is busy: at most `window` of them, and only while they weigh less than `weightLimit`
/// together, so memory is bounded whatever the number of items. `makeWorker` is called once a thread, for what cannot be
/// shared. When `consume` throws, the threads end and the error goes on.
func inOrder<Result: Sendable>(
  count: Int, threads: Int, window: Int = 1024, weightLimit: Int, weigh: @escaping @Sendable (Result) -> Int,
  makeWorker: @escaping @Sendable () -> (Int) -> Result, consume: (Int, Result) throws -> Void
) throws {
  guard threads > 1, count > 8 else {
    let work = makeWorker()
    for index in 0..<count { try consume(index, work(index)) }
    return
  }
  let state = OrderedState<Result>(count: count, window: window, weightLimit: weightLimit, weigh: weigh)
  var handles: [pthread_t] = []
  for _ in 0..<threads {
    if let handle = startThread({ state.run(makeWorker()) }) { handles.append(handle) }
  }
  defer {
    state.stop()
    for handle in handles { pthread_join(handle, nil) }
  }
  if handles.isEmpty {
    let work = makeWorker()
    for index in 0..<count { try consume(index, work(index)) }
    return
  }
  for index in 0..<count { try consume(index, state.take(index)) }
}

/// How many processors there are to work on.
var processorCount: Int { max(1, min(8, sysconf(Int32(_SC_NPROCESSORS_ONLN)))) }

/// Starts a thread, which has to be joined; `nil` where the system has none to give.
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

/// What the threads share; everything in it is touched under the lock alone.
private final class OrderedState<Result: Sendable>: @unchecked Sendable {
  private let count: Int
  private let window: Int
  private let weightLimit: Int
  private let weigh: (Result) -> Int
  /// What the results that wait weigh together.
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

  /// Works until nothing is left.
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

  /// Whether what waits has to be taken first. The item that is asked for next is always worked on.
  private var isFull: Bool { next > taken && (next >= taken + window || weight >= weightLimit) }

  /// The result of an item, as soon as it is there.
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
