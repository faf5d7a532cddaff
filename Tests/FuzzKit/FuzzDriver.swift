import CasebookCommandKit
import Glibc

/// Starts workers, watches them, and reports the failures.
struct FuzzDriver {
  let options: FuzzOptions
  private let folder: String
  private var found: [FoundFailure] = []
  private var executions = 0
  /// A session stops after this many different failures.
  private static let mostFailures = 25
  /// The stack size of a worker in bytes.
  private static let stack: rlim_t = 1 << 20

  private struct Lane {
    var order: Worker.Order
    let progress: WorkerProgress
    var child: Child?
    /// The last execution seen, and the time it was first seen.
    var seen = (index: -1, time: 0.0)
  }

  init(_ options: FuzzOptions) throws {
    self.options = options
    let base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
    var template = Array("\(base)/casebook-fuzz-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw Failure(.cannotCreate, "\(base): no folder can be made in it")
    }
    folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Runs all modes; true if nothing was found.
  mutating func run() throws -> Bool {
    defer { remove(folder: folder) }
    let base = CommandRun(folder: folder)
    try base.makeBase(package: packageFolder)
    // Workers inherit it: a function that recurses once per input byte fails soon.
    var stack = rlimit()
    getrlimit(__rlimit_resource_t(RLIMIT_STACK.rawValue), &stack)
    stack.rlim_cur = min(stack.rlim_cur, Self.stack)
    setrlimit(__rlimit_resource_t(RLIMIT_STACK.rawValue), &stack)
    for mode in options.modes { try run(mode) }
    return found.isEmpty
  }

  private mutating func run(_ mode: FuzzMode) throws {
    let start = Stopwatch.now()
    let (before, known, busy) = (executions, found.count, Stopwatch.ofChildren())
    let jobs = options.only == nil ? options.jobs : 1
    let count = options.only.map { $0 + 1 } ?? options.executions(of: mode)
    var lanes = try (0..<jobs).map { job in
      let own = "\(folder)/\(mode)-\(job)"
      mkdir(own, 0o700)
      try writeFile(readFile(folder + "/base.db"), to: own + "/base.db")
      var order = Worker.Order(
        mode: mode, seed: options.seed, start: (options.only ?? 0) + job, end: count, folder: own)
      order.stride = jobs
      return Lane(order: order, progress: try WorkerProgress(folder: own))
    }
    let end = options.seconds.map { start + $0 / Double(options.modes.count) } ?? .infinity
    for index in lanes.indices where lanes[index].order.start < count { begin(&lanes[index]) }
    while lanes.contains(where: { $0.child != nil }), found.count < Self.mostFailures {
      usleep(20_000)
      for index in lanes.indices { try watch(&lanes[index]) }
      if Stopwatch.now() > end { break }
    }
    for lane in lanes {
      lane.child?.kill(because: "the time is up")
      executions += lane.progress.executions
    }
    let (took, worked) = (Int(Stopwatch.now() - start), Int(Stopwatch.ofChildren() - busy))
    say(
      "check-fuzz: \(mode): \(executions - before) executions in \(took) s (\(worked) s of processors) "
        + "with seed \(options.seed), \(found.count - known) failures")
  }

  private func begin(_ lane: inout Lane) {
    lane.seen = (-1, Stopwatch.now())
    lane.child = Child(lane.order)
  }

  private mutating func watch(_ lane: inout Lane) throws {
    guard let child = lane.child else { return }
    let index = lane.progress.index
    if index != lane.seen.index { lane.seen = (index, Stopwatch.now()) }
    var end = child.poll()
    let most = 12 * Double(Worker.mostSeconds)
    if end == nil, Stopwatch.now() - lane.seen.time > most {
      end = child.kill(because: "hangs: no end after \(Int(most)) s")
    }
    guard let end else { return }
    lane.child = nil
    guard case .badly(let said) = end else { return }
    try report(lane.progress.index, said, lane.order)
    lane.order.start = lane.progress.index + lane.order.stride
    if lane.order.start < lane.order.end { begin(&lane) }
  }

  /// Reports a failure once, with the smallest input that reproduces it.
  private mutating func report(_ index: Int, _ said: String, _ order: Worker.Order) throws {
    var order = order
    order.folder += "-again"
    (order.start, order.end) = (index, index + 1)
    mkdir(order.folder, 0o700)
    try writeFile(readFile(folder + "/base.db"), to: order.folder + "/base.db")
    let work = try FuzzWork(order.mode, seed: order.seed, folder: order.folder)
    let minimiser = Minimiser(order: order)
    let input = work.input(index)
    let again = minimiser.failure(input, backtrace: true)
    let failure = FoundFailure(index: index, said: said, trace: again ?? "")
    if found.contains(where: { $0.key == failure.key }) { return }
    found.append(failure)
    let smallest = again == nil ? input : minimiser.minimised(input, said: said)
    say("check-fuzz: \(order.mode) \(index) of seed \(order.seed): \(said.prefix(600))")
    for place in failure.places.prefix(6) { say("  at \(place)") }
    say("  \(work.description(index, with: smallest))")
    say(
      again == nil
        ? "  it does not happen again by itself"
        : "  again: script/check-fuzz --seed \(order.seed) --mode \(order.mode) --only \(index)")
  }
}
