import CasebookText
import Testing

struct UTF16DecoderTests {
  /// A text in UTF-16 with a byte-order mark.
  private func encoded(_ units: some Sequence<UInt16>, isBigEndian: Bool) -> [UInt8] {
    ([0xFEFF] + Array(units)).flatMap { unit in
      let pair = [UInt8(unit >> 8), UInt8(unit & 0xFF)]
      return isBigEndian ? pair : pair.reversed()
    }
  }

  private func decoded(_ bytes: [UInt8], inPiecesOf size: Int) -> (text: [UInt8], isDamaged: Bool)? {
    guard var decoder = UTF16Decoder(bytes) else { return nil }
    var text: [UInt8] = []
    for start in stride(from: 0, to: bytes.count, by: size) {
      bytes[start..<min(start + size, bytes.count)].withUnsafeBytes { decoder.decode($0, into: &text) }
    }
    decoder.finish(into: &text)
    return (text, decoder.isDamaged)
  }

  @Test(arguments: [false, true])
  func `text is the same in UTF-8, wherever it is cut`(isBigEndian: Bool) throws {
    let text =
      "a\u{7F}\u{80}\u{7FF}\u{800}\u{D7FF}\u{E000}\u{FFFF}\u{10000}\u{10FFFF} größer 日本 🦜\r\n\u{FEFF}"
    let bytes = encoded(text.utf16, isBigEndian: isBigEndian)
    for size in 1...bytes.count {
      let result = try #require(decoded(bytes, inPiecesOf: size))
      #expect(result.text == Array(text.utf8), "in pieces of \(size)")
      #expect(!result.isDamaged)
    }
  }

  @Test(
    arguments: [
      ([0x61, 0xD800, 0x62], "a\u{FFFD}b"), ([0x61, 0xDC00, 0x62], "a\u{FFFD}b"),
      ([0xD800, 0xD83E, 0xDD9C], "\u{FFFD}🦜"), ([0xDC00, 0xD800], "\u{FFFD}\u{FFFD}"),
      ([0xD800, 0x0A, 0x62], "\u{FFFD}\nb"),
    ] as [([UInt16], String)])
  func `half a character is no text, and its neighbours are`(units: [UInt16], text: String) throws {
    for isBigEndian in [false, true] {
      let result = try #require(decoded(encoded(units, isBigEndian: isBigEndian), inPiecesOf: 3))
      #expect(String(decoding: result.text, as: UTF8.self) == text)
      #expect(String(validating: result.text, as: UTF8.self) == nil)
      #expect(result.isDamaged)
    }
  }

  @Test func `an end in the middle of a code unit is damage, and no mark is no UTF-16`() throws {
    let cut = try #require(UTF16Decoder.utf8([0xFF, 0xFE, 0x61, 0x00, 0x62]))
    #expect(cut.isDamaged)
    #expect(String(decoding: cut.text, as: UTF8.self) == "a\u{FFFD}")
    #expect(UTF16Decoder.utf8([0xFF, 0xFE])?.text == [])
    for bytes in [[], [0xFF], [0xFE], [0x61, 0x00], [0xFF, 0xFF], [0xEF, 0xBB, 0xBF]] as [[UInt8]] {
      #expect(UTF16Decoder.utf8(bytes) == nil)
    }
  }
}
