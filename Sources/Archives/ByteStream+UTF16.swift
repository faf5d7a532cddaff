import CasebookKnowledge
import CasebookText

extension ByteStream {
  /// The same text in UTF-8, if it begins with a UTF-16 byte-order mark, as PowerShell's `>` writes;
  /// otherwise the stream itself.
  func decodingUTF16() -> ByteStream {
    guard var decoder = UTF16Decoder(peek(2)) else { return self }
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    var text: [UInt8] = []
    var taken = 0
    var isAtEnd = false
    return ByteStream { buffer in
      while taken == text.count, !isAtEnd {
        text.removeAll(keepingCapacity: true)
        taken = 0
        try piece.withUnsafeMutableBytes {
          let count = try self.read(into: $0)
          isAtEnd = count == 0
          decoder.decode(UnsafeRawBufferPointer(rebasing: $0[..<count]), into: &text)
        }
        if isAtEnd { decoder.finish(into: &text) }
      }
      let count = min(buffer.count, text.count - taken)
      text.withUnsafeBytes {
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[taken..<(taken + count)]))
      }
      taken += count
      return count
    }
  }
}
