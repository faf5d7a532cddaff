/// Who says something, and when it was.
public struct Attribution: Hashable, Sendable {
  /// The name of the person; empty where nobody is known.
  public var author: String
  /// When it was, as the person says; `nil` for now.
  public var time: Timestamp?

  /// Somebody at a time.
  public init(author: String = "", time: Timestamp? = nil) {
    self.author = author
    self.time = time
  }
}
