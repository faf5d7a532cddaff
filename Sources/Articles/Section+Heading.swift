import CasebookText

extension Section {
  /// The messages that the heading of a known error states.
  var headingMessages: [Message] {
    guard level > 0 else { return [] }
    var texts = SectionReader.quotedMessages(Array(title.utf8), inTitle: true)
    texts.append(title)
    if let said = Self.said(in: title) { texts.append(said) }
    for literal in literals where literal.line == line && literal.kind == .codeSpan && heading.contains("`") {
      let bytes = Array(literal.text.utf8)
      if bytes.contains(0x20) || IdentifierShape.namesFailure(bytes[...]) { texts.append(literal.text) }
    }
    // An alert is found by its words too.
    if let words = FailureWords.words(ofName: title) { texts.append(words) }
    // In a translation the anchor keeps the words of the original, and most messages are English.
    if anchors.contains(slug), slug.contains("-"), slug != Slug.derived(from: title) {
      texts.append(slug.replacing(ascii: "-", with: " "))
    }
    var known: Set<String> = []
    return texts.filter { known.insert($0).inserted }.map { Message($0, .heading, line: line) }
  }

  /// The text after the colon of `Error 8453: the mirror was refused`, if it is a sentence, or if the words before it
  /// only say that it is an error.
  private static func said(in title: String) -> String? {
    guard let colon = title.firstIndex(of: ":"), title[title.index(after: colon)...].first == " " else {
      return nil
    }
    // Not inside a quotation, which is already a message.
    guard title[..<colon].count(where: { $0 == "\"" }).isMultiple(of: 2) else { return nil }
    let rest = String(title[title.index(after: colon)...]).trimmed
    let isLabel = FailureWords.labelled(title) != nil && !title[..<colon].contains(" ")
    return isLabel || TextShape(Array(rest.utf8)[...]).words >= 4 ? rest : nil
  }
}
