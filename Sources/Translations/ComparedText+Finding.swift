import CasebookText

/// The state of a literal in another language.
enum LiteralFate: Hashable {
  /// The literal is present.
  case intact
  /// Spaces were inserted.
  case split(found: String, place: Int)
  /// A similar text is present, with other letters, another case or other dashes.
  case altered(found: String, place: Int)
  /// Nothing similar is left.
  case lost
}

extension ComparedText {
  /// Searches the same passage in another language for a literal.
  func fate(of literal: ComparedLiteral) -> LiteralFate {
    let wanted = Array(literal.text.utf8)
    if contains(wanted, ignoringCase: literal.kind == .name) { return .intact }
    let bare = Self.withoutPlaceholders(wanted)
    if bare != wanted, Self.contains(bare, in: forms.withoutPlaceholders(text)) { return .intact }
    if let found = find(wanted, folding: Squeezed.init(ofText:), in: forms.squeezed(text)) { return found }
    if let found = find(wanted, folding: Squeezed.init(ofLooks:), in: forms.looks(text)) { return found }
    // Writing `init` for `init()` is style.
    if wanted.suffix(2) == [0x28, 0x29], contains(Array(wanted.dropLast(2))) { return .intact }
    if let place = respelled(wanted) { return .altered(found: place.text, place: place.place) }
    return blocks.contains { $0.contains(wanted) } ? .intact : .lost
  }

  /// A transcription of this word in another alphabet.
  func respelling(of word: String) -> (text: String, place: Int)? {
    contains(Array(word.utf8), ignoringCase: true) ? nil : respelled(Array(word.utf8), strictly: true)
  }

  /// Whether the text contains it exactly, without a longer name around it.
  func contains(_ wanted: [UInt8], ignoringCase: Bool = false) -> Bool {
    Self.contains(wanted, in: text, edges: edges, ignoringCase: ignoringCase)
  }

  static func contains(
    _ wanted: [UInt8], in text: [UInt8], edges: Set<Int> = [], ignoringCase: Bool = false
  ) -> Bool {
    guard let first = wanted.first, let last = wanted.last, wanted.count <= text.count else { return false }
    let mask: UInt8 = ignoringCase && first.isLetter ? 0x20 : 0
    for start in 0...(text.count - wanted.count) where text[start] | mask == first | mask {
      if first.isNamePart, start > 0, text[start - 1].isNamePart, !edges.contains(start) { continue }
      let end = start + wanted.count
      if last.isNamePart, end < text.count, text[end].isNamePart, !edges.contains(end),
        !(ignoringCase && text[end] == UInt8(ascii: "s"))
      {
        continue
      }
      var offset = 1
      while offset < wanted.count,
        text[start + offset] == wanted[offset]
          || (ignoringCase && wanted[offset].isLetter && text[start + offset] | 0x20 == wanted[offset] | 0x20)
      {
        offset += 1
      }
      if offset == wanted.count { return true }
    }
    return false
  }

  /// Translations may change `<my workspace>` and `{name}`.
  fileprivate static func withoutPlaceholders(_ bytes: [UInt8]) -> [UInt8] {
    var kept: [UInt8] = []
    kept.reserveCapacity(bytes.count)
    var index = 0
    while index < bytes.count {
      kept.append(bytes[index])
      let close: UInt8? =
        bytes[index] == UInt8(ascii: "<")
        ? UInt8(ascii: ">") : bytes[index] == UInt8(ascii: "{") ? UInt8(ascii: "}") : nil
      if let close, let end = bytes[index...].prefix(80).firstIndex(of: close),
        bytes[(index + 1)..<end].allSatisfy({
          $0.isNamePart || $0 >= 0x80 || $0 == 0x20 || $0 == UInt8(ascii: "-")
        })
      {
        index = end
      } else {
        index += 1
      }
    }
    return kept
  }

  // MARK: Nearly

  private func find(
    _ wanted: [UInt8], folding fold: (ArraySlice<UInt8>) -> Squeezed, in squeezed: Squeezed
  ) -> LiteralFate? {
    let needle = fold(wanted[...]).bytes
    guard needle.count >= 4 else { return nil }
    guard needle.count <= squeezed.bytes.count else { return nil }
    for start in 0...(squeezed.bytes.count - needle.count)
    where squeezed.bytes[start] == needle[0]
      && squeezed.bytes[start..<start + needle.count].elementsEqual(needle)
    {
      let (first, last) = (squeezed.places[start], squeezed.places[start + needle.count - 1])
      if first > 0, text[first - 1].isNamePart, text[first].isNamePart, !edges.contains(first) { continue }
      if last + 1 < text.count, text[last + 1].isNamePart, text[last].isNamePart, !edges.contains(last + 1) {
        continue
      }
      var end = last + 1
      while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
      let found = Array(text[first..<end])
      let string = String(decoding: found, as: UTF8.self)
      // The damage is in the other text, not in this one.
      if found.count(where: { $0 == 0x20 }) < wanted.count(where: { $0 == 0x20 }) { return .intact }
      let isSplit =
        found.count(where: { $0 == 0x20 }) > wanted.count(where: { $0 == 0x20 })
        && found.filter({ $0 != 0x20 }) == wanted.filter { $0 != 0x20 }
      return isSplit
        ? .split(found: string, place: origins[first]) : .altered(found: string, place: origins[first])
    }
    return nil
  }

