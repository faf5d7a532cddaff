import CasebookKnowledge
import CasebookText

extension Signer {
  /// Writes the template of the scanned items, and the form if it is wanted.
  func write(_ bytes: UnsafeBufferPointer<UInt8>, _ scan: inout SignatureScan) {
    scan.reserve(6 * bytes.count + 16 * (scan.tokenCount + 2))
    if !scan.masked.isEmpty { scan.masked.removeAll(keepingCapacity: true) }
    var masked: [SignatureScan.Masked] = []
    // Swapped, not assigned, because memory shared by two variables would be copied.
    swap(&masked, &scan.masked)
    let (count, isForming, isCut) = (scan.tokenCount, scan.isForming, scan.isCut)
    (scan.textCount, scan.formCount) = scan.tokens.withUnsafeBufferPointer { tokens in
      scan.textRoom.withUnsafeMutableBufferPointer { textRoom in
        scan.formRoom.withUnsafeMutableBufferPointer { formRoom in
          let items = UnsafeBufferPointer(rebasing: tokens[..<count])
          var template = TemplateWriter(bytes, items, ByteSink(textRoom))
          swap(&template.masked, &masked)
          var form = TemplateWriter(bytes, items, ByteSink(formRoom), isForm: true)
          Self.write(bytes, items, &template, &form, isForming: isForming)
          template.trim()
          if isCut { template.cut() }
          swap(&template.masked, &masked)
          return (template.output.count, form.output.count)
        }
      }
    }
    swap(&masked, &scan.masked)
  }

  /// Writes both at once, because most items are the same in both: words and marks, copied together as far as they follow
  /// each other.
  private static func write(
    _ bytes: UnsafeBufferPointer<UInt8>, _ items: UnsafeBufferPointer<ScanToken>,
    _ template: inout TemplateWriter, _ form: inout TemplateWriter, isForming: Bool
  ) {
    var index = 0
    while index < items.count {
      if !template.afterID, !form.afterID, TemplateWriter.isConstant(items[index], bytes) {
        let first = items[index]
        var (end, hasWord) = (Int(first.end), first.kind == .word)
        index += 1
        while index < items.count {
          let item = items[index]
          let gap = Int(item.start) - end
          guard item.flags.contains(.spaced) ? gap == 1 && bytes[end] == 0x20 : gap == 0,
            TemplateWriter.isConstant(item, bytes)
          else { break }
          hasWord = hasWord || item.kind == .word
          end = Int(item.end)
          index += 1
        }
        template.copy(from: first, to: end, hasWord: hasWord)
        if isForming { form.copy(from: first, to: end, hasWord: hasWord) }
      } else {
        template.write(index)
        if isForming { form.write(index) }
        index += 1
      }
    }
  }
}

private struct TemplateWriter {
  let bytes: UnsafeBufferPointer<UInt8>
  /// Whether to write `SignatureScan.form`.
  let isForm: Bool
  let items: UnsafeBufferPointer<ScanToken>
  private(set) var output: ByteSink
  /// The slots of the template; a form has none.
  var masked: [SignatureScan.Masked] = []
  /// The last word or number was a generated part of a name, so a short part after it is generated too.
  private(set) var afterID = false
  /// The output ends in `<id>`.
  private var endsWithID = false

  init(
    _ bytes: UnsafeBufferPointer<UInt8>, _ items: UnsafeBufferPointer<ScanToken>, _ output: ByteSink,
    isForm: Bool = false
  ) {
    self.bytes = bytes
    self.items = items
    self.output = output
    self.isForm = isForm
  }

  /// Whether an item is copied as it is into a template and into a form, if it is not after an id.
  @inline(__always)
  static func isConstant(_ item: ScanToken, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    switch item.kind {
    case .word: return !item.flags.contains(.digit)
    case .mark:
      let byte = bytes[Int(item.start)]
      return byte < 0x80 && byte != UInt8(ascii: ">") && byte != UInt8(ascii: "\"")
        && byte != UInt8(ascii: "`")
    default: return false
    }
  }

