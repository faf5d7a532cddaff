/// Limits on the data unpacked from a file, so that a small file cannot keep a machine busy for days.
public struct Bounds: Sendable {
  /// The most bytes that may come out of a file, whatever its size; `nil` applies the ratios below instead.
  public var limit: Int?
  /// The most bytes that may come out per byte that went in. Repetitive logs reach 200; zeros packed with
  /// gzip, 1030.
  public var ratio = 250
  /// The number of bytes up to which the ratio of a stream does not matter.
  public var floor = 64 << 20
  /// The ratio for everything that comes out of a file. Data that is this long and this repetitive is not a
  /// log.
  public var totalRatio = 100
  /// The number of bytes up to which the ratio for everything together does not matter.
  public var totalFloor = 1 << 30
  /// The most members of an archive that are read, including folders.
  public var members = 100_000
  /// The deepest nesting of archives and compressed files.
  public var depth = 5

  /// The bounds for logs.
  public init() {}

  /// Checks the output of one layer.
  func check(stream unpacked: Int, from packed: Int) throws(UnpackingProblem) {
    try check(unpacked, from: packed, floor, ratio)
  }

  /// Checks the combined output of the innermost layers.
  func check(total unpacked: Int, from packed: Int) throws(UnpackingProblem) {
    try check(unpacked, from: packed, totalFloor, totalRatio)
  }

  private func check(
    _ unpacked: Int, from packed: Int, _ floor: Int, _ ratio: Int
  ) throws(UnpackingProblem) {
    if let limit {
      if unpacked > limit { throw .tooLarge("unpacks to more than the limit", unpacked) }
    } else if unpacked > floor, unpacked / max(packed, 1) >= ratio {
      throw .tooLarge("unpacks to more than \(ratio) times its size", unpacked)
    }
  }
}