  /// A word in another alphabet that sounds like a name in the literal, with the text after it.
  private func respelled(_ wanted: [UInt8], strictly: Bool = false) -> (text: String, place: Int)? {
    for name in wanted.split(whereSeparator: { !$0.isLetter })
    where name.count >= 5 || name.count == wanted.count {
      let sound = Pronunciation(latin: name)
      guard sound.isTelling else { continue }
      for word in forms.cyrillicWords(self) where sound.matches(word.pronunciation, strictly: strictly) {
        var end = word.range.upperBound
        // `== 1.2.1`: the rest of the literal, as far as the text has it.
        var rest = wanted[name.endIndex...]
        var index = end
        while index < text.count, let next = rest.first {
          if text[index] == next {
            rest.removeFirst()
            end = index + 1
          } else if text[index] != 0x20 {
            break
          }
          index += 1
        }
        return (
          String(decoding: text[word.range.lowerBound..<end], as: UTF8.self), origins[word.range.lowerBound]
        )
      }
    }
    return nil
  }
}

/// Forms of a text in which to search for literals that are not there exactly. Created on first use.
final class SearchForms {
  private var squeezed: Squeezed?
  private var looks: Squeezed?
  private var bare: [UInt8]?
  private var words: [(pronunciation: Pronunciation, range: Range<Int>)]?

  fileprivate func squeezed(_ text: [UInt8]) -> Squeezed {
    let form = squeezed ?? Squeezed(ofText: text[...])
    squeezed = form
    return form
  }

  fileprivate func looks(_ text: [UInt8]) -> Squeezed {
    let form = looks ?? Squeezed(ofLooks: text[...])
    looks = form
    return form
  }

  fileprivate func withoutPlaceholders(_ text: [UInt8]) -> [UInt8] {
    let form = bare ?? ComparedText.withoutPlaceholders(text)
    bare = form
    return form
  }

  fileprivate func cyrillicWords(_ passage: ComparedText) -> [(
    pronunciation: Pronunciation, range: Range<Int>
  )] {
    let found = words ?? passage.cyrillicWords
    words = found
    return found
  }
}

/// A text without white space and marks, to find inexact matches.
private struct Squeezed {
  var bytes: [UInt8] = []
  /// The place in the text of each byte.
  var places: [Int] = []

  /// The text without spaces, in lower case.
  init(ofText text: ArraySlice<UInt8>) {
    for index in text.indices where text[index] > 0x20 { add(text[index], index) }
  }

  /// The same text by appearance: letters of other alphabets as the Latin ones that they look like, any dash
  /// as one hyphen.
  init(ofLooks text: ArraySlice<UInt8>) {
    var index = text.startIndex
    while index < text.endIndex {
      let length = min(UInt8.length(ofScalarStarting: text[index]), text.endIndex - index)
      let scalar = text[index..<index + length].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      if scalar == 0x2D || (0xE28090...0xE28095).contains(scalar) || scalar == 0xE28892 {
        if bytes.last != UInt8(ascii: "-") { add(UInt8(ascii: "-"), index) }
      } else if let twin = Self.lookalikes[scalar] {
        add(twin, index)
      } else if text[index] > 0x20 {
        for offset in index..<index + length { add(text[offset], offset) }
      }
      index += length
    }
  }

  private mutating func add(_ byte: UInt8, _ place: Int) {
    bytes.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
    places.append(place)
  }

  /// Cyrillic and Greek letters that look like Latin ones.
  private static let lookalikes: [UInt32: UInt8] = {
    let cyrillic = Array("аеорсухіјѕԁАВЕКМНОРСТУХІЈЅ".unicodeScalars)
    let latin = Array("aeopcyxijsdabekmhopctyxijs".utf8)
    let greek = Array("οΑΒΕΖΗΙΚΜΝΟΡΤΥΧ".unicodeScalars)
    let latinForGreek = Array("oabezhikmnoptyx".utf8)
    var table: [UInt32: UInt8] = [:]
    for (scalar, byte) in zip(cyrillic + greek, latin + latinForGreek) {
      let encoded = String(scalar).utf8.reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
      table[encoded] = byte
    }
    return table
  }()
}
