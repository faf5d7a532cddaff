/// The initial corpus of a coverage-guided fuzzer.
public enum FuzzSeeds {
  /// Writes texts of the grammar to `FOLDER/seeds` and its words to `FOLDER/words`, a dictionary for
  /// libFuzzer.
  public static func write(for reading: FuzzReader, into folder: String) throws {
    for index in 0..<300 {
      var random = SplitMix64(seed: 1, index: index)
      let length = [20, 80, 300, 1_000][index % 4]
      let text = Grammar.casebook.text(of: reading.rule, length: length, &random)
      try writeFile(text, to: "\(folder)/seeds/\(index)")
    }
    let words = Grammar.casebook.texts.filter { (1...40).contains($0.count) }
      .map { "\"" + $0.map(escaped).joined() + "\"\n" }.sorted().joined()
    try writeFile(Array(words.utf8), to: folder + "/words")
  }

  private static func escaped(_ byte: UInt8) -> String {
    let isPlain = (0x20..<0x7F).contains(byte) && byte != UInt8(ascii: "\"") && byte != UInt8(ascii: "\\")
    if isPlain { return String(Unicode.Scalar(byte)) }
    return "\\x" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
  }
}
