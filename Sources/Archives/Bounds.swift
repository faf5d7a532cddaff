/// How much may come out of a file, so that a small one cannot keep a machine busy for days.
public struct Bounds: Sendable {
  /// How many bytes may come out of a file, whatever its size; `nil` leaves that to the ratios below.
  public var limit: Int?
  /// How many bytes may come out of each byte that went in. Repetitive logs reach 200; zeros that gzip packed, 1030.
  public var ratio = 250
  /// Up to so many bytes, the ratio of one stream does not matter.
  public var floor = 64 << 20
  /// The same for all that comes out of a file: what is as long as this and repeats itself so often is no log.
  public var totalRatio = 100
  /// Up to so many bytes, the ratio of all that comes out together does not matter.
  public var totalFloor = 1 << 30
  /// How many members of an archive are looked at, folders among them.
  public var members = 100_000
  /// How deep archives and compressed files may lie in each other.
  public var depth = 5

  /// The bounds for logs.
  public init() {}

  /// Checks what came out of one layer.
  func check(stream unpacked: Int, from packed: Int) throws(UnpackingProblem) {
    try check(unpacked, from: packed, floor, ratio)
  }

  /// Checks what came out of the innermost layers together.
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
