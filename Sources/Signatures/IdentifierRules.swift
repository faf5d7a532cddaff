public import CasebookKnowledge
import CasebookText

/// The rules that distinguish identifiers from other words, read from JSON.
///
/// A file is `{"rules": [RULE…], "aliases": {"kind=value": ["kind=value"…]}}`. A rule has a `name` and a
/// `kind`, and any of
/// - `words`: words that are the identifier's value themselves, separated by spaces;
/// - `phrases`: an object from written text to value;
/// - `patterns`: see `Pattern`. The value is the text of the first placeholder, or `value` with that text in
///   place of `$1`. `values` replaces it if it is a key.
///
/// Words, phrases and patterns ignore case unless `"exact": true`. An empty `kind` keeps the words from being
/// masked and makes no identifier. Every rule has `samples`, each a list of a text and all the identifiers in
/// it, and `not`, texts in which the rule finds nothing.
public struct IdentifierRules: Sendable {
  /// One rule, without its patterns.
  public struct Rule: Sendable {
    /// The rule's name in explanations and problems.
    public let name: String
    /// The kind of identifier it finds; empty if it only keeps words from being masked.
    public let kind: String
    /// Texts, each with all the identifiers found in it.
    public let samples: [(text: String, identifiers: [String])]
    /// Texts in which the rule finds nothing.
    public let counterexamples: [String]
  }

  struct Meaning: Sendable {
    var rule: Int
    /// The value, with `$1` for the placeholder's text; `nil` for the text itself.
    var value: String?
  }

  /// All rules, in the order in which they were read.
  public private(set) var rules: [Rule] = []
  private(set) var trie = PatternTrie()
  private(set) var meanings: [Meaning] = []
  private(set) var values: [Int: [String: String]] = [:]
  private(set) var aliases: [Identifier: [Identifier]] = [:]
  /// The patterns that begin with a number, with their kinds. Some name the meaning of a single number.
  private var numbered: [(kind: String, pattern: String)] = []

  /// Reads rules from JSON files in the given order. Throws the first problem.
  public init(json files: [[UInt8]]) throws(RuleProblem) {
    for file in files { try add(file) }
  }

  /// These rules followed by those of a user's `file`. Throws the first problem in `file`.
  public func merging(json file: [UInt8]) throws(RuleProblem) -> IdentifierRules {
    var merged = self
    try merged.add(file)
    return merged
  }

  private mutating func add(_ file: [UInt8]) throws(RuleProblem) {
    let json: JSON
    do { json = try JSON(parsing: file) } catch { throw RuleProblem(error.description) }
    guard let list = json["rules"]?.array else {
      throw RuleProblem("identifier rules without a list “rules”")
    }
    for rule in list { try add(rule) }
    for member in json["aliases"]?.members ?? [] {
      let from = try Self.identifier(member.name)
      for alias in member.value.array ?? [] {
        aliases[from, default: []].append(try Self.identifier(alias.string ?? ""))
      }
    }
  }

  private static func identifier(_ text: String) throws(RuleProblem) -> Identifier {
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw RuleProblem("“\(text)” is not of the form kind=value")
    }
    return Identifier(Identifier.IdentifierKind(rawValue: String(parts[0])), String(parts[1]))
  }

  private mutating func add(_ json: JSON) throws(RuleProblem) {
    guard let name = json["name"]?.string, let kind = json["kind"]?.string else {
      throw RuleProblem("a rule without a name or a kind")
    }
    let exact = json["exact"]?.bool ?? false
    let index = rules.count
    let value = json["value"]?.string
    for word in (json["words"]?.string ?? "").split(separator: " ") {
      try add(String(word), exact: exact, Meaning(rule: index, value: value ?? String(word)))
    }
    for phrase in json["phrases"]?.members ?? [] {
      try add(phrase.name, exact: exact, Meaning(rule: index, value: phrase.value.string))
    }
    for pattern in json["patterns"]?.array ?? [] {
      let pattern = pattern.string ?? ""
      if pattern.hasPrefix("<num:") { numbered.append((kind, pattern)) }
      try add(pattern, exact: exact, Meaning(rule: index, value: value ?? "$1"))
    }
    for member in json["values"]?.members ?? [] {
      values[index, default: [:]][member.name] = member.value.string
    }
    var samples: [(text: String, identifiers: [String])] = []
    for sample in json["samples"]?.array ?? [] {
      let texts = (sample.array ?? []).compactMap(\.string)
      guard let text = texts.first else {
        throw RuleProblem("the rule “\(name)” has a sample without a text")
      }
      samples.append((text, Array(texts.dropFirst())))
    }
    guard !samples.isEmpty else { throw RuleProblem("the rule “\(name)” has no sample") }
    let counterexamples = (json["not"]?.array ?? []).compactMap(\.string)
    rules.append(Rule(name: name, kind: kind, samples: samples, counterexamples: counterexamples))
  }

  /// The words, in lower case, that may appear with a numbered identifier: `service` and `unavailable` for
  /// the HTTP status 503.
  func words(of identifier: Identifier) -> [String] {
    // `<num:503-503> Service Unavailable`: one number and its name.
    let number = "<num:\(identifier.value)-\(identifier.value)>"
    return numbered.filter { $0.kind == identifier.kind.rawValue && $0.pattern.hasPrefix(number) }.flatMap {
      $0.pattern.dropFirst(number.count).lowercased().split { !$0.isLetter }.map(String.init)
    }
  }

  private mutating func add(_ pattern: String, exact: Bool, _ meaning: Meaning) throws(RuleProblem) {
    trie.add(try Pattern(pattern, exact: exact), index: meanings.count)
    meanings.append(meaning)
  }

  /// The value of a match. `captured` is the text of its placeholder.
  func value(of meaning: Meaning, captured: String) -> String {
    let captured = values[meaning.rule]?[captured] ?? captured
    guard let value = meaning.value else { return captured }
    guard let range = value.utf8.firstIndex(of: UInt8(ascii: "$")) else { return value }
    return value[..<range] + captured + value[range...].dropFirst(2)
  }
}
