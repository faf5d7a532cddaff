/// Callbacks of a reader of a log. The bytes are valid during the call.
public struct LogHooks {
  /// Whether the record that begins with this line becomes an event although it is neither a warning nor an
  /// error.
  public var isWanted: ((UnsafeBufferPointer<UInt8>) -> Bool)?
  /// Called with each line that belongs to no event, and its number.
  public var pass: ((Int, UnsafeBufferPointer<UInt8>) -> Void)?

  /// Creates hooks that do nothing.
  public init() {}
}
