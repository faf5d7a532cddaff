/// How much of a file is unpacked, and who is informed.
public struct UnpackOptions: Sendable {
  /// Called now and then with a path and the number of bytes unpacked from it, on the thread that reads.
  public typealias Progress = @Sendable (_ path: String, _ bytes: Int) -> Void

  /// The most bytes that may come out of a file. If `nil`, data that is packed far better than logs is cut.
  public var limit: Int?
  /// Reports the progress.
  public var progress: Progress

  /// By default, allows as much as comes out of logs.
  public init(limit: Int? = nil, progress: @escaping Progress = { _, _ in }) {
    self.limit = limit
    self.progress = progress
  }
}
