import CasebookText

extension Redactor {
  /// Whether a text is a few plain words, none of which can be a secret: `insufficient gpu nodes`.
  ///
  /// Every detector needs a mark, a digit, a quotation mark, a capital letter inside a word, the word *login*, or a run of
  /// letters that no word has. So the rules need not be read for such a text. It may still say no of others.
  public static func isPlain(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var run = 0
      for (place, byte) in bytes.enumerated() {
        switch byte {
        case 0x20, 0x80...: run = 0
        case _ where byte.isLower, _ where byte.isUpper && run == 0: run += 1
        case UInt8(ascii: "_"): run += 1
        default: return false
        }
        let isLogin = byte == UInt8(ascii: "n") && bytes[..<place].suffix(4).elementsEqual("logi".utf8)
        if run >= RedactionScan.leastRun || isLogin { return false }
      }
      return true
    }
  }
}