  /// Copies constant items, which are in the message as they are in the output.
  mutating func copy(from first: ScanToken, to end: Int, hasWord: Bool) {
    if first.flags.contains(.spaced), !output.isEmpty { output.append(0x20) }
    output.append(Int(first.start)..<end, of: bytes)
    if hasWord { endsWithID = false }
  }

  mutating func cut() {
    output.append(0x20)
    put(.cut, bytes.count..<bytes.count)
  }

  /// Writes one item.
  mutating func write(_ index: Int) {
    let item = items[index]
    if item.flags.contains(.spaced), !output.isEmpty { output.append(0x20) }
    switch item.kind {
    case .mask: put(item.mask, item.range)
    case .mark: mark(item)
    case .number where isForm: form(.num, item.range)
    case _ where item.flags.contains(.kept) && !(isForm && item.kind == .hexadecimal): copy(item.range)
    case .number: number(index)
    case .hexadecimal: put(.hex, item.range)
    case .version: put(.version, item.range)
    case .option, .resource: copy(item.range)
    case .word:
      if item.flags.contains(.digit) {
        mixed(index)
      } else if afterID, item.count == 5, item.flags.isSuperset(of: .lower), isGlued(index),
        isLast(index),
        !item.flags.contains(.upper)
      {
        put(.id, item.range)
      } else {
        copy(item.range)
      }
    }
    if item.kind == .word || item.kind == .number {
      afterID = endsWithID
    } else if item.flags.contains(.spaced) {
      afterID = false
    }
  }

  private func isGlued(_ index: Int) -> Bool {
    !items[index].flags.contains(.spaced) && index > 0
  }

  private func isLast(_ index: Int) -> Bool {
    index + 1 == items.count || items[index + 1].flags.contains(.spaced) || items[index + 1].kind == .mark
  }

  /// True if `-` and more of the name follow.
  private func continues(_ index: Int) -> Bool {
    guard index + 2 < items.count, !items[index + 1].flags.contains(.spaced) else { return false }
    return items[index + 1].kind == .mark && bytes[Int(items[index + 1].start)] == UInt8(ascii: "-")
      && items[index + 2].kind != .mark && !items[index + 2].flags.contains(.spaced)
  }

  private mutating func copy(_ range: Range<Int>) {
    output.append(range, of: bytes)
    endsWithID = false
  }

  private mutating func put(_ mask: Mask, _ range: Range<Int>) {
    endsWithID = mask == .id
    if isForm { return form(mask, range) }
    masked.append(SignatureScan.Masked(range: range, slot: Template.MaskPlace(mask, at: output.count)))
    output.append(mask.staticText)
  }

  /// Writes a variable part as one byte, 0. Numbers keep the punctuation and units around their digits; an address keeps its
  /// `:`.
  private mutating func form(_ mask: Mask, _ range: Range<Int>) {
    let any: UInt8 = 0
    switch mask {
    case .num, .version, .duration, .size, .time:
      // A sign, or the `<` of `<1 sec`, is part of the value.
      let signed = !bytes[range.lowerBound].isDigit
      let hasNames = mask == .time && bytes[range.lowerBound].isLetter
      if hasNames || !bytes[range].contains(where: \.isDigit) { return output.append(any) }
      var wasDigit = false
      for byte in bytes[signed ? range.dropFirst() : range] {
        if byte.isDigit {
          if !wasDigit { output.append(any) }
        } else {
          output.append(byte)
        }
        wasDigit = byte.isDigit
      }
    case .ip, .host:
      output.append(any)
      var colons = 0
      for byte in bytes[range] where byte == UInt8(ascii: ":") { colons += 1 }
      guard colons <= 1, let mark = bytes[range].firstIndex(where: { $0 == 58 || $0 == 47 }) else { return }
      output.append(bytes[mark])
      output.append(any)
    default: output.append(any)
    }
  }

