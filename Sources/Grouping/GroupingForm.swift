import CasebookKnowledge
import CasebookText

/// Builds the template that a group shows from the forms of its messages.
enum GroupingForm {
  static func template(of entries: [Grouping.CountedTemplate], fallback: [[UInt8]]) -> [UInt8] {
    let forms = entries.map { GroupingTokens.split($0.form) }
    guard let first = forms.first else { return [] }
    guard forms.allSatisfy({ $0.count == first.count }) else {
      let templates = entries.map { GroupingTokens.split($0.template.bytes(slot: kind)) }
      guard let first = templates.first, templates.allSatisfy({ $0.count == first.count }) else {
        return joined(fallback)
      }
      return aligned(templates)
    }
    return aligned(forms)
  }

  /// A control byte for each mask, so that different masks stay different.
  private static func kind(_ mask: Mask) -> UInt8 {
    UInt8(0x0E + (Mask.allCases.firstIndex(of: mask) ?? 0))
  }

  private static func aligned(_ rows: [[ArraySlice<UInt8>]]) -> [UInt8] {
    joined(
      rows[0].indices.map { position in
        let different = Set(rows.map { $0[position] })
        let tokens = different.map { $0.map { $0 < 0x20 ? GroupingTokens.variable : $0 } }
        if tokens.count == 1 { return shortened(tokens[0]) }
        // If the forms differ only in variable parts, show those.
        let normalised = Set(tokens.map { GroupingTokens.normalised(token: $0) })
        return normalised.count == 1 ? normalised.first ?? [] : GroupingTokens.merged(Array(normalised))
      })
  }

  /// A name that begins with letters is one variable from its first varying part to its last: `attempt_<*>`.
  private static func shortened(_ token: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var index = 0
    while index < token.count {
      var end = index
      while end < token.count, !GroupingTokens.isStructural(token[end]) { end += 1 }
      let name = token[index..<end]
      if isHost(name, in: token) {
        result.append(GroupingTokens.variable)
      } else if let first = name.firstIndex(of: GroupingTokens.variable), first > index,
        token[index].isLetter,
        let last = name.lastIndex(of: GroupingTokens.variable),
        name[first...last].contains(where: { $0 == 95 || $0 == UInt8(ascii: "-") })
      {
        result += name[...first] + name[(last + 1)...]
      } else {
        result += name
      }
      if end < token.count { result.append(token[end]) }
      index = end + 1
    }
    return result
  }

  /// Whether a name with a hyphen and a variable part is followed by a port and nothing else.
  private static func isHost(_ name: ArraySlice<UInt8>, in token: [UInt8]) -> Bool {
    let port = [UInt8(ascii: ":"), GroupingTokens.variable]
    return token[name.endIndex...].prefix(2).elementsEqual(port) && name.contains(GroupingTokens.variable)
      && name.contains(UInt8(ascii: "-"))
  }

  private static func joined(_ tokens: [[UInt8]]) -> [UInt8] {
    Array(tokens.joined(separator: [0x20]))
  }
}
