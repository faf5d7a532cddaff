public import CasebookKnowledge
import CasebookText

/// The rules that find secrets in text, read from JSON.
///
/// A file is `{"words": {"values": …, "prose": …}, "rules": [RULE…]}`. A rule has a `name`, a `kind` for its
/// placeholder, and one of
/// - `keys`: names whose value is secret (`password=…`), in lower case without separators: `apikey` finds
///   `API_KEY`, `api-key`, `apiKey` and `DEMO_API_KEY`, but not a longer name that starts with it. `value`
///   gives the required shape of the value (see `Shape`), `unless` lists words that make it a different key
///   when they precede it, and `glued` lets the key end a longer word (`dbpassword`);
/// - `prefixes`: beginnings of tokens that identify them. After the prefix come `least` to `most` letters,
///   digits and bytes of `alphabet`, including all classes of `has` (`hex`: only hexadecimal digits); `lead`
///   of them also come before the prefix;
/// - `scanner`: a form that needs code (see `Scanner`). The option scanner uses `commands` (`mysql -pVALUE`),
///   the statement scanner uses `statements`, pairs of words such as `alter-user`.
///
/// `words` lists values that are not secrets (`values`), words that show that a sentence follows (`prose`),
/// and the pairs of letters that most words consist of (`pairs`), which are rare in random text. Every rule
/// has `samples`, with the secret between `«` and `»`, and `not`, texts without a secret.
public struct RedactionRules: Sendable {
  /// One rule, without its patterns.
  public struct SecretRule: Sendable {
    /// The name of the rule in error messages.
    public let name: String
    /// The kind in the placeholder `<secret:KIND>`.
    public let kind: String
    /// Texts with each secret between `«` and `»`.
    public let samples: [String]
    /// Texts without a secret.
    public let counterexamples: [String]
  }

  /// The shape that makes the value of a key a secret.
  enum SecretShape: String {
    /// Anything except a placeholder.
    case any
    /// Like `any`, but not a name with dashes, which names a secret.
    case opaque
    /// Like `any`, but not a path.
    case noPath = "no-path"
    /// Six bytes or more with a letter and a digit, or 24 with both cases.
    case mixed
    /// Six bytes or more with a letter and a digit, or ten of both cases that do not form words.
    case password
    /// Twenty bytes or more with a letter and a digit, or 16 with capitals inside.
    case long
    /// Base64 that ends with `=`, forty bytes or more.
    case padded
    /// Sixteen random bytes or more: digits among letters that do not form words.
    case random
  }

  /// A form that code detects.
  enum RuleScanner: String, CaseIterable {
    case privateKey = "private-key"
    case jwt, bearer, basic, cookie, url, option, webhook, statement, token
    case passwordFile = "password-file"
  }

  /// All rules, in the order in which they were read.
  public let rules: [SecretRule]
  let index: RedactionIndex

  /// Reads rules from JSON files. Throws the first problem.
  public init(json files: [[UInt8]]) throws(RuleProblem) {
    var rules: [SecretRule] = []
    var parts = RedactionParts()
    for file in files {
      let json: JSON
      do { json = try JSON(parsing: file) } catch { throw RuleProblem(error.description) }
      guard let list = json["rules"]?.array else {
        throw RuleProblem("redaction rules without a list “rules”")
      }
      for word in Self.words(json["words"]?["values"]) { parts.values.insert(WordHash.of(word.utf8)) }
      for word in Self.words(json["words"]?["prose"]) { parts.prose.insert(WordHash.of(word.utf8)) }
      for pair in Self.words(json["words"]?["pairs"]) where pair.utf8.count == 2 {
        parts.pairs.append((Array(pair.utf8)[0], Array(pair.utf8)[1]))
      }
      for rule in list {
        try parts.add(rule, as: rules.count)
        rules.append(try Self.rule(rule))
      }
    }
    self.rules = rules
    index = RedactionIndex(parts, kinds: rules.map(\.kind))
  }

  static func words(_ json: JSON?) -> [Substring] {
    (json?.string ?? "").utf8.split(separator: UInt8(ascii: " ")).map(Substring.init)
  }

  private static func rule(_ json: JSON) throws(RuleProblem) -> SecretRule {
    guard let name = json["name"]?.string, let kind = json["kind"]?.string, !kind.isEmpty,
      kind.utf8.allSatisfy({ $0.isLower || $0.isDigit || $0 == UInt8(ascii: "-") })
    else {
      throw RuleProblem("a redaction rule without a name, or with a kind that is not a lower-case word")
    }
    let samples = (json["samples"]?.array ?? []).compactMap(\.string)
    guard samples.contains(where: { $0.utf8.contains(0xC2) && $0.contains("«") }) else {
      throw RuleProblem("the rule “\(name)” has no sample with a «secret»")
    }
    return SecretRule(
      name: name, kind: kind, samples: samples,
      counterexamples: (json["not"]?.array ?? []).compactMap(\.string))
  }
}

