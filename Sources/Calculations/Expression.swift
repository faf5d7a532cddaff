/// An expression of the calculations in articles: numbers with units, names, `+ - * / ( )`, and four functions. It cannot
/// loop, name anything outside of its block, or run code.
indirect enum Expression {
  case constant(Quantity)
  case name(String)
  case negated(Expression)
  case pair(Expression, Operation, Expression, right: String)
  case call(Function, [Expression])

  enum Operation: Character {
    case plus = "+"
    case minus = "-"
    case times = "*"
    case over = "/"
  }

  enum Function: String, CaseIterable {
    case ceil, floor, min, max
  }

  /// The names in it, in the order of their first use.
  var names: [String] {
    var names: [String] = []
    collect(&names)
    return names
  }

  private func collect(_ names: inout [String]) {
    switch self {
    case .constant: break
    case .name(let name): if !names.contains(name) { names.append(name) }
    case .negated(let one): one.collect(&names)
    case .pair(let left, _, let right, _):
      left.collect(&names)
      right.collect(&names)
    case .call(_, let arguments): for one in arguments { one.collect(&names) }
    }
  }

  /// The value, with the values of the names in it. A name that has none may be a unit.
  func value(_ values: [String: Quantity]) throws(CalculationProblem) -> Quantity {
    let value: Quantity
    switch self {
    case .constant(let constant): value = constant
    case .name(let name):
      guard let known = values[name] ?? Quantity(unit: name) else {
        throw CalculationProblem("unknown name '\(name)'")
      }
      value = known
    case .negated(let one):
      let positive = try one.value(values)
      value = positive.with(value: -positive.value)
    case .pair(let left, let operation, let right, let text):
      value = try Self.value(of: try left.value(values), operation, try right.value(values), text)
    case .call(let function, let arguments):
      value = try Self.value(
        of: function, try arguments.map { one throws(CalculationProblem) in try one.value(values) })
    }
    guard value.value.isFinite else { throw CalculationProblem("the result is too large") }
    return value
  }

  private static func value(
    of left: Quantity, _ operation: Operation, _ right: Quantity, _ text: String
  ) throws(CalculationProblem) -> Quantity {
    switch operation {
    case .plus, .minus:
      try check([left, right])
      return left.with(value: left.value + (operation == .plus ? right.value : -right.value))
    case .times, .over:
      let sign = operation == .times ? 1 : -1
      if operation == .over, right.value == 0 {
        throw CalculationProblem("division by zero" + (text == "0" ? "" : ": \(text) is 0"))
      }
      let result = Quantity(
        value: operation == .times ? left.value * right.value : left.value / right.value,
        size: left.size + sign * right.size, time: left.time + sign * right.time)
      guard abs(result.size) <= Quantity.mostPower, abs(result.time) <= Quantity.mostPower else {
        throw CalculationProblem("a unit has a power above \(Quantity.mostPower)")
      }
      return result
    }
  }

  private static func value(
    of function: Function, _ arguments: [Quantity]
  ) throws(CalculationProblem) -> Quantity {
    try check(arguments)
    let first = arguments[0]
    return switch function {
    case .ceil: first.with(value: whole(first.value, or: .up))
    case .floor: first.with(value: whole(first.value, or: .down))
    case .min: first.with(value: arguments.reduce(first.value) { Swift.min($0, $1.value) })
    case .max: first.with(value: arguments.reduce(first.value) { Swift.max($0, $1.value) })
    }
  }

  private static func check(_ quantities: [Quantity]) throws(CalculationProblem) {
    for other in quantities.dropFirst() where !quantities[0].fits(other) {
      throw CalculationProblem("the units do not fit: \(quantities[0].kind) and \(other.kind)")
    }
  }

  /// The whole number that a value misses only because binary numbers are not exact, or else the next one: 0.1 * 3 * 10
  /// is 3.
  private static func whole(_ value: Double, or rule: FloatingPointRoundingRule) -> Double {
    let nearest = value.rounded()
    return abs(value - nearest) <= 1e-9 * Swift.max(1, abs(value)) ? nearest : value.rounded(rule)
  }
}

/// Why a calculation has no result.
public struct CalculationProblem: Error, Hashable, Sendable {
  /// One clause that says what is wrong.
  public let reason: String

  init(_ reason: String) { self.reason = reason }
}
