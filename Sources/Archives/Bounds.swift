/// How much may come out of a file, so that a small one cannot keep a machine busy for days.
public struct Bounds: Sendable {
  /// How many bytes may come out of each byte that went in. Repetitive logs reach 200; zeros that gzip packed, 1030.
  public var ratio = 500
  /// Up to so many bytes, the ratio of one stream does not matter.
  public var floor = 64 << 20
  /// Up to so many bytes, the ratio of all members together does not matter.
  public var totalFloor = 1 << 30
  /// How many members of an archive are looked at, folders among them.
  public var members = 100_000
  /// How deep archives and compressed files may lie in each other.
  public var depth = 5

  /// The bounds for logs.
  public init() {}

  func check(_ unpacked: Int, from packed: Int, floor: Int) throws(UnpackingProblem) {
    guard unpacked > floor, unpacked / max(packed, 1) >= ratio else { return }
    throw UnpackingProblem(
      "more than \(ratio) bytes come out of each that is in it, as of an archive that is made to do harm; "
        + "read up to \(unpacked >> 20) MiB")
  }
}
