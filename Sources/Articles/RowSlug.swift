import CasebookText

/// The stable name of a row, made only from text that every translation keeps.
enum RowSlug {
  /// The possible names of each row, the most specific first.
  struct Candidates {
    var names: [String]

    init(codes: [String], title: String, titleLiterals: [Literal], otherLiterals: [Literal]) {
      let numbers = RowSlug.numbers(title)
      names = codes.compactMap { RowSlug.shaped(Array($0.utf8)[...]) }
      names += numbers.filter { !RowSlug.isYear($0) }
      names += RowSlug.ranked(RowSlug.tokens(title))
      names += RowSlug.ranked(titleLiterals.filter { $0.kind == .codeSpan }.map { Array($0.text.utf8)[...] })
      names += RowSlug.ranked(
        otherLiterals.filter { $0.text.contains(text: "==") }.map {
          Array($0.text.utf8).prefix { $0 != UInt8(ascii: "=") }
        })
      names += RowSlug.ranked(
        otherLiterals.filter { $0.kind == .codeSpan || $0.kind == .strong }.flatMap {
          RowSlug.tokens($0.text)
        })
      names += numbers.filter(RowSlug.isYear)
    }
  }

  /// The anchor that the words of a title make, at most 48 bytes of it.
  fileprivate static func words(of title: String) -> String? {
    shaped(Array(Slug.derived(from: title).utf8)[...])
  }

  /// Names rows by the first candidate that no other row of the table has, else by position; `first` is the
  /// number of rows in earlier tables.
  static func slugs(_ rows: [Candidates], after first: Int) -> [String] {
    var holders: [String: Int] = [:]
    for row in rows {
      for name in Set(row.names) { holders[name, default: 0] += 1 }
    }
    return rows.enumerated().map { position, row in
      row.names.first { holders[$0] == 1 } ?? "row-\(first + position + 1)"
    }
  }

  /// A cell that holds exactly one code: `17`, `E1001`, `0x80070005`.
  static func isCode(_ cell: String) -> Bool {
    let bytes = Array(cell.utf8)
    return (1...32).contains(bytes.count) && bytes.contains(where: \.isDigit) && !isYear(cell)
      && bytes.allSatisfy { $0.isLetterOrDigit || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") }
  }

  /// Separate numbers of three to six digits: `409`, `8453`.
  private static func numbers(_ title: String) -> [String] {
    let parts = Array(title.utf8).split {
      !$0.isLetterOrDigit && $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: ".")
    }
    return parts.map { $0.last == UInt8(ascii: ".") ? $0.dropLast() : $0 }
      .filter { (3...6).contains($0.count) && $0.allSatisfy(\.isDigit) }
      .map { String(decoding: $0, as: UTF8.self) }
  }

  /// Product years (`SQL Server 2008`) are numbers that many rows share.
  private static func isYear(_ number: String) -> Bool {
    number.utf8.count == 4 && (number.hasPrefix("199") || number.hasPrefix("20"))
  }

  /// The words of a text that are identifiers or acronyms.
  private static func tokens(_ text: String) -> [ArraySlice<UInt8>] {
    Array(text.utf8).split {
      !$0.isLetterOrDigit && $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: ".")
        && $0 != UInt8(ascii: "/")
    }.compactMap { part in
      var part = part
      while part.last == UInt8(ascii: ".") || part.last == UInt8(ascii: "/") { part.removeLast() }
      while part.first == UInt8(ascii: ".") || part.first == UInt8(ascii: "/") { part.removeFirst() }
      guard part.count >= 3, part.contains(where: \.isLetter) else { return nil }
      let isAcronym = part.allSatisfy { $0.isUpper || $0.isDigit }
      return isAcronym || IdentifierShape.matches(part) ? part : nil
    }
  }

  /// The longest first, then alphabetical, because word order differs between languages.
  private static func ranked(_ names: [ArraySlice<UInt8>]) -> [String] {
    let sorted = names.filter { $0.count <= 200 }.sorted { a, b in
      a.count != b.count ? a.count > b.count : a.lexicographicallyPrecedes(b)
    }
    return sorted.prefix(8).compactMap(shaped)
  }

  private static func shaped(_ bytes: ArraySlice<UInt8>) -> String? {
    var slug: [UInt8] = []
    for byte in bytes {
      if byte.isLetterOrDigit || byte == UInt8(ascii: "_") {
        slug.append(byte.folded)
      } else if let last = slug.last, last != UInt8(ascii: "-") {
        slug.append(UInt8(ascii: "-"))
      }
      if slug.count >= 48 { break }
    }
    while slug.last == UInt8(ascii: "-") { slug.removeLast() }
    return slug.isEmpty ? nil : String(decoding: slug, as: UTF8.self)
  }
}

extension RowSlug.Candidates {
  /// Puts the words of the title first: an item of a list is named after what it leads with.
  mutating func addWords(of title: String) {
    if let words = RowSlug.words(of: title) { names.insert(words, at: 0) }
  }
}
