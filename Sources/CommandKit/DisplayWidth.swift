extension String {
  /// The columns that the text takes on a terminal in its `sanitized` form: two for East Asian wide
  /// characters and emoji, none for combining marks, and the length of the escape for invisible characters.
  public var displayWidth: Int {
    if isPrintableASCII { return utf8.count }
    var sum = 0
    for scalar in unicodeScalars {
      guard let width = scalar.plainWidth else { return indices.reduce(0) { $0 + self.width(at: $1) } }
      sum += width
    }
    return sum
  }

  /// Whether each byte takes one column. Most text is like this.
  private var isPrintableASCII: Bool { utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F } }

  /// The columns that the character at an index takes.
  func width(at index: Index) -> Int {
    let scalars = unicodeScalars[index..<self.index(after: index)]
    guard scalars.indices.contains(where: { unicodeScalars.isConcealed(at: $0) }) else {
      return self[index].displayWidth
    }
    return scalars.indices.reduce(0) { sum, place in
      let scalar = unicodeScalars[place]
      return sum + (unicodeScalars.isConcealed(at: place) ? scalar.escape.utf8.count : scalar.displayWidth)
    }
  }

  /// The text cut to a number of columns; if it is cut, the last column is `…`.
  public func truncated(to columns: Int) -> String {
    if utf8.count <= columns, isPrintableASCII { return self }
    var width = 0
    // The longest cut that leaves room for the ellipsis.
    var cut = startIndex
    for index in indices {
      let next = width + self.width(at: index)
      if next > columns { return columns < 1 ? "" : self[..<cut] + "…" }
      width = next
      if width < columns { cut = self.index(after: index) }
    }
    return self
  }
}

extension Character {
  /// The columns that the character takes on a terminal.
  var displayWidth: Int {
    // Line breaks and tabs take no column here; other controls are shown as their pictures.
    if let ascii = asciiValue { return ascii == 0x0A || ascii == 0x09 ? 0 : 1 }
    var sum = 0
    for (position, scalar) in unicodeScalars.enumerated() {
      // An emoji with its modifiers and joiners is one picture.
      if position == 0, scalar.properties.isEmojiPresentation,
        scalar.properties.generalCategory == .otherSymbol
      {
        if !(0x1F1E6...0x1F1FF).contains(scalar.value) { return 2 }
      }
      if scalar.value == 0xFE0F, sum == 1 { return 2 }
      sum += scalar.displayWidth
    }
    return sum
  }
}

extension Unicode.Scalar {
  /// The columns of a scalar that is visible, does not combine with others, and so is a character of its own; `nil` for all
  /// about which Unicode's properties have to be asked.
  var plainWidth: Int? {
    switch value {
    case 0x20..<0x7F: 1
    // Latin, Greek, Cyrillic and Armenian without the soft hyphen and combining marks.
    case 0xA1..<0xAD, 0xAE...0x2FF, 0x370...0x482, 0x48A...0x58F: 1
    // Punctuation, currencies, arrows, mathematical signs and lines.
    case 0x2010...0x2027, 0x2030...0x205E, 0x20A0...0x20BF, 0x2190...0x2319, 0x2500...0x25FC: 1
    // Chinese, Japanese and Korean without combining marks and the Hangul filler.
    case 0x3000...0x3029, 0x3030...0x303E, 0x3041...0x3096, 0x309B...0x3163, 0x3165...0x3247: 2
    case 0x3250...0x4DBF, 0x4E00...0x9FFF, 0xAC00...0xD7A3, 0xFF01...0xFF60: 2
    default: nil
    }
  }

  /// UAX #11: 2 for the wide and fullwidth ranges; 0 for scalars that combine, join or are not shown.
  fileprivate var displayWidth: Int {
    if value < 0x300 { return (0x80...0x9F).contains(value) || value == 0xAD ? 0 : 1 }
    if (0x1160...0x11FF).contains(value) { return 0 }
    if isWide { return 2 }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control, .lineSeparator, .paragraphSeparator: return 0
    default: return 1
    }
  }

  private var isWide: Bool {
    guard value >= 0x1100 else { return false }
    var low = 0
    var high = wideRanges.count
    while low < high {
      let middle = (low + high) / 2
      if wideRanges[middle].upperBound < value { low = middle + 1 } else { high = middle }
    }
    return low < wideRanges.count && wideRanges[low].contains(value)
  }
}

/// The wide and fullwidth blocks of Unicode's EastAsianWidth.txt in ascending order. Blocks with only
/// unassigned code points between them are joined.
private let wideRanges: [ClosedRange<UInt32>] = [
  0x1100...0x115F, 0x231A...0x231B, 0x2329...0x232A, 0x23E9...0x23EC, 0x23F0...0x23F0, 0x23F3...0x23F3,
  0x25FD...0x25FE, 0x2614...0x2615, 0x2648...0x2653, 0x267F...0x267F, 0x2693...0x2693, 0x26A1...0x26A1,
  0x26AA...0x26AB, 0x26BD...0x26BE, 0x26C4...0x26C5, 0x26CE...0x26CE, 0x26D4...0x26D4, 0x26EA...0x26EA,
  0x26F2...0x26F3, 0x26F5...0x26F5, 0x26FA...0x26FA, 0x26FD...0x26FD, 0x2705...0x2705, 0x270A...0x270B,
  0x2728...0x2728, 0x274C...0x274C, 0x274E...0x274E, 0x2753...0x2755, 0x2757...0x2757, 0x2795...0x2797,
  0x27B0...0x27B0, 0x27BF...0x27BF, 0x2B1B...0x2B1C, 0x2B50...0x2B50, 0x2B55...0x2B55, 0x2E80...0x3029,
  0x3030...0x303E, 0x3041...0x3098, 0x309B...0x3247, 0x3250...0x4DBF, 0x4E00...0xA4CF, 0xA960...0xA97F,
  0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
  0x16FE0...0x18DFF, 0x1AFF0...0x1B2FF, 0x1F004...0x1F004, 0x1F0CF...0x1F0CF, 0x1F18E...0x1F18E,
  0x1F191...0x1F19A, 0x1F200...0x1F320, 0x1F32D...0x1F335, 0x1F337...0x1F37C, 0x1F37E...0x1F393,
  0x1F3A0...0x1F3CA, 0x1F3CF...0x1F3D3, 0x1F3E0...0x1F3F0, 0x1F3F4...0x1F3F4, 0x1F3F8...0x1F43E,
  0x1F440...0x1F440, 0x1F442...0x1F4FC, 0x1F4FF...0x1F53D, 0x1F54B...0x1F54E, 0x1F550...0x1F567,
  0x1F57A...0x1F57A, 0x1F595...0x1F596, 0x1F5A4...0x1F5A4, 0x1F5FB...0x1F64F, 0x1F680...0x1F6C5,
  0x1F6CC...0x1F6CC, 0x1F6D0...0x1F6D2, 0x1F6D5...0x1F6DF, 0x1F6EB...0x1F6EC, 0x1F6F4...0x1F6FC,
  0x1F7E0...0x1F7EB, 0x1F7F0...0x1F7F0, 0x1F90C...0x1F93A, 0x1F93C...0x1F945, 0x1F947...0x1F9FF,
  0x1FA70...0x1FAFF, 0x20000...0x2FFFD, 0x30000...0x3FFFD,
]
