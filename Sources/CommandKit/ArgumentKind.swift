/// One kind of argument: its placeholder, how to read it, and how a shell completes it.
public struct ArgumentKind<Value: Sendable>: Sendable {
  /// Its name in usage and help: `PATH`.
  public let placeholder: String
  /// The allowed values in words: `a whole number from 1 to 100`.
  public let expectation: String
  /// All allowed words, if they can be listed.
  public let choices: [Choice]
  /// How a shell completes the word.
  public let completion: Completion
  let read: @Sendable (String) -> Value?

  /// A custom kind; `read` returns `nil` for a word that is not allowed.
  public init(
    _ placeholder: String, expected expectation: String, choices: [Choice] = [],
    completion: Completion = .none, read: @escaping @Sendable (String) -> Value?
  ) {
    self.placeholder = placeholder
    self.expectation = expectation
    self.choices = choices
    self.completion = choices.isEmpty ? completion : .choices
    self.read = read
  }
}

/// One of the words that an argument accepts.
public struct Choice: Hashable, Sendable {
  /// The word.
  public let name: String
  /// What it means, for help and completion; may be empty.
  public let help: String

  /// A word and its meaning.
  public init(_ name: String, _ help: String = "") {
    self.name = name
    self.help = help
  }
}

/// How a shell completes a word.
public enum Completion: Hashable, Sendable {
  /// Offer nothing: the value is free text.
  case none
  /// Files and folders.
  case file
  /// Folders only.
  case folder
  /// The listed choices.
  case choices
  /// The verbs of the table.
  case verb
  /// The lines that the program prints when it is called with these arguments.
  case lines(arguments: [String])
}

extension ArgumentKind where Value == String {
  /// Any text, including the empty one.
  public static func text(_ placeholder: String, completion: Completion = .none) -> Self {
    Self(placeholder, expected: "text", completion: completion) { $0 }
  }

  /// A path, which need not exist. The empty text and words that were not UTF-8 are refused: they would name
  /// another file.
  public static func path(_ placeholder: String = "PATH", completion: Completion = .file) -> Self {
    Self(placeholder, expected: "a path in UTF-8", completion: completion) { word in
      word.isEmpty || word.hasReplacements ? nil : word
    }
  }

  /// One of several words.
  public static func choice(_ placeholder: String, of choices: [Choice]) -> Self {
    Self(placeholder, expected: alternatives(choices.map(\.name)), choices: choices) { word in
      choices.contains { $0.name == word } ? word : nil
    }
  }
}

extension ArgumentKind where Value == Int {
  /// A whole number within bounds, inclusive.
  public static func integer(_ placeholder: String = "N", in range: ClosedRange<Int> = 0...Int.max) -> Self {
    let bounds =
      range.upperBound == .max
      ? ", \(range.lowerBound) or more" : " from \(range.lowerBound) to \(range.upperBound)"
    return Self(placeholder, expected: "a whole number\(bounds)") { word in
      Int(word).flatMap { range.contains($0) ? $0 : nil }
    }
  }
}

extension ArgumentKind where Value: RawRepresentable & CaseIterable, Value.RawValue == String {
  /// One of the cases of an enumeration, by raw value; `help` explains each case.
  public static func choice(_ placeholder: String, help: (Value) -> String = { _ in "" }) -> Self {
    let choices = Value.allCases.map { Choice($0.rawValue, help($0)) }
    return Self(placeholder, expected: alternatives(choices.map(\.name)), choices: choices) {
      Value(rawValue: $0)
    }
  }
}

/// `a, b or c`.
func alternatives(_ names: [String]) -> String {
  guard let last = names.last, names.count > 1 else { return names.joined() }
  return names.dropLast().joined(separator: ", ") + " or " + last
}
