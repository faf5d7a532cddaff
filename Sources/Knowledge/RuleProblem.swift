/// Why rules for identifiers or for secrets cannot be read.
public struct RuleProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong, and in which rule.
  public let description: String

  public init(_ description: String) { self.description = description }
}
