import Glibc

/// Shrinks a failing input while it still fails.
struct Minimiser {
  let order: Worker.Order
  /// The time limit in seconds.
  private static let time = 20.0

  /// The smallest input found that makes `order` fail in the same way as `said`.
  func minimised(_ input: [UInt8], said: String) -> [UInt8] {
    let headline = FoundFailure.headline(said)
    let end = Stopwatch.now() + Self.time
    var best = input
    var size = max(1, best.count / 2)
    while Stopwatch.now() < end {
      var start = 0
      var isSmaller = false
      while start < best.count, Stopwatch.now() < end {
        let tried = Array(best[..<start] + best[min(best.count, start + size)...])
        if failure(tried).map(FoundFailure.headline) == headline {
          best = tried
          isSmaller = true
        } else {
          start += size
        }
      }
      if size > 1 { size /= 2 } else if !isSmaller { break }
    }
    return best
  }

  /// The worker's output for a failure with this input; `nil` if it does not fail.
  func failure(_ input: [UInt8], backtrace: Bool = false) -> String? {
    var order = order
    let path = order.folder + "/input"
    guard (try? writeFile(input, to: path)) != nil else { return nil }
    order.input = path
    let end = Child(order, backtrace: backtrace).wait(seconds: 6 * Double(Worker.mostSeconds))
    if case .badly(let said) = end { return said }
    return nil
  }
}
