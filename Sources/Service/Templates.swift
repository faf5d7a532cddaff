import CasebookText

/// The words of a template in lower case, without punctuation at their ends. Masks are kept whole.
func templateTokens(_ template: String) -> [Substring] {
  template.lowercased().split(whereSeparator: \.isWhitespace).compactMap { word in
    if word.contains("<"), word.contains(">") { return word[...] }
    let start = word.firstIndex { $0.isLetter || $0.isNumber } ?? word.endIndex
    let end = word.lastIndex { $0.isLetter || $0.isNumber } ?? word.startIndex
    return start <= end && start < word.endIndex ? word[start...end] : nil
  }
}

/// A template without its masks: only its constant words.
func unmasked(_ template: String) -> String {
  var text = ""
  var rest = template[...]
  while let open = rest.firstIndex(of: "<") {
    text += rest[..<open]
    let after = rest[rest.index(after: open)...]
    let close = after.firstIndex { !$0.isLetter && $0 != "*" }
    if let close, after[close] == ">", close > after.startIndex {
      text += " "
      rest = after[after.index(after: close)...]
    } else {
      text += "<"
      rest = after
    }
  }
  return text + rest
}
