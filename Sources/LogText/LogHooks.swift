/// What a reader of a log asks and tells while it reads. The bytes are valid during the call.
public struct LogHooks {
  /// Whether the record that begins with this line is to become an event although it is neither a warning nor an error.
  public var isWanted: ((UnsafeBufferPointer<UInt8>) -> Bool)?
  /// Gets each line that belongs to no event, with its number.
  public var pass: ((Int, UnsafeBufferPointer<UInt8>) -> Void)?

  /// With nothing to ask or tell.
  public init() {}
}
