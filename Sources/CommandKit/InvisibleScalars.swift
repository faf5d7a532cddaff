extension Unicode.Scalar {
  /// Whether it is invisible, or moves other characters: controls, format characters, line separators, and
  /// Unicode's default ignorable characters (soft hyphen, joiners, variation selectors, tags, Hangul
  /// fillers).
  fileprivate var isInvisible: Bool {
    if value < 0x80 { return false }
    if properties.isDefaultIgnorableCodePoint { return true }
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: return true
    case .format: return !isNumberSign
    default: return false
    }
  }

  /// Visible format characters: signs that enclose the number after them (PropList.txt,
  /// `Prepended_Concatenation_Mark`).
  private var isNumberSign: Bool {
    switch value {
    case 0x600...0x605, 0x6DD, 0x70F, 0x890...0x891, 0x8E2, 0x110BD, 0x110CD: true
    default: false
    }
  }

  /// Whether it is a picture. Digits, `#` and `*` are pictures only as part of a keycap.
  fileprivate var isPictograph: Bool { value >= 0x80 && properties.isEmoji }

  /// A letter or a mark of a script in which joiners and variation selectors shape the letters.
  fileprivate var isShaped: Bool {
    guard value >= 0x600, shapedBlocks.contains(where: { $0.contains(value) }) else { return false }
    switch properties.generalCategory {
    case .nonspacingMark, .spacingMark: return !properties.isDefaultIgnorableCodePoint
    default: return properties.isAlphabetic
    }
  }

  fileprivate var isTag: Bool { (0xE0020...0xE007F).contains(value) }
}

/// The blocks of scripts whose letters join (ArabicShaping.txt) or form conjuncts (IndicSyllabicCategory.txt).
private let shapedBlocks: [ClosedRange<UInt32>] = [
  0x600...0x77F, 0x7C0...0x7FF, 0x840...0xDFF, 0xF00...0x109F, 0x1700...0x18AF, 0x1900...0x194F,
  0x1A00...0x1CFF,
  0xA800...0xA82F, 0xA840...0xA8FF, 0xA930...0xA9FF, 0xAA00...0xAA5F, 0xAAE0...0xAAFF, 0xABC0...0xABFF,
  0x10A00...0x10A5F, 0x10AC0...0x10AFF, 0x10B80...0x10BAF, 0x10D00...0x10D3F, 0x10F30...0x10FDF,
  0x11000...0x11FFF, 0x1E900...0x1E95F,
]

extension String.UnicodeScalarView {
  /// The scalar after an index.
  func after(_ index: Index) -> Unicode.Scalar? {
    let next = self.index(after: index)
    return next < endIndex ? self[next] : nil
  }

  private func before(_ index: Index) -> Unicode.Scalar? {
    index > startIndex ? self[self.index(before: index)] : nil
  }

  /// Whether a terminal would hide the scalar at this index, or obey it as a command.
  ///
  /// Some words and pictures need invisible characters, which are kept, one after each visible character:
  /// ZWNJ and ZWJ in Arabic and Indic scripts (as CONTEXTJ of RFC 5892 means it), ZWJ between emoji,
  /// variation selectors after a character that has variants, and the tags of a flag.
  func isConcealed(at index: Index) -> Bool {
    let scalar = self[index]
    guard scalar.isInvisible else { return false }
    guard let previous = before(index) else { return true }
    if scalar.properties.isJoinControl {
      if previous.properties.canonicalCombiningClass == .virama || previous.isShaped { return false }
      return scalar != "\u{200D}" || !joinsPictographs(at: index)
    }
    if scalar.properties.isVariationSelector { return !selectsVariant(scalar, of: previous, after(index)) }
    // The Mongolian vowel separator shapes the letters around it.
    if scalar == "\u{180E}" { return !previous.isShaped }
    return !scalar.isTag || !isFlagTag(at: index)
  }

  /// `👩‍🚀`, with or without a modifier or a selector before the joiner.
  private func joinsPictographs(at index: Index) -> Bool {
    guard let next = after(index), next.isPictograph else { return false }
    let place = self.index(before: index)
    if self[place].isPictograph { return true }
    return self[place] == "\u{FE0F}" && before(place)?.isPictograph == true
  }

  /// The selectors of emoji, of keycaps (`1️⃣`), of ideographs, of mathematical signs, and of shaped scripts.
  private func selectsVariant(
    _ selector: Unicode.Scalar, of base: Unicode.Scalar, _ next: Unicode.Scalar?
  ) -> Bool {
    if base.properties.isIdeographic { return true }
    switch selector {
    case "\u{FE0E}", "\u{FE0F}":
      return base.isPictograph || (base.properties.isEmoji && next == "\u{20E3}")
    case "\u{FE00}": return base.properties.generalCategory == .mathSymbol || base.isShaped
    default: return selector.value < 0xFE00 && base.isShaped
    }
  }

  /// Whether a tag is part of a flag (UTS #51): a black flag, two to six tags that name the region, and a
  /// final tag.
  private func isFlagTag(at index: Index) -> Bool {
    let most = 7
    var first = index
    var steps = 0
    while steps < most, first > startIndex, self[first].isTag {
      first = self.index(before: first)
      steps += 1
    }
    guard self[first] == "\u{1F3F4}" else { return false }
    let tags = self[self.index(after: first)...].prefix(most + 1).prefix(while: \.isTag)
    guard (3...most).contains(tags.count), tags.last == "\u{E007F}" else { return false }
    return tags.dropLast().allSatisfy {
      (0xE0030...0xE0039).contains($0.value) || (0xE0061...0xE007A).contains($0.value)
    }
  }
}
