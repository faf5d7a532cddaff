/// A JSON value. Objects keep the order of their members, so that output stays readable.
public enum JSON: Hashable, Sendable {
  case null
  case bool(Bool)
  case int(Int)
  case double(Double)
  case string(String)
  case array([JSON])
  case object([Member])

  /// One `"name": value` of an object.
  public struct Member: Hashable, Sendable {
    /// The name, as written; duplicates are kept.
    public let name: String
    /// The value.
    public let value: JSON

    /// A name and its value.
    public init(_ name: String, _ value: JSON) {
      self.name = name
      self.value = value
    }
  }

  /// The value of the first member with this name; `nil` if there is none, or this is not an object.
  public subscript(name: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// The text of a string value.
  public var string: String? { if case .string(let text) = self { text } else { nil } }

  /// The number of an integral value.
  public var int: Int? { if case .int(let number) = self { number } else { nil } }

  /// The value of any number.
  public var number: Double? {
    switch self {
    case .int(let number): Double(number)
    case .double(let number): number
    default: nil
    }
  }

  /// The value of a boolean.
  public var bool: Bool? { if case .bool(let value) = self { value } else { nil } }

  /// The elements of an array.
  public var array: [JSON]? { if case .array(let elements) = self { elements } else { nil } }

  /// The members of an object.
  public var members: [Member]? { if case .object(let members) = self { members } else { nil } }
}

extension JSON: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByNilLiteral
{
  /// An object, in the order written.
  public init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(elements.map { Member($0.0, $0.1) })
  }
  /// An array.
  public init(arrayLiteral elements: JSON...) { self = .array(elements) }
  /// A string.
  public init(stringLiteral value: String) { self = .string(value) }
  /// A number.
  public init(integerLiteral value: Int) { self = .int(value) }
  /// A boolean.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// `null`.
  public init(nilLiteral: ()) { self = .null }

  /// A string, or `null`.
  public init(_ text: String?) { self = text.map(JSON.string) ?? .null }

  /// A number, or `null`.
  public init(_ number: Int?) { self = number.map(JSON.int) ?? .null }
}
