/// An error in the rules for identifiers or secrets.
public struct RuleProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The problem, and the rule that has it.
  public let description: String

  /// A problem with its description.
  public init(_ description: String) { self.description = description }
}
