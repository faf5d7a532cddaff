/// A token of a shell line, in the subset of the shell that examples and transcripts use.
package enum ShellToken: Equatable, Sendable {
  /// A word without its quotes; `expands` if a shell would change it (`$HOME`, `*.md`).
  case word(String, expands: Bool)
  /// `|`, `<`, `<<`, `>`, `>>`, `&&`, `||`, `;` or `&`.
  case symbol(String)
}

/// A line with an open quote: a shell would wait for the rest.
package struct UnterminatedQuote: Error, Equatable {}

/// Splits a line as a POSIX shell does: quotes, backslashes, comments, operators. Nothing is expanded.
package func shellTokens(_ line: String) throws(UnterminatedQuote) -> [ShellToken] {
  var tokens: [ShellToken] = []
  var word: String?
  var expands = false
  var rest = line.unicodeScalars[...]

  func endWord() {
    if let text = word { tokens.append(.word(text, expands: expands)) }
    (word, expands) = (nil, false)
  }
  func add(_ scalar: Unicode.Scalar) {
    var text = word ?? ""
    word = nil
    text.unicodeScalars.append(scalar)
    word = text
  }

  while let scalar = rest.popFirst() {
    switch scalar {
    case " ", "\t": endWord()
    case "#" where word == nil: rest = rest[rest.endIndex...]
    case "'":
      word = word ?? ""
      guard let end = rest.firstIndex(of: "'") else { throw UnterminatedQuote() }
      for inner in rest[..<end] { add(inner) }
      rest = rest[rest.index(after: end)...]
    case "\"":
      word = word ?? ""
      var isClosed = false
      while let inner = rest.popFirst() {
        if inner == "\"" {
          isClosed = true
          break
        }
        if inner == "\\", let next = rest.first, "\"\\$`\n".unicodeScalars.contains(next) {
          rest.removeFirst()
          if next != "\n" { add(next) }
        } else {
          if inner == "$" || inner == "`" { expands = true }
          add(inner)
        }
      }
      if !isClosed { throw UnterminatedQuote() }
    case "\\":
      guard let next = rest.popFirst() else { throw UnterminatedQuote() }
      if next != "\n" { add(next) }
    case "|", "<", ">", "&", ";":
      endWord()
      var symbol = String(scalar)
      if scalar != ";", rest.first == scalar {
        symbol.unicodeScalars.append(scalar)
        rest.removeFirst()
      }
      tokens.append(.symbol(symbol))
    default:
      if "$`*?[~".unicodeScalars.contains(scalar) { expands = true }
      add(scalar)
    }
  }
  endWord()
  return tokens
}

/// The arguments of each call of `program` in a line of commands; `nil` if it is not a valid shell line.
package func calls(of program: String, in line: String) -> [[String]]? {
  guard let tokens = try? shellTokens(line) else { return nil }
  var calls: [[String]] = []
  var words: [String] = []
  var skipsWord = false
  for token in tokens + [.symbol(";")] {
    switch token {
    case .word(let text, _):
      if !skipsWord { words.append(text) }
      skipsWord = false
    case .symbol(let symbol) where symbol.hasPrefix("<") || symbol.hasPrefix(">"):
      skipsWord = true
    case .symbol:
      // `LANG=de casebook …` sets a variable for one call.
      let command = words.drop { $0.contains("=") && !$0.hasPrefix("-") }
      if command.first == program { calls.append(Array(command.dropFirst())) }
      words = []
      skipsWord = false
    }
  }
  return calls
}
