import Glibc

/// A process that runs executions in order and records its progress in memory that outlives it.
struct Worker {
  /// The command-line arguments of a worker.
  struct Order {
    var mode: FuzzMode
    var seed: UInt64
    /// The first execution and the step to the next; other workers run those between.
    var start: Int
    var stride = 1
    /// The end of the range of executions.
    var end: Int
    /// The working folder, with `base.db` and `progress`.
    var folder: String
    /// A file that replaces the execution's own input.
    var input: String?

    var arguments: [String] {
      ["--worker", mode.rawValue, "\(seed)", "\(start)", "\(stride)", "\(end)", folder]
        + (input.map { [$0] } ?? [])
    }

    init(mode: FuzzMode, seed: UInt64, start: Int, end: Int, folder: String) {
      (self.mode, self.seed, self.start, self.end, self.folder) = (mode, seed, start, end, folder)
    }

    init?(_ arguments: [String]) {
      guard arguments.count >= 7, arguments[0] == "--worker", let mode = FuzzMode(rawValue: arguments[1]),
        let seed = UInt64(arguments[2]), let start = Int(arguments[3]), let stride = Int(arguments[4]),
        let end = Int(arguments[5])
      else { return nil }
      self.init(mode: mode, seed: seed, start: start, end: end, folder: arguments[6])
      self.stride = stride
      input = arguments.count > 7 ? arguments[7] : nil
    }
  }

  /// The exit status after an execution that failed without a signal.
  static let wrong: Int32 = 3
  /// SIGPROF ends an execution that takes more processor time than this.
  static let mostSeconds = 10
  private static let mostMemory: rlim_t = 4 << 30

  static func run(_ order: Order) throws {
    var limit = rlimit(rlim_cur: mostMemory, rlim_max: mostMemory)
    setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit)
    var noCore = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &noCore)
    let work = try FuzzWork(order.mode, seed: order.seed, folder: order.folder)
    let progress = try WorkerProgress(folder: order.folder)
    for index in stride(from: order.start, to: order.end, by: order.stride) {
      progress.index = index
      var timer = itimerval(it_interval: timeval(), it_value: timeval(tv_sec: mostSeconds, tv_usec: 0))
      setitimer(__itimer_which_t(ITIMER_PROF.rawValue), &timer, nil)
      let input = try order.input.map(readFile) ?? work.input(index)
      if let problem = try work.problem(index, with: input) {
        say(problem)
        exit(wrong)
      }
      progress.executions += 1
    }
  }
}

/// The progress of a worker, shared with its driver.
struct WorkerProgress {
  private let memory: UnsafeMutablePointer<Int>

  init(folder: String) throws {
    let descriptor = open(folder + "/progress", O_RDWR | O_CREAT, 0o600)
    guard descriptor >= 0, ftruncate(descriptor, 64) == 0,
      let mapped = mmap(nil, 64, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0), mapped != MAP_FAILED
    else { fatalError("\(folder)/progress: \(String(cString: strerror(errno)))") }
    close(descriptor)
    memory = mapped.assumingMemoryBound(to: Int.self)
  }

  /// The current execution.
  var index: Int {
    get { memory[0] }
    nonmutating set { memory[0] = newValue }
  }

  /// The number of executions that ended well.
  var executions: Int {
    get { memory[1] }
    nonmutating set { memory[1] = newValue }
  }
}