  private mutating func mark(_ item: ScanToken) {
    if isForm { return output.append(item.range, of: bytes) }
    if item.hash == Scanner.quoteHash { return output.append(UInt8(ascii: "'")) }
    let byte = bytes[Int(item.start)]
    if byte < 0x80 {
      output.append(byte)
      // Bytes that are dropped between marks may leave the text of a mask.
      if byte == UInt8(ascii: ">"), let open = output.bytes.suffix(10).lastIndex(of: UInt8(ascii: "<")),
        let found = Mask.found(in: output.bytes, at: open), found.end == output.count
      {
        masked.append(
          .init(range: item.range.upperBound..<item.range.upperBound, slot: .init(found.mask, at: open)))
      }
      return
    }
    if item.hash == WordHash.add(UInt8(ascii: "-"), to: WordHash.start) {
      output.append(UInt8(ascii: "-"))
    } else {
      output.append("...")
    }
  }

  /// The mark and the word that the item is joined to, if a `-` or `.` joins them without white space.
  private func joined(_ index: Int) -> (mark: UInt8, word: ScanToken)? {
    guard index >= 2, isGlued(index), items[index - 1].kind == .mark, isGlued(index - 1),
      items[index - 2].kind == .word
    else { return nil }
    return (bytes[Int(items[index - 1].start)], items[index - 2])
  }

  private mutating func number(_ index: Int) {
    let item = items[index]
    if item.count <= 2, let joined = joined(index), joined.mark == UInt8(ascii: "."),
      bytes[Int(joined.word.end) - 1].isDigit, joined.word.count <= 12
    {
      return copy(item.range)  // `python3.6`
    }
    let isInName =
      isGlued(index)
      && (items[index - 1].kind == .word || joined(index)?.mark == UInt8(ascii: "-"))
    put(item.count >= Self.generated && isInName ? .id : .num, item.range)
  }

  /// The number of digits from which a part of a name counts as generated, not chosen.
  private static let generated = 8

  /// Writes a word with digits. Its parts between `_` are judged one by one.
  private mutating func mixed(_ index: Int) {
    let item = items[index]
    if !item.flags.contains(.underscore) {
      let before = joined(index)?.mark
      let isInName = before == UInt8(ascii: "-") || before == UInt8(ascii: ".") || continues(index)
      return part(item.range, whole: !isInName)
    }
    var start = Int(item.start)
    for end in item.range.lowerBound...item.range.upperBound {
      guard end == item.range.upperBound || bytes[end] == 95 else { continue }
      if end > start { part(start..<end, whole: false) }
      if end < item.range.upperBound { output.append(95) }
      start = end + 1
    }
  }

  private mutating func part(_ range: Range<Int>, whole: Bool) {
    var digits = 0
    var trailing = 0
    var turns = 0
    var isHex = true
    var hasHump = false
    var wasDigit = false
    for index in range {
      let byte = bytes[index]
      if byte.isDigit {
        digits += 1
        trailing += 1
      } else {
        trailing = 0
      }
      if index > range.lowerBound {
        if byte.isDigit != wasDigit { turns += 1 }
        if byte.isUpper, bytes[index - 1].isLower { hasHump = true }
      }
      wasDigit = byte.isDigit
      isHex = isHex && byte.isHex
    }
    if digits == 0 { return copy(range) }
    if digits == range.count { return put(digits >= Self.generated ? .id : .num, range) }
    if isHex, range.count >= Self.generated || range.count == 7 && digits > 1 {
      return put(whole ? .hex : .id, range)
    }
    if turns == 1, trailing > 0 {
      if trailing < 3 { return copy(range) }
      copy(range.lowerBound..<(range.upperBound - trailing))
      return put(trailing >= Self.generated ? .id : .num, (range.upperBound - trailing)..<range.upperBound)
    }
    // `IO80211PeerManager` was chosen by a person, as its words show.
    let isChosen = hasHump && turns <= 2 && 3 * digits < range.count
    if turns >= 2 && range.count >= 5 && (turns >= 3 || digits >= 3) && !isChosen
      || range.count >= 20 && !isChosen
    {
      return put(.id, range)
    }
    copy(range)
  }

  /// Removes the end of a sentence, which is not part of a template.
  mutating func trim() {
    while let last = output.last {
      switch last {
      case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: ":"), UInt8(ascii: "!"),
        0x20:
        output.removeLast()
      default: return
      }
    }
  }
}
