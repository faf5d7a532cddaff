/// One operand, named after its kind's placeholder, and how its words become a value.
///
///     static let id = Operand(.text("ID"), help: "a known error")                 // String
///     static let file = Operand(optional: .path("FILE"), help: "…")               // String?
///     static let words = Operand(oneOrMore: .text("WORD"), help: "…")             // [String], never empty
///     static let files = Operand(any: .path("FILE"), help: "…")                   // [String]
///     static let command = Operand(command: .text("COMMAND"), help: "…")          // [String], never empty
public struct Operand<Value: Sendable>: OperandDeclaration {
  /// Everything that help, manual and completions need.
  public let spec: OperandSpec
  private let read: @Sendable ([String]) throws(Failure) -> Value

  private init<Given>(
    _ kind: ArgumentKind<Given>, _ arity: Arity, _ help: String,
    read: @escaping @Sendable ([Given]) -> Value?
  ) {
    let spec = OperandSpec(
      name: kind.placeholder, help: help, arity: arity, choices: kind.choices, completion: kind.completion)
    self.spec = spec
    self.read = { words throws(Failure) in
      var values: [Given] = []
      for word in words { values.append(try kind.value(of: word, for: kind.placeholder)) }
      guard let value = read(values) else { throw spec.missing }
      return value
    }
  }

  /// The value for the given words, in order.
  public func value(from words: [String]) throws(Failure) -> any Sendable { try read(words) }
}

extension Operand {
  /// An operand that must be given.
  public init(_ kind: ArgumentKind<Value>, help: String) {
    self.init(kind, .required, help) { $0.first }
  }

  /// An operand that may be given.
  public init<Given>(optional kind: ArgumentKind<Given>, help: String) where Value == Given? {
    self.init(kind, .optional, help) { .some($0.first) }
  }

  /// One operand or more.
  public init<Given>(oneOrMore kind: ArgumentKind<Given>, help: String) where Value == [Given] {
    self.init(kind, .oneOrMore, help) { $0.isEmpty ? nil : $0 }
  }

  /// A command: one word or more. All words from the first on are its own, options included.
  public init<Given>(command kind: ArgumentKind<Given>, help: String) where Value == [Given] {
    self.init(kind, .command, help) { $0.isEmpty ? nil : $0 }
  }

  /// Any number of operands.
  public init<Given>(any kind: ArgumentKind<Given>, help: String) where Value == [Given] {
    self.init(kind, .any, help) { $0 }
  }
}

/// How many words an operand takes.
public enum Arity: Hashable, Sendable {
  /// Exactly one.
  case required
  /// One or none.
  case optional
  /// At least one.
  case oneOrMore
  /// Any number.
  case any
  /// At least one; the words after the first are never options.
  case command

  /// Whether it is an error to leave it out.
  public var isRequired: Bool { self == .required || self == .oneOrMore || self == .command }
  /// Whether it takes all remaining words.
  public var isVariadic: Bool { self == .oneOrMore || self == .any || self == .command }
}

/// An operand with a value of any type, for a table to hold.
public protocol OperandDeclaration: Sendable {
  /// Everything that help, manual and completions need.
  var spec: OperandSpec { get }
  /// The value for the given words; throws a usage failure if a word is missing or not allowed.
  func value(from words: [String]) throws(Failure) -> any Sendable
}

/// What help, manual and completions need to know about an operand.
public struct OperandSpec: Hashable, Sendable {
  /// Its name in usage: `FILE`.
  public let name: String
  /// A description, in one line without a full stop.
  public let help: String
  /// How many words it takes.
  public let arity: Arity
  /// All allowed values, if they can be listed.
  public let choices: [Choice]
  /// How a shell completes it.
  public let completion: Completion

  /// Its form in usage: `[FILE...]`.
  public var usage: String {
    switch arity {
    case .required: name
    case .optional: "[\(name)]"
    case .oneOrMore, .command: "\(name)..."
    case .any: "[\(name)...]"
    }
  }

  /// The failure of a call without it.
  public var missing: Failure { Failure(.usage, "missing operand \(name)") }
}