/// The patterns of the rules, collected from the files.
struct RedactionParts {
  struct SecretKey {
    /// Lower-case letters.
    var word: [UInt8]
    var rule: Int
    var shape = RedactionRules.SecretShape.any
    var isGlued = false
    var role = Role.plain
    /// Hashes of words that make it a different key when they precede it.
    var unless: Set<UInt64> = []
  }

  /// Keys whose value is read in a special way.
  enum Role { case plain, authorization, cookie, setCookie, value }

  struct Prefix {
    var text: [UInt8]
    var rule: Int
    /// The bytes allowed besides letters and digits.
    var alphabet: [UInt8] = []
    var least = 1
    var most = Int.max
    var lead = 0
    var has: ByteClass = []
    var needsLetter = false
    /// Only hexadecimal digits follow.
    var isHex = false
    /// Whether the token consists only of bytes of long runs.
    var isName: Bool {
      lead == 0 && text.allSatisfy(RedactionIndex.isTokenByte)
        && alphabet.allSatisfy(RedactionIndex.isTokenByte)
    }
  }

  var keys: [SecretKey] = []
  var prefixes: [Prefix] = []
  var scanners: [RedactionRules.RuleScanner: Int] = [:]
  var values: Set<UInt64> = []
  var prose: Set<UInt64> = []
  /// Pairs of letters that are frequent in words.
  var pairs: [(UInt8, UInt8)] = []
  var commands: [ShortOption] = []
  /// Words that begin a statement about users.
  var statements: Set<UInt64> = []

  /// An option of one command that passes a password.
  struct ShortOption {
    var command: [UInt8]
    var option: [UInt8]
    /// The value may follow without a space.
    var isGlued = false
    /// The value may follow after a space.
    var isSpaced = true
    /// The text before the value.
    var lead: [UInt8] = []
    /// The value is `user:password`.
    var hasUser = false
  }

  mutating func add(_ json: JSON, as rule: Int) throws(RuleProblem) {
    let name = json["name"]?.string ?? ""
    for word in RedactionRules.words(json["keys"]) {
      guard word.utf8.count >= 2, word.utf8.allSatisfy(\.isLower) else {
        throw RuleProblem("the key “\(word)” of “\(name)” is not a word of two letters or more")
      }
      guard let shape = RedactionRules.SecretShape(rawValue: json["value"]?.string ?? "any") else {
        throw RuleProblem("“value” of “\(name)” is unknown")
      }
      keys.append(
        SecretKey(
          word: Array(word.utf8), rule: rule, shape: shape, isGlued: json["glued"]?.bool ?? false,
          unless: Set(RedactionRules.words(json["unless"]).map { WordHash.of($0.utf8) })))
    }
    let classes = RedactionRules.words(json["has"])
    for text in RedactionRules.words(json["prefixes"]) {
      guard text.utf8.count >= 2, text.utf8.allSatisfy({ $0 < 0x80 }) else {
        throw RuleProblem("the prefix “\(text)” of “\(name)” is shorter than two bytes")
      }
      var prefix = Prefix(text: Array(text.utf8), rule: rule)
      prefix.alphabet = Array((json["alphabet"]?.string ?? "").utf8)
      prefix.least = json["least"]?.int ?? 1
      prefix.most = json["most"]?.int ?? .max
      prefix.lead = json["lead"]?.int ?? 0
      if classes.contains("upper") { prefix.has.insert(.upper) }
      if classes.contains("lower") { prefix.has.insert(.lower) }
      if classes.contains("digit") { prefix.has.insert(.digit) }
      prefix.needsLetter = classes.contains("letter")
      prefix.isHex = classes.contains("hex")
      prefixes.append(prefix)
    }
    if let scanner = json["scanner"]?.string {
      guard let scanner = RedactionRules.RuleScanner(rawValue: scanner) else {
        throw RuleProblem("the scanner “\(scanner)” of “\(name)” is unknown")
      }
      scanners[scanner] = rule
      for word in RedactionRules.words(json["statements"]) { statements.insert(WordHash.of(word.utf8)) }
      for text in json["commands"]?.array ?? [] { try addCommand(text.string ?? "", of: name) }
    }
  }

  /// `mysql -pVALUE`, `docker -p VALUE`, `curl -u USER:VALUE`.
  private mutating func addCommand(_ text: String, of name: String) throws(RuleProblem) {
    let words = text.split(separator: " ")
    guard words.count >= 2, let last = words.last, last.hasSuffix("VALUE"), words[1].utf8.count > 1 else {
      throw RuleProblem("the command “\(text)” of “\(name)” is not like “tool -p VALUE”")
    }
    var option = ShortOption(command: Array(words[0].utf8), option: Array(words[1].utf8))
    option.hasUser = last.hasSuffix("USER:VALUE")
    let name = option.hasUser ? "USER:VALUE" : "VALUE"
    if words.count == 2 {
      option.option.removeLast(name.utf8.count)
      (option.isSpaced, option.isGlued) = (false, true)
    } else {
      option.lead = Array(last.utf8.dropLast(name.utf8.count))
    }
    commands.append(option)
  }
}
