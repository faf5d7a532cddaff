import CasebookText
import Testing

struct ContentHashTests {
  @Test func `a stream hashes as the bytes at once`() {
    let bytes = Array("a run log that comes in pieces".utf8)
    var stream = StreamingHash()
    bytes[..<7].withUnsafeBytes { stream.update($0) }
    bytes[7...].withUnsafeBytes { stream.update($0) }
    #expect(stream.finish() == ContentHash(bytes))
  }
}
