/// Memory that is known to be large enough: an item of a message never takes more than 16 bytes plus six
/// times its own length.
struct ByteSink {
  private let room: UnsafeMutableBufferPointer<UInt8>
  private(set) var count = 0

  init(_ room: UnsafeMutableBufferPointer<UInt8>) { self.room = room }

  var bytes: UnsafeBufferPointer<UInt8> { UnsafeBufferPointer(rebasing: room[..<count]) }
  var isEmpty: Bool { count == 0 }
  var last: UInt8? { count > 0 ? room[count - 1] : nil }

  @inline(__always) mutating func append(_ byte: UInt8) {
    room[count] = byte
    count += 1
  }

  mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    precondition(count + bytes.count <= room.count)
    if let source = bytes.baseAddress, let target = room.baseAddress {
      (target + count).update(from: source, count: bytes.count)
    }
    count += bytes.count
  }

  /// Copies a range of `all`, eight bytes at a time if that many can be read and written past its end.
  @inline(__always) mutating func append(_ range: Range<Int>, of all: UnsafeBufferPointer<UInt8>) {
    let end = count + range.count
    guard range.upperBound + 8 <= all.count, end + 8 <= room.count else {
      return append(UnsafeBufferPointer(rebasing: all[range]))
    }
    let source = UnsafeRawBufferPointer(all)
    let target = UnsafeMutableRawBufferPointer(room)
    var position = range.lowerBound
    while count < end {
      let eight = source.loadUnaligned(fromByteOffset: position, as: UInt64.self)
      target.storeBytes(of: eight, toByteOffset: count, as: UInt64.self)
      position += 8
      count += 8
    }
    count = end
  }

  mutating func append(_ text: StaticString) { text.withUTF8Buffer { append($0) } }

  mutating func removeLast() { count -= 1 }
}
