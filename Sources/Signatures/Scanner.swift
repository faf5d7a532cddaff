import CasebookKnowledge
import CasebookText

/// Splits the bytes of a message into items, in one pass from left to right.
///
/// Anything recognisable from the bytes alone (times, addresses, paths, …) becomes a mask here. Numbers and
/// words with digits stay as they are, because an identifier rule may still claim them.
struct Scanner {
  let bytes: UnsafeBufferPointer<UInt8>
  /// `byteClasses`.
  private let table: UnsafeBufferPointer<ByteClass>
  var items: TokenSink
  var position = 0
  /// Set once a byte beyond ASCII was read.
  var isWide = false
  private var spaced = false
  /// Where the current run of path-like bytes starts, as a byte and as an item.
  var chunkStart = 0
  var chunkItem = 0
  /// `takeChunk` has found neither a path nor a host up to this point.
  private var decided = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>, _ table: UnsafeBufferPointer<ByteClass>, _ items: TokenSink) {
    self.bytes = bytes
    self.table = table
    self.items = items
  }

  @inline(__always) func at(_ index: Int) -> UInt8 {
    index >= 0 && index < bytes.count ? bytes[index] : 0
  }

  mutating func scan() {
    while position < bytes.count {
      let byte = bytes[position]
      if byte.isLetter || byte == 95 {
        word()
      } else if byte <= 0x20 || byte == 0x7F {
        space(byte)
      } else if byte.isDigit {
        number(from: position)
      } else if byte >= 0x80 {
        wide()
      } else {
        mark(byte)
      }
    }
  }

  mutating func append(
    _ kind: ScanToken.TokenKind, _ start: Int, _ end: Int, hash: UInt64 = 0, flags: ScanToken.Flags = [],
    mask: Mask = .num
  ) {
    // The sinks have room for items that are not empty.
    precondition(start < end)
    var flags = flags
    if spaced || items.isEmpty { flags.insert(.spaced) }
    spaced = false
    items.append(
      ScanToken(
        start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end), hash: hash,
        kind: kind, flags: flags, mask: mask))
    position = end
  }

  mutating func appendMask(_ mask: Mask, _ start: Int, _ end: Int) {
    append(.mask, start, end, mask: mask)
    startChunk()
  }

  /// Replaces the items of the current chunk with one item.
  mutating func replaceChunk(_ kind: ScanToken.TokenKind, to end: Int, mask: Mask = .path, hash: UInt64 = 0) {
    if chunkItem < items.count {
      spaced = items[chunkItem].flags.contains(.spaced)
      items.cut(at: chunkItem)
    }
    append(kind, chunkStart, end, hash: hash, mask: mask)
    startChunk()
  }

  /// True if the next item follows the last one without white space.
  var isGlued: Bool { !spaced && !items.isEmpty }

  mutating func startChunk() {
    chunkStart = position
    chunkItem = items.count
  }

  // MARK: Space

  private mutating func space(_ byte: UInt8) {
    position += 1
    if byte == 0x1B { skipEscape() } else if byte != 0 && byte != 0x08 { spaced = true }
    startChunk()
  }

  /// Skips a terminal's escape sequence (ECMA-48): `ESC [ … letter`, `ESC ] … BEL`, or `ESC` and one byte.
  private mutating func skipEscape() {
    switch at(position) {
    case UInt8(ascii: "["):
      position += 1
      while position < bytes.count, (0x20...0x3F).contains(bytes[position]) { position += 1 }
      if position < bytes.count, (0x40...0x7E).contains(bytes[position]) { position += 1 }
    case UInt8(ascii: "]"):
      let limit = min(bytes.count, position + 1_024)
      var end = position + 1
      while end < limit, bytes[end] != 0x07, bytes[end] != 0x1B { end += 1 }
      if end < limit { position = bytes[end] == 0x07 ? end + 1 : end }
    case 0x40...0x5F: position += 1
    default: break
    }
  }

  // MARK: Words

  private mutating func word() {
    let start = position
    var end = start
    var hash = WordHash.start
    var classes: UInt8 = 0
    // Bit 0 is set when an upper-case letter has followed a lower-case one.
    var humps: UInt8 = 0
    var previous: UInt8 = 0
    let (bytes, table) = (bytes, table)
    while end < bytes.count {
      let byte = bytes[end]
      let kind = table[Int(byte)].rawValue
      guard kind & ByteClass.word.rawValue != 0 else { break }
      if kind & ByteClass.wide.rawValue != 0, isPunctuation(at: end) { break }
      hash = WordHash.addExact(byte | (kind & 1) << 5, to: hash)
      classes |= kind
      humps |= kind & previous >> 1
      previous = kind
      end += 1
    }
    let flags = ScanToken.Flags(classes, hasHump: humps & 1 != 0)
    if flags.contains(.wide) { isWide = true }
    let next = at(end)
    if next == UInt8(ascii: ":"), takeAddress(start: start, colon: end) { return }
    if next == UInt8(ascii: " "), end - start == 3 || end - start > 5, takeWrittenDate(start: start, end: end)
    {
      return
    }
    if flags.contains(.digit), next == UInt8(ascii: "-"), takeUUID(start: start) { return }
    append(.word, start, end, hash: hash, flags: flags)
  }

  /// Whether a quote, space or invisible mark beyond ASCII ends a word here.
  func isPunctuation(at index: Int) -> Bool {
    switch (bytes[index], at(index + 1)) {
    case (0xC2, 0x80...0xA0), (0xC2, 0xAB), (0xC2, 0xBB): true
    case (0xE2, 0x80): at(index + 2) <= 0xAF
    case (0xEF, 0xBB): at(index + 2) == 0xBF
    case (0xE3, 0x80): at(index + 2) == 0x80
    default: false
    }
  }

  private mutating func wide() {
    isWide = true
    guard isPunctuation(at: position) else { return word() }
    let start = position
    let length = bytes[start] == 0xC2 ? 2 : 3
    let third = at(start + 2)
    switch bytes[start] {
    case 0xC2 where at(start + 1) == 0xAB || at(start + 1) == 0xBB,
      0xE2 where (0x98...0x9F).contains(third) || third == 0xB9 || third == 0xBA:
      append(.mark, start, start + length, hash: Self.quoteHash)
    case 0xE2 where (0x90...0x95).contains(third):
      append(.mark, start, start + length, hash: WordHash.add(UInt8(ascii: "-"), to: WordHash.start))
    case 0xE2 where third == 0xA6:
      append(.mark, start, start + length, hash: WordHash.add(UInt8(ascii: "."), to: WordHash.start))
    case 0xE2 where third >= 0x8B && third <= 0x8F, 0xEF: position = start + length
    default:
      position = min(start + length, bytes.count)
      spaced = true
    }
    startChunk()
  }

  static let quoteHash = WordHash.add(UInt8(ascii: "'"), to: WordHash.start)

  // MARK: Marks

  private mutating func mark(_ byte: UInt8) {
    let start = position
    switch byte {
    case UInt8(ascii: "/"), UInt8(ascii: "."), UInt8(ascii: "~"), UInt8(ascii: "\\"):
      if takeChunk() { return }
    case UInt8(ascii: "-"):
      if takeOption() { return }
      if at(start + 1).isDigit, !isAfterWord || at(start - 1) == 95 { return number(from: start) }
    case UInt8(ascii: "+"):
      if at(start + 1).isDigit, !isAfterWord, spaced || items.isEmpty { return number(from: start) }
    case UInt8(ascii: "@"):
      if takeEmail() { return }
    case UInt8(ascii: "<"):
      if let (mask, end) = Mask.found(in: bytes, at: start) { return appendMask(mask, start, end) }
      if takeBound() { return }
    case UInt8(ascii: ":"):
      if takeIPv6(start: start) { return }
    default: break
    }
    let hash = byte.isQuote ? Self.quoteHash : WordHash.add(byte, to: WordHash.start)
    append(.mark, start, start + 1, hash: hash)
    if !byte.isPathMark { startChunk() }
  }

  /// True directly after a word, a number or a closing bracket. A `-` there joins words and is not a sign.
  private var isAfterWord: Bool {
    guard isGlued, let last = items.last else { return false }
    if last.kind != .mark { return true }
    let byte = bytes[Int(last.start)]
    return byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]")
      || (byte == UInt8(ascii: "-") && !last.flags.contains(.spaced))
  }

  /// `--name`, `--long-name`.
  private mutating func takeOption() -> Bool {
    guard !isAfterWord, at(position + 1) == UInt8(ascii: "-"), at(position + 2).isLetter else { return false }
    var end = position + 2
    var hash = WordHash.start
    while end < bytes.count, bytes[end].isWord && bytes[end] < 128 || bytes[end] == UInt8(ascii: "-") {
      hash = WordHash.add(bytes[end], to: hash)
      end += 1
    }
    while bytes[end - 1] == UInt8(ascii: "-") { end -= 1 }
    append(.option, position, end, hash: hash)
    startChunk()
    return true
  }

  /// `<1 sec`: a duration or a size that was not measured exactly.
  private mutating func takeBound() -> Bool {
    guard at(position + 1).isDigit, spaced || items.isEmpty else { return false }
    let start = position
    let count = items.count
    number(from: start + 1)
    let last = items.count - 1
    guard last == count, items[last].kind == .mask, items[last].mask == .duration || items[last].mask == .size
    else {
      if items.count > count {
        spaced = items[count].flags.contains(.spaced)
        items.cut(at: count)
      }
      position = start
      return false
    }
    items[last].start = UInt32(start)
    return true
  }

  // MARK: Paths and hosts

  /// Decides once for each run of path-like bytes whether it is a path, a host, an image or a resource.
  mutating func takeChunk() -> Bool {
    guard position >= decided else { return false }
    if position - chunkStart >= PathLikeWord.limit { startChunk() }
    let chunk = PathLikeWord(bytes, start: chunkStart, at: position, isQuoted: isAfterQuote)
    decided = chunk.reach
    switch chunk.meaning {
    case .words: return false
    case .resource:
      replaceChunk(.resource, to: chunk.end)
    case .mask(let mask): replaceChunk(.mask, to: chunk.end, mask: mask)
    }
    decided = position
    return true
  }

  private var isAfterQuote: Bool {
    guard chunkStart > 0 else { return false }
    return bytes[chunkStart - 1].isQuote
  }
}
