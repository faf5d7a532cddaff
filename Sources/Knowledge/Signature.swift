import CasebookText

/// The stable hash of a template with the version of the rules that made it: `v1:0f3a…` (16 digits).
public struct Fingerprint: Hashable, Sendable, CustomStringConvertible {
  /// The canonical text, which is also the stored form.
  public let description: String

  /// The version of the masking rules that this build applies.
  ///
  /// It changes when the new rules give a message another template than the old ones.
  public static let rulesVersion = 1

  /// The fingerprint of a template.
  public init(template: Template) {
    description = "v\(Self.rulesVersion):" + hexadecimal(stableHash(Array(template.text.utf8)))
  }

  /// Restores a stored fingerprint from its text.
  public init(stored: String) { description = stored }

  /// The hash of the template alone; `nil` if rules of another version made it.
  public var hash: UInt64? {
    let prefix = "v\(Self.rulesVersion):"
    return description.hasPrefix(prefix) ? UInt64(description.dropFirst(prefix.count), radix: 16) : nil
  }
}

/// A typed token with a meaning: an HTTP status, an exit code, an exception class, a package pin.
public struct Identifier: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The kind of an identifier: `http_status`, `exception`, `exit_code`, … (snake_case, as in JSON).
  public struct IdentifierKind: RawRepresentable, Hashable, Sendable {
    /// The name in JSON and in the database.
    public let rawValue: String

    /// Any name, because kinds are data.
    public init(rawValue: String) { self.rawValue = rawValue }
  }

  /// The kind.
  public var kind: IdentifierKind
  /// The canonical value, with aliases resolved (`OOMKilled` → signal `SIGKILL`).
  public var value: String

  /// A kind and its canonical value.
  public init(_ kind: IdentifierKind, _ value: String) {
    self.kind = kind
    self.value = value
  }

  /// `kind=value`.
  public var description: String { "\(kind.rawValue)=\(value)" }

  /// Orders by kind, then by value.
  public static func < (a: Identifier, b: Identifier) -> Bool {
    (a.kind.rawValue, a.value) < (b.kind.rawValue, b.value)
  }
}

/// A normalised error message.
public struct Signature: Hashable, Sendable {
  /// The message with its variable parts masked: `<num>/<num> nodes are available`.
  public let template: Template
  /// The identifiers in the message, in order of first appearance, without duplicates.
  public let identifiers: [Identifier]
  /// The stable hash of the template.
  public let fingerprint: Fingerprint

  /// Computes the fingerprint from the template.
  public init(template: Template, identifiers: [Identifier]) {
    self.template = template
    self.identifiers = identifiers
    self.fingerprint = Fingerprint(template: template)
  }
}
