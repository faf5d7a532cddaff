import CasebookText

/// The stable hash of a template together with the version of the rules that made it: `v1:0f3a…` (16 digits).
public struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
  /// The canonical text, also the form that is stored.
  public let description: String

  /// The version of the masking rules that this build applies.
  ///
  /// It moves when a template of the old rules would come out otherwise under the new ones.
  public static let rulesVersion = 1

  /// The fingerprint of a template.
  public init(template: some StringProtocol) {
    description = "v\(Self.rulesVersion):" + hexadecimal(stableHash(Array(template.utf8)))
  }

  /// Takes a fingerprint back from its text, as it was stored.
  public init(stored: String) { description = stored }

  /// The hash of the template alone; `nil` where rules of another version made it.
  public var hash: UInt64? {
    let prefix = "v\(Self.rulesVersion):"
    return description.hasPrefix(prefix) ? UInt64(description.dropFirst(prefix.count), radix: 16) : nil
  }
}

/// A typed token of a message that carries meaning: an HTTP status, an exit code, an exception class, a package pin.
public struct Identifier: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// What sort of thing an identifier names: `http_status`, `exception`, `exit_code`, … (snake_case, as in JSON).
  public struct Kind: RawRepresentable, Hashable, Sendable {
    /// The name in JSON and in the database.
    public let rawValue: String

    /// Any name: kinds are data.
    public init(rawValue: String) { self.rawValue = rawValue }
  }

  /// The sort of thing named.
  public var kind: Kind
  /// The canonical value; aliases are already resolved (`OOMKilled` → signal `SIGKILL`).
  public var value: String

  /// A kind and its canonical value.
  public init(_ kind: Kind, _ value: String) {
    self.kind = kind
    self.value = value
  }

  /// `kind=value`.
  public var description: String { "\(kind.rawValue)=\(value)" }

  /// By kind, then by value.
  public static func < (a: Identifier, b: Identifier) -> Bool {
    (a.kind.rawValue, a.value) < (b.kind.rawValue, b.value)
  }
}

/// A normalised error message.
public struct Signature: Hashable, Sendable {
  /// The message with its volatile parts masked: `<num>/<num> nodes are available`.
  public let template: String
  /// What the message names, in order of first appearance, without duplicates.
  public let identifiers: [Identifier]
  /// The stable hash of the template.
  public let fingerprint: Fingerprint

  /// Makes the fingerprint from the template.
  public init(template: String, identifiers: [Identifier]) {
    self.template = template
    self.identifiers = identifiers
    self.fingerprint = Fingerprint(template: template)
  }
}
