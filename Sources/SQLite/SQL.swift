/// A statement with its bindings. Interpolated values become parameters, so a value can never become SQL.
///
///     "SELECT id FROM article WHERE locale = \(locale) AND title = \(title)"
public struct SQL: ExpressibleByStringInterpolation, Hashable, Sendable {
  /// The text, with `?` for each binding.
  public private(set) var text: String
  /// The bindings, in order.
  public private(set) var bindings: [SQLValue]

  /// A statement without values.
  public init(stringLiteral text: String) {
    self.text = text
    bindings = []
  }

  /// A statement with values.
  public init(stringInterpolation parts: Interpolation) {
    text = parts.text
    bindings = parts.bindings
  }

  /// Collects the literal parts and the values of a statement.
  public struct Interpolation: StringInterpolationProtocol {
    fileprivate var text = ""
    fileprivate var bindings: [SQLValue] = []

    /// Starts empty.
    public init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + interpolationCount)
      bindings.reserveCapacity(interpolationCount)
    }

    /// Adds literal SQL text.
    public mutating func appendLiteral(_ literal: String) { text += literal }

    /// Adds a value as a parameter.
    public mutating func appendInterpolation(_ value: some SQLConvertible) {
      text += "?"
      bindings.append(value.sqlValue)
    }

    /// Adds a value as a parameter, or `NULL`.
    public mutating func appendInterpolation(_ value: (some SQLConvertible)?) {
      text += "?"
      bindings.append(value.sqlValue)
    }

    /// Adds values as a list of parameters, `?, ?, ?`, for `IN (…)`.
    public mutating func appendInterpolation(list values: some Collection<some SQLConvertible>) {
      text += values.map { _ in "?" }.joined(separator: ", ")
      bindings += values.map(\.sqlValue)
    }

    /// Adds another statement's text and values: a fragment.
    public mutating func appendInterpolation(_ fragment: SQL) {
      text += fragment.text
      bindings += fragment.bindings
    }
  }
}
