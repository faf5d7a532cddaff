/// Walks over a command line: collects the options and returns the operands.
struct WordReader {
  private let words: [String]
  private var position = 0
  private var optionsHaveEnded = false
  /// Whether options end at the first operand.
  private var endsAtOperand = false
  private var declared: [any OptionDeclaration]
  private var byName: [String: Int] = [:]
  private var values: [String: [String]] = [:]
  /// The verb, once it is known.
  private(set) var command = ""

  init(_ words: [String], options: [any OptionDeclaration]) {
    self.words = words
    declared = []
    declare(options)
  }

  /// Accepts the verb's own options from here on; if `endsAtOperand`, up to its first operand.
  mutating func enter(_ command: String, options: [any OptionDeclaration], endsAtOperand: Bool) {
    self.command = command
    self.endsAtOperand = endsAtOperand
    declare(options)
  }

  private mutating func declare(_ options: [any OptionDeclaration]) {
    for option in options {
      byName["--" + option.spec.name] = declared.count
      if let short = option.spec.short { byName["-" + String(short)] = declared.count }
      declared.append(option)
    }
  }

  /// The words that were not read yet.
  var rest: ArraySlice<String> { words[position...] }

  func isGiven(_ option: some OptionDeclaration) -> Bool { values[option.spec.name] != nil }

  /// When to print colours, as far as it is known.
  var color: ColorChoice {
    if isGiven(StandardOption.noColor) { return .never }
    return values[StandardOption.color.spec.name]?.last.flatMap(ColorChoice.init(rawValue:)) ?? .auto
  }

  /// The values of everything declared so far.
  func invocation(
    _ operands: [(any OperandDeclaration, [String])]
  ) throws(Failure) -> Invocation {
    var invocation = Invocation(command: command)
    for option in declared { try invocation.set(option, values[option.spec.name] ?? []) }
    for (operand, words) in operands { try invocation.set(operand, words) }
    return invocation
  }

  /// The next operand; collects the options before it. `suggesting` returns the verbs that have an unknown
  /// option.
  mutating func next(suggesting verbs: (String) -> [String]) throws(Failure) -> String? {
    // Ignore everything after a verb's `--help`, so that it can be added to any line that does not work.
    while position < words.count, command.isEmpty || !isGiven(StandardOption.help) {
      let word = words[position]
      position += 1
      // `-` alone is an operand: standard input.
      if optionsHaveEnded || !word.hasPrefix("-") || word == "-" {
        optionsHaveEnded = optionsHaveEnded || endsAtOperand
        return word
      }
      if word == "--" {
        optionsHaveEnded = true
      } else if word.hasPrefix("--") {
        try readLong(word, suggesting: verbs)
      } else {
        try readShort(word)
      }
    }
    return nil
  }

  private mutating func readLong(_ word: String, suggesting verbs: (String) -> [String]) throws(Failure) {
    // Compare bytes: `=` and a combining mark after it would be one character.
    let end = word.utf8.firstIndex(of: UInt8(ascii: "=")) ?? word.endIndex
    let name = String(word[..<end])
    guard let index = byName[name] else { throw unknown(name, verbs(name)) }
    let option = declared[index].spec
    if end < word.endIndex {
      guard option.placeholder != nil else { throw Failure(.usage, "option '\(name)' takes no value") }
      try keep(String(word[word.utf8.index(after: end)...]), of: option)
    } else {
      try keep(option.placeholder == nil ? "" : valueAfter(name, option), of: option)
    }
  }

  /// `-n VALUE`, `-nVALUE`, and booleans in a group, `-qn5`.
  private mutating func readShort(_ word: String) throws(Failure) {
    var letters = word.dropFirst()
    while let letter = letters.popFirst() {
      let name = "-" + String(letter)
      guard let index = byName[name] else {
        if let meant = meant(by: word) ?? meant(by: name) { throw meant }
        let place = word.count > 2 ? " in \(quoted(word))" : ""
        throw Failure(.usage, "unknown option \(quoted(name))\(place)\(ofCommand)", hint: operandHint(word))
      }
      let option = declared[index].spec
      if option.placeholder == nil {
        try keep("", of: option)
      } else {
        try keep(letters.isEmpty ? valueAfter(name, option) : String(letters), of: option)
        return
      }
    }
  }

  /// The word after an option. If it is itself an option, the value was probably forgotten.
  private mutating func valueAfter(_ name: String, _ option: OptionSpec) throws(Failure) -> String {
    var placeholder = option.placeholder ?? ""
    if !option.choices.isEmpty { placeholder += " (\(alternatives(option.choices.map(\.name))))" }
    guard position < words.count else {
      throw Failure(.usage, "option '\(name)' needs a value: \(placeholder)")
    }
    let word = words[position]
    if word == "--" || byName[word] != nil {
      throw Failure(
        .usage, "option '\(name)' needs a value: \(placeholder), not the option '\(word)'",
        hint: "If '\(word)' is the value, write '--\(option.name)=\(word)'.")
    }
    position += 1
    return word
  }

  private mutating func keep(_ value: String, of option: OptionSpec) throws(Failure) {
    if option.placeholder != nil, !option.isRepeatable, values[option.name] != nil {
      throw Failure(.usage, "option '--\(option.name)' is given more than once")
    }
    values[option.name, default: []].append(value)
  }

  private var ofCommand: String { command.isEmpty ? "" : " of '\(command)'" }

  private func operandHint(_ word: String) -> String? {
    guard word.dropFirst().first?.isNumber == true || word.contains(where: \.isWhitespace) else { return nil }
    return "Write '--' before an operand that starts with '-'."
  }

  /// An error about an option as other programs spell or name it: `-limit`, `--h`, `--closed`.
  private func meant(by name: String) -> Failure? {
    let word = name.drop { $0 == "-" }.prefix { $0 != "=" }
    let spelling = word.count == 1 ? "-" + word : "--" + word
    let synonym = declared.first {
      $0.spec.synonyms.contains(word.count == 1 ? String(word) : word.lowercased())
    }
    guard let option = byName[spelling] != nil ? spelling : synonym.map({ "--" + $0.spec.name }) else {
      return nil
    }
    return Failure(.usage, "unknown option \(quoted(name))\(ofCommand); use '\(option)'")
  }

  private func unknown(_ name: String, _ verbs: [String]) -> Failure {
    if let meant = meant(by: name) { return meant }
    let names = byName.keys.filter { $0.hasPrefix("--") }.sorted()
    if let near = nearest(to: name, in: names) {
      return Failure(.usage, "unknown option \(quoted(name))\(ofCommand); the nearest is '\(near)'")
    }
    guard let verb = verbs.first else { return Failure(.usage, "unknown option \(quoted(name))\(ofCommand)") }
    if command.isEmpty {
      let list = verbs.map { "'\($0)'" }.joined(separator: ", ")
      return Failure(.usage, "option '\(name)' belongs behind its verb: \(list)")
    }
    return Failure(.usage, "unknown option \(quoted(name))\(ofCommand); it is an option of '\(verb)'")
  }
}
