/// Memory for the items of a message that is known to be large enough: an item has at least one byte of the message.
struct TokenSink {
  private let room: UnsafeMutableBufferPointer<ScanToken>
  private(set) var count = 0

  init(_ room: UnsafeMutableBufferPointer<ScanToken>) { self.room = room }

  var isEmpty: Bool { count == 0 }
  var last: ScanToken? { count > 0 ? room[count - 1] : nil }

  subscript(index: Int) -> ScanToken {
    @inline(__always) get { room[index] }
    @inline(__always) nonmutating set { room[index] = newValue }
  }

  @inline(__always) mutating func append(_ item: ScanToken) {
    room[count] = item
    count += 1
  }

  /// Removes the items from `index` on.
  mutating func cut(at index: Int) { count = index }
}
