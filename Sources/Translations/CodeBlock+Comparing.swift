import CasebookKnowledge

extension CodeBlock {
  /// How a block differs between two languages.
  enum Difference {
    case missing
    /// The first line that differs, in the reference and here.
    case differs(intact: String, found: String, place: Int)
  }

  /// The differences of `blocks` from `reference`, each with the block of the reference that it concerns.
  static func differences(
    of blocks: [CodeBlock], from reference: [CodeBlock], in passage: ComparedText
  ) -> [(block: CodeBlock, difference: Difference)] {
    let own = blocks.map(\.essence)
    let wanted = reference.map(\.essence)
    var isUsed = Array(repeating: false, count: blocks.count)
    var left: [Int] = []
    for index in wanted.indices {
      if let same = own.indices.first(where: {
        !isUsed[$0] && own[$0].map(\.text) == wanted[index].map(\.text)
      }) {
        isUsed[same] = true
      } else if !wanted[index].isEmpty, reference[index].language != messageListLanguage {
        left.append(index)
      }
    }
    var found: [(CodeBlock, Difference)] = []
    for index in left {
      let rest = own.indices.filter { !isUsed[$0] && !own[$0].isEmpty }
      let texts = Set(wanted[index].map(\.text))
      let nearest = rest.max { a, b in
        own[a].count { texts.contains($0.text) } < own[b].count { texts.contains($0.text) }
      }
      let shared = nearest.map { near in own[near].count { texts.contains($0.text) } } ?? 0
      if let nearest, 2 * shared >= wanted[index].count || (rest.count == 1 && left.count == 1) {
        isUsed[nearest] = true
        // Program output may be shown in another language.
        if blocks[nearest].isTranslated, 2 * shared < wanted[index].count { continue }
        if let difference = firstDifference(own[nearest], wanted[index]) {
          found.append((reference[index], difference))
        }
      } else if !wanted[index].allSatisfy({ passage.contains($0.text) }) {
        found.append((reference[index], .missing))
      }
    }
    return found
  }

  private static func firstDifference(_ own: [CodeLine], _ wanted: [CodeLine]) -> Difference? {
    let texts = Set(wanted.map(\.text))
    let ownTexts = Set(own.map(\.text))
    // An extra line is shown next to the line that it replaces.
    let extra = own.first { !texts.contains($0.text) && !$0.isTranslated }
    let lacking = wanted.first { !ownTexts.contains($0.text) }
    guard let lacking else { return nil }
    if extra == nil, own.contains(where: { !texts.contains($0.text) }) { return nil }
    return .differs(
      intact: String(decoding: lacking.text, as: UTF8.self),
      found: extra.map { String(decoding: $0.text, as: UTF8.self) } ?? "",
      place: extra?.place ?? own.first?.place ?? 0)
  }

  struct CodeLine {
    var text: [UInt8]
    var place: Int
    var isTranslated: Bool { text.contains { $0 >= 0xC3 } }
  }

  private var isTranslated: Bool { lines.contains { $0.text.contains { $0 >= 0xC3 } } }

  /// The lines that matter to a machine, without indentation, comments and text that translations may change.
  private var essence: [CodeLine] {
    lines.compactMap { line in
      let text = Self.withoutComment(line.text.drop { $0 <= 0x20 || $0 == UInt8(ascii: ">") })
      return text.contains { $0 > 0x20 } ? CodeLine(text: text, place: line.place) : nil
    }
  }

  /// The line without comments and without the words of placeholders, with white space as one space.
  private static func withoutComment(_ line: ArraySlice<UInt8>) -> [UInt8] {
    var out: [UInt8] = []
    var index = line.startIndex
    while index < line.endIndex {
      let byte = line[index]
      let rest = line[index...]
      let startsWord = out.isEmpty || out.last == 0x20
      if startsWord, comments.contains(where: { rest.starts(with: $0) }) { break }
      if rest.starts(with: slashes), index == line.startIndex || line[index - 1] != UInt8(ascii: ":") {
        break
      }
      if byte <= 0x20 {
        if let last = out.last, last != 0x20 { out.append(0x20) }
      } else if byte == UInt8(ascii: "<"), let end = rest.prefix(80).firstIndex(of: UInt8(ascii: ">")),
        rest[..<end].dropFirst().allSatisfy({
          $0.isNamePart || $0 >= 0x80 || $0 == 0x20 || $0 == UInt8(ascii: "-")
        }),
        end > index + 1
      {
        out += [byte, UInt8(ascii: ">")]
        index = end
      } else {
        out.append(byte)
      }
      index += 1
    }
    while out.last == 0x20 { out.removeLast() }
    return out
  }

  private static let comments = ["# ", "-- ", "; ", "/*", "' ", "REM ", "::", "<!--", "* "].map {
    Array($0.utf8)
  }
  private static let slashes = Array("//".utf8)
}
