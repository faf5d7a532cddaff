/// Secrets that are made up after what is published of their formats: prefix, length and alphabet.
///
/// A shape is text with generators in braces: `{a-zA-Z0-9:24}` stands for 24 letters and digits. The same seed makes the
/// same secrets.
struct SecretFamily: Sendable {
  /// Where such a secret occurs.
  enum Form: Sendable {
    /// A token that gives itself away in any text.
    case token
    /// A value that only the name beside it tells, written with underscores.
    case keyed(String)
    /// A text around the secret, with `@` in its place (`[at]` is an `@` that stays); where a line of text has one form only.
    case framed(String)
  }

  let name: String
  let form: Form
  let shape: String
  /// Half of the families were not looked at while the rules were written.
  var isHeldOut = false

  static func token(_ name: String, _ shape: String) -> Self { Self(name: name, form: .token, shape: shape) }
  static func keyed(_ name: String, _ shape: String) -> Self {
    Self(name: name, form: .keyed(name), shape: shape)
  }
  static func framed(_ name: String, _ frame: String, _ shape: String) -> Self {
    Self(name: name, form: .framed(frame), shape: shape)
  }
}

/// SplitMix64: the same numbers everywhere.
struct SeededNumbers: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}

extension SecretFamily {
  /// A text with one secret in it.
  struct Case: Sendable {
    let family: String
    let context: String
    let text: String
    let secret: String
  }

  /// One case for each context.
  func cases(seed: UInt64) -> [Case] {
    var numbers = SeededNumbers(state: name.utf8.reduce(seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 })
    let contexts: [(String, String)] =
      switch form {
      case .token: Self.contexts(name: ["data"])
      case .keyed(let name): Self.contexts(name: name.split(separator: "_").map(String.init))
      case .framed(let frame):
        Self.wrappings.map { ($0.0, $0.1(frame)) }
      }
    return contexts.map { context, text in
      let secret = Self.made(shape, &numbers)
      return Case(
        family: name, context: context,
        text: text.replacing("@", with: context == "JSON text" ? Self.json(secret) : secret)
          .replacing("[at]", with: "@"),
        secret: secret.replacing("[at]", with: "@"))
    }
  }

  private static func contexts(name words: [String]) -> [(String, String)] {
    let snake = words.joined(separator: "_")
    let kebab = words.joined(separator: "-")
    let camel = words.enumerated().map { $0 == 0 ? $1 : $1.prefix(1).uppercased() + $1.dropFirst() }.joined()
    let upper = snake.uppercased()
    return [
      ("log line", "2024-03-01 10:00:01,123 ERROR client - retry 3 with \(snake)=@, status 401"),
      ("JSON", "{\"id\": 7, \"\(camel)\": \"@\", \"region\": \"eu-west-1\"}"),
      ("escaped JSON", "body: \"{\\\"\(snake)\\\":\\\"@\\\",\\\"n\\\":1}\""),
      ("JSON in \\u0022", "{\\u0022\(snake)\\u0022:\\u0022@\\u0022,\\u0022n\\u0022:1}"),
      ("JSON in &quot;", "{&quot;\(camel)&quot;:&quot;@&quot;,&quot;n&quot;:1}"),
      ("YAML", "service:\n  \(kebab): @\n  retries: 3"),
      ("environment", "export \(upper)=@"),
      ("URL", "GET https://api.example.com/v1/items?\(snake)=@&page=2 HTTP/1.1"),
      ("command line", "$ deploy --region eu --\(kebab) @ --verbose"),
      ("XML element", "<conf><\(camel)>@</\(camel)></conf>"),
      ("XML attributes", "<add key=\"\(camel)\" value=\"@\" />"),
      ("value first", "{\"value\": \"@\", \"name\": \"\(upper)\"}"),
      ("name and value", "env:\n- name: \(upper)\n  value: @\n- name: REGION"),
      ("YAML block", "\(snake): |\n  @\nregion: eu"),
    ]
  }

  private static var wrappings: [(String, @Sendable (String) -> String)] {
    [
      ("as it is", { $0 }),
      ("log line", { "2024-03-01T10:00:01Z ERROR [main] runner: \($0)" }),
      ("quoted", { "could not run '\($0)'" }),
      ("JSON text", { "{\"level\":\"error\",\"msg\":\"\(json($0))\"}" }),
      ("YAML", { "script:\n  - \($0)\n  - exit 1" }),
      ("XML text", { "<line n=\"3\">\($0)</line>" }),
    ]
  }

  private static func json(_ text: String) -> String {
    text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }

  private static func made(_ shape: String, _ numbers: inout SeededNumbers) -> String {
    var text = ""
    var rest = shape[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      text += rest[..<open]
      let parts = rest[rest.index(after: open)..<close].split(separator: ":")
      let letters = Self.alphabet(String(parts[0]))
      for _ in 0..<(parts.count > 1 ? Int(parts[1]) ?? 1 : 1) {
        text.append(letters.randomElement(using: &numbers) ?? "x")
      }
      rest = rest[rest.index(after: close)...]
    }
    return text + rest
  }

  /// `a-z0-9_` as the letters that it stands for.
  private static func alphabet(_ text: String) -> [Character] {
    var letters: [Character] = []
    var bytes = Array(text.utf8)[...]
    while let first = bytes.popFirst() {
      if bytes.count > 1, bytes.first == UInt8(ascii: "-") {
        bytes.removeFirst()
        letters += (first...bytes.removeFirst()).map { Character(UnicodeScalar($0)) }
      } else {
        letters.append(Character(UnicodeScalar(first)))
      }
    }
    return letters
  }
}
