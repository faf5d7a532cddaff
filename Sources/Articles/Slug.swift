import CasebookText

/// Anchors: as renderers derive them from headings, and as headings state them.
package enum Slug {
  /// Longer headings are text that lost its line breaks.
  private static let maxLength = 400

  /// The anchor that GitHub and Microsoft Learn derive from a heading: lower case, spaces become `-`, and
  /// everything except word characters, hyphens and spaces is dropped (github.com/gjtorikian/html-pipeline,
  /// `TableOfContentsFilter`).
  package static func derived(from title: String) -> String {
    var slug = String.UnicodeScalarView()
    for scalar in title.unicodeScalars.prefix(maxLength) {
      switch scalar {
      case "A"..."Z": slug.append(Unicode.Scalar(UInt8(scalar.value) + 32))
      case "a"..."z", "0"..."9", "-", "_": slug.append(scalar)
      case " ", "\t", "\n", "\u{A0}": slug.append("-")
      case "\0"..."\u{7F}": break
      default:
        let properties = scalar.properties
        guard isWord(properties.generalCategory) else { continue }
        slug.append(contentsOf: properties.lowercaseMapping.unicodeScalars)
      }
    }
    return String(slug)
  }

  private static func isWord(_ category: Unicode.GeneralCategory) -> Bool {
    switch category {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
      .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .connectorPunctuation:
      true
    default: false
    }
  }

  /// The `name` or `id` of a tag, such as `<a name="x">`; `nil` for other HTML.
  static func anchor(inTag tag: some Collection<UInt8>) -> String? {
    let bytes = Array(tag.prefix(1_000))
    guard bytes.first == UInt8(ascii: "<"), bytes.count > 4, bytes[1] != UInt8(ascii: "/") else { return nil }
    var index = 1
    while index < bytes.count, isNameByte(bytes[index]) { index += 1 }
    let isLink = index == 2 && bytes[1] | 0x20 == UInt8(ascii: "a")
    while index < bytes.count, bytes[index] != UInt8(ascii: ">") {
      while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
      let start = index
      while index < bytes.count, isNameByte(bytes[index]) { index += 1 }
      let name = bytes[start..<index].map { $0 | 0x20 }
      while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
      guard index < bytes.count, bytes[index] == UInt8(ascii: "=") else {
        if index == start { index += 1 }
        continue
      }
      index += 1
      while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
      guard index < bytes.count else { return nil }
      var value: ArraySlice<UInt8>
      if bytes[index] == UInt8(ascii: "\"") || bytes[index] == UInt8(ascii: "'") {
        let quote = bytes[index]
        let end = bytes[(index + 1)...].firstIndex(of: quote) ?? bytes.count
        value = bytes[(index + 1)..<end]
        index = min(bytes.count, end + 1)
      } else {
        let end = bytes[index...].firstIndex { $0 <= 0x20 || $0 == UInt8(ascii: ">") } ?? bytes.count
        value = bytes[index..<end]
        index = end
      }
      let isAnchor = name == Array("id".utf8) || (isLink && name == Array("name".utf8))
      if isAnchor, !value.isEmpty, !value.contains(where: { $0 <= 0x20 }) {
        return String(decoding: value, as: UTF8.self)
      }
    }
    return nil
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ":"):
      true
    default: false
    }
  }

  /// Splits `Heading {#id}` (Hugo, kramdown, pandoc) and `Heading[[id]]` (Hugging Face) into heading and id.
  static func splitAttribute(_ title: String) -> (title: String, anchor: String?) {
    let trimmed = title.trimmed
    if let split = splitBrackets(trimmed) { return split }
    guard trimmed.hasSuffix("}"), let open = trimmed.lastIndex(of: "{") else { return (trimmed, nil) }
    let inside = trimmed[trimmed.index(after: open)...].dropLast()
    guard inside.hasPrefix("#") else { return (trimmed, nil) }
    let anchor = inside.dropFirst().prefix { $0 != " " }
    guard !anchor.isEmpty else { return (trimmed, nil) }
    return (String(trimmed[..<open]).trimmed, String(anchor))
  }

  private static func splitBrackets(_ title: String) -> (title: String, anchor: String?)? {
    guard title.hasSuffix("]]"), let open = title.lastIndex(of: "["), open > title.startIndex,
      case let before = title.index(before: open), title[before] == "["
    else { return nil }
    let anchor = title[title.index(after: open)...].dropLast(2)
    let heading = title[..<before]
    let isName = anchor.utf8.allSatisfy {
      isNameByte($0) && $0 != UInt8(ascii: ":") || $0 == UInt8(ascii: ".")
    }
    guard isName, !anchor.isEmpty, !heading.isEmpty else { return nil }
    // After a space, a word in such brackets is a link of a wiki.
    if heading.last == " ", !anchor.contains("."), anchor.contains(where: \.isUppercase) { return nil }
    return (String(heading).trimmed, String(anchor))
  }
}

extension String {
  /// At most `limit` bytes, without splitting a character.
  func cut(toBytes limit: Int) -> String {
    guard utf8.count > limit else { return self }
    var end = utf8.index(startIndex, offsetBy: limit)
    while end > startIndex, utf8[end] & 0xC0 == 0x80 { end = utf8.index(before: end) }
    return String(self[..<end])
  }

  /// The text without white space at both ends.
  var trimmed: String {
    let space: (Unicode.Scalar) -> Bool = {
      // Only non-ASCII characters need the property table.
      $0.value < 0x80
        ? $0 == " " || (0x09...0x0D).contains($0.value)
        : $0.properties.isWhitespace || $0 == "\u{FEFF}" || $0 == "\u{200B}"
    }
    let scalars = unicodeScalars
    guard let start = scalars.firstIndex(where: { !space($0) }),
      let end = scalars.lastIndex(where: { !space($0) })
    else { return "" }
    return String(scalars[start...end])
  }
}
