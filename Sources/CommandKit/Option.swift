/// One option: its names, its help, and how its words become the typed value that `Invocation` returns.
///
///     static let json = Option(flag: "json", help: "print JSON")                              // Bool
///     static let since = Option("since", .text("DATE"), help: "only events since then")       // String?
///     static let limit = Option("limit", short: "n", .integer(), default: 10, help: "…")      // Int
///     static let label = Option(repeated: "label", .text("KEY=VALUE"), help: "…")             // [String]
public struct Option<Value: Sendable>: OptionDeclaration {
  /// Everything that help, manual and completions need.
  public let spec: OptionSpec
  private let read: @Sendable ([String]) throws(Failure) -> Value

  private init(_ spec: OptionSpec, read: @escaping @Sendable ([String]) throws(Failure) -> Value) {
    self.spec = spec
    self.read = read
  }

  /// The same option; an error about one of these names of other programs, a letter or a word, names it.
  public func meant(by synonyms: String...) -> Self {
    var spec = spec
    spec.synonyms += synonyms
    return Self(spec, read: read)
  }

  /// The value for the given words, in order; for no words, the default.
  public func value(from words: [String]) throws(Failure) -> any Sendable { try read(words) }
}

extension Option {
  /// An option without a value: `true` when it is given.
  public init(flag name: String, short: Character? = nil, help: String) where Value == Bool {
    self.init(OptionSpec(name: name, short: short, help: help)) { !$0.isEmpty }
  }

  /// An option with a value, `nil` when it is not given.
  public init<Given>(_ name: String, short: Character? = nil, _ kind: ArgumentKind<Given>, help: String)
  where Value == Given? {
    self.init(OptionSpec(name: name, short: short, help: help, kind: kind)) { words throws(Failure) in
      guard let word = words.last else { return nil }
      return try kind.value(of: word, for: "--" + name)
    }
  }

  /// An option with a default. Help prints `shown`, or else the default itself.
  public init(
    _ name: String, short: Character? = nil, _ kind: ArgumentKind<Value>, default standing: Value,
    shown: String? = nil, help: String
  ) where Value: CustomStringConvertible {
    self.init(name, short, kind, standing, shown ?? standing.description, help)
  }

  /// The same for one of several words.
  public init(
    _ name: String, short: Character? = nil, _ kind: ArgumentKind<Value>, default standing: Value,
    shown: String? = nil, help: String
  ) where Value: RawRepresentable, Value.RawValue == String {
    self.init(name, short, kind, standing, shown ?? standing.rawValue, help)
  }

  private init(
    _ name: String, _ short: Character?, _ kind: ArgumentKind<Value>, _ standing: Value, _ shown: String,
    _ help: String
  ) {
    let spec = OptionSpec(name: name, short: short, help: help, kind: kind, defaultText: shown)
    self.init(spec) { words throws(Failure) in
      guard let word = words.last else { return standing }
      return try kind.value(of: word, for: "--" + name)
    }
  }

  /// An option that may be given several times.
  public init<Given>(
    repeated name: String, short: Character? = nil, _ kind: ArgumentKind<Given>, help: String
  ) where Value == [Given] {
    let spec = OptionSpec(name: name, short: short, help: help, kind: kind, isRepeatable: true)
    self.init(spec) { words throws(Failure) in
      var values: [Given] = []
      for word in words { values.append(try kind.value(of: word, for: "--" + name)) }
      return values
    }
  }
}

/// An option with a value of any type, for a table to hold.
public protocol OptionDeclaration: Sendable {
  /// Everything that help, manual and completions need.
  var spec: OptionSpec { get }
  /// The value for the given words, in order; throws a usage failure if a word is not allowed.
  func value(from words: [String]) throws(Failure) -> any Sendable
}

/// What help, manual and completions need to know about an option.
public struct OptionSpec: Hashable, Sendable {
  /// The long name without its hyphens.
  public let name: String
  /// The one-letter name.
  public let short: Character?
  /// What it does, in one line without a full stop.
  public let help: String
  /// The name of its value; `nil` for an option without one.
  public let placeholder: String?
  /// All allowed values, if they can be listed.
  public let choices: [Choice]
  /// How a shell completes the value.
  public let completion: Completion
  /// The default, as help prints it.
  public let defaultText: String?
  /// Whether it may be given several times.
  public let isRepeatable: Bool
  /// Names that other programs use for it. They are not options; an error about one names this option.
  public internal(set) var synonyms: [String] = []

  init(name: String, short: Character?, help: String) {
    self.name = name
    self.short = short
    self.help = help
    placeholder = nil
    choices = []
    completion = .none
    defaultText = nil
    isRepeatable = false
  }

  init<Value>(
    name: String, short: Character?, help: String, kind: ArgumentKind<Value>, defaultText: String? = nil,
    isRepeatable: Bool = false
  ) {
    self.name = name
    self.short = short
    self.help = help
    placeholder = kind.placeholder
    choices = kind.choices
    completion = kind.completion
    self.defaultText = defaultText
    self.isRepeatable = isRepeatable
  }
}

extension ArgumentKind {
  /// Reads one word, or throws a message that lists the allowed values.
  func value(of word: String, for name: String) throws(Failure) -> Value {
    if let value = read(word) { return value }
    let near = nearest(to: word, in: choices.map(\.name)).map { "; the nearest is '\($0)'" } ?? ""
    throw Failure(.usage, "invalid value \(quoted(word)) for \(name): expected \(expectation)\(near)")
  }
}

/// The options that every table has.
enum StandardOption {
  static let help = Option(flag: "help", short: "h", help: "show help and exit")
  static let version = Option(
    flag: "version", short: "V", help: "show the version and exit; more with --verbose")
  static let color = Option(
    "color", .choice("WHEN") { (choice: ColorChoice) in choice.help }, default: .auto,
    help: "when to print colours")
  static let noColor = Option(flag: "no-color", help: "the same as --color never")
  static let noPager = Option(flag: "no-pager", help: "print long output without a pager")
  static let all: [any OptionDeclaration] = [help, version, color, noColor, noPager]
}
