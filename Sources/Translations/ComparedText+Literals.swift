import CasebookText

extension ComparedText {
  /// A literal that another language must contain as well.
  struct ComparedLiteral: Hashable {
    enum ComparedLiteralKind: Hashable {
      /// Marked as code.
      case span
      /// `name==1.2.3`, `--flag`, `get_model_path()`, `InferenceConfig`, `C2065` in prose.
      case name
    }

    let kind: ComparedLiteralKind
    let text: String
    let place: Int

    static func == (a: ComparedLiteral, b: ComparedLiteral) -> Bool { a.text == b.text }
    func hash(into hasher: inout Hasher) { hasher.combine(text) }
  }

  /// The most literals that are compared.
  private static let literalLimit = 600

  /// Everything that must survive translation, each once.
  var literals: [ComparedLiteral] {
    var seen: Set<String> = []
    var found: [ComparedLiteral] = []
    for (text, place) in spans
    where Self.isASCII(text) && text.contains(where: { $0.isLetter || $0.isNumber }) {
      if seen.insert(text).inserted { found.append(ComparedLiteral(kind: .span, text: text, place: place)) }
    }
    for range in names {
      let text = String(decoding: text[range], as: UTF8.self)
      if seen.insert(text).inserted {
        found.append(ComparedLiteral(kind: .name, text: text, place: origins[range.lowerBound]))
      }
    }
    return Array(found.prefix(Self.literalLimit))
  }

  private static func isASCII(_ text: String) -> Bool { text.utf8.allSatisfy { $0 < 0x80 } }

  /// The ASCII words of the prose, in lower case, each once.
  var plainWords: [(word: String, place: Int)] {
    var seen: Set<String> = []
    var found: [(String, Int)] = []
    for range in words where text[range].allSatisfy({ (0x61...0x7A).contains($0) }) && range.count >= 5 {
      let word = String(decoding: text[range], as: UTF8.self)
      if seen.insert(word).inserted { found.append((word, origins[range.lowerBound])) }
    }
    return found
  }

  /// The words of the prose that are names in code.
  private var names: [Range<Int>] { words.filter { isName(text[$0]) } }

  /// The runs of name characters in the prose that no other letter touches.
  private var words: [Range<Int>] {
    var found: [Range<Int>] = []
    for range in prose {
      var index = range.lowerBound
      while index < range.upperBound {
        guard isWordByte(text[index]) else {
          index += 1
          continue
        }
        var end = index
        while end < range.upperBound, isWordByte(text[end]) { end += 1 }
        let next = end
        var start = index
        while start < end, UInt8.endsWord.contains(text[start]) { start += 1 }
        while end > start, UInt8.endsWord.contains(text[end - 1]) || text[end - 1] == UInt8(ascii: "-") {
          end -= 1
        }
        // An adjacent `é` makes it part of another word; an adjacent `の` does not.
        let isWhole =
          (start == 0 || !isAccented(before: start)) && (end == text.count || !isAccented(text[end]))
        // `.odl` is half a name.
        let isCut = start > index && text[start - 1] == UInt8(ascii: ".")
        if end + 1 < range.upperBound, text[end] == UInt8(ascii: "("), text[end + 1] == UInt8(ascii: ")") {
          end += 2
        }
        if start < end, isWhole, !isCut, end - start <= 120 { found.append(start..<end) }
        index = next
      }
    }
    return found
  }

  private func isAccented(_ byte: UInt8) -> Bool { (0xC3...0xDF).contains(byte) }
  private func isAccented(before index: Int) -> Bool {
    index >= 2 && text[index - 1] & 0xC0 == 0x80 && isAccented(text[index - 2])
  }

  private func isWordByte(_ byte: UInt8) -> Bool { byte.isNamePart || UInt8.inWord.contains(byte) }

  /// Whether it is a name in code. Forms that occur in ordinary prose do not count.
  private func isName(_ word: ArraySlice<UInt8>) -> Bool {
    guard word.count >= 4, let first = word.first, word.contains(where: \.isLetter) else { return false }
    if let pin = word.firstIndex(of: UInt8(ascii: "=")) {
      return pin > word.startIndex && first.isLetter && pin + 2 < word.endIndex
        && word[pin + 1] == UInt8(ascii: "=") && word[pin + 2].isDigit
    }
    if word.last == UInt8(ascii: ")") { return first.isNamePart }
    if word.starts(with: [0x2D, 0x2D]) {
      return word.dropFirst(2).allSatisfy { $0.isNamePart || $0 == 0x2D }
    }
    guard !word.contains(UInt8(ascii: "-")), first.isNamePart else { return false }
    return hasInnerMark(word) || isCamel(word) || isCode(word)
  }

  /// `get_model_path`, `score.py`, `nvidia.com/gpu`, but not `e.g` and not `end.Next`.
  private func hasInnerMark(_ word: ArraySlice<UInt8>) -> Bool {
    let parts = word.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    if parts.count == 1 {
      return word.dropFirst().dropLast().contains(UInt8(ascii: "_")) && word.count >= 5
    }
    if parts.contains(where: { $0.count < 2 || !$0.contains(where: \.isLetter) }) { return false }
    return word.contains(UInt8(ascii: "_"))
      || word.allSatisfy { !(0x41...0x5A).contains($0) } || parts.dropFirst().allSatisfy(isCamel)
  }

  /// `InferenceConfig`, `debugPath`: a capital after a lower-case letter, and lower-case letters after it.
  private func isCamel(_ word: ArraySlice<UInt8>) -> Bool {
    guard word.count >= 6, word.allSatisfy({ $0.isLetter || $0.isDigit || $0 == UInt8(ascii: ".") }) else {
      return false
    }
    var humps = 0
    for index in word.indices.dropFirst() where (0x41...0x5A).contains(word[index]) {
      if (0x61...0x7A).contains(word[index - 1]) { humps += 1 }
    }
    return humps >= 1 && word.suffix(2).allSatisfy { !(0x41...0x5A).contains($0) }
  }

  /// `C2065`, `LNK1141`, `0x80070005`.
  private func isCode(_ word: ArraySlice<UInt8>) -> Bool {
    if word.starts(with: [0x30, 0x78]), word.count >= 6 {
      return word.allSatisfy { $0.isDigit || $0.isLetter }
    }
    let letters = word.prefix { (0x41...0x5A).contains($0) }
    let digits = word.dropFirst(letters.count)
    return (1...5).contains(letters.count) && (3...6).contains(digits.count) && digits.allSatisfy(\.isDigit)
  }
}

extension UInt8 {
  fileprivate static let inWord = Set(".-=/".utf8)
  fileprivate static let endsWord = Set("./=".utf8)
}
