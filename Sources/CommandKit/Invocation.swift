/// The parsed command line of one verb, with a value for every declared option and operand.
///
/// Look values up by their declaration; they have its type: `invocation[Search.limit]` is an `Int`.
public struct Invocation: Sendable {
  /// The verb.
  public let command: String
  private var options: [String: any Sendable] = [:]
  private var operands: [String: any Sendable] = [:]
  private var given: Set<String> = []

  init(command: String) { self.command = command }

  /// The value of an option of this verb or of the table.
  ///
  /// - Precondition: the verb or the table declares the option. Asking for another is a bug in the verb.
  public subscript<Value>(option: Option<Value>) -> Value {
    guard let value = options[option.spec.name] as? Value else {
      preconditionFailure("'\(command)' reads the option --\(option.spec.name), which it does not declare")
    }
    return value
  }

  /// The value of an operand of this verb.
  ///
  /// - Precondition: the verb declares the operand.
  public subscript<Value>(operand: Operand<Value>) -> Value {
    guard let value = operands[operand.spec.name] as? Value else {
      preconditionFailure("'\(command)' reads the operand \(operand.spec.name), which it does not declare")
    }
    return value
  }

  /// When to print colours.
  var color: ColorChoice { self[StandardOption.noColor] ? .never : self[StandardOption.color] }

  /// Whether the option is on the command line, whatever its value.
  public func isGiven(_ option: some OptionDeclaration) -> Bool { given.contains(option.spec.name) }

  mutating func set(_ option: any OptionDeclaration, _ words: [String]) throws(Failure) {
    options[option.spec.name] = try option.value(from: words)
    if !words.isEmpty { given.insert(option.spec.name) }
  }

  mutating func set(_ operand: any OperandDeclaration, _ words: [String]) throws(Failure) {
    operands[operand.spec.name] = try operand.value(from: words)
  }
}
