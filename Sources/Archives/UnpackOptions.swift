/// How much is unpacked of what is read, and who hears of it.
public struct UnpackOptions: Sendable {
  /// Called now and then with a path and how many bytes came out of it, on whichever thread reads.
  public typealias Progress = @Sendable (_ path: String, _ bytes: Int) -> Void

  /// How many bytes may come out of a file; where it is `nil`, what is packed far better than logs are is cut.
  public var limit: Int?
  /// What is told on the way.
  public var progress: Progress

  /// By default as much as comes out of logs.
  public init(limit: Int? = nil, progress: @escaping Progress = { _, _ in }) {
    self.limit = limit
    self.progress = progress
  }
}
