import CasebookText

/// A calculation in an article: formulas, and the names that they need, each with its unit and its usual value.
///
///     replicas = ceil(target_rps * request_time / target_utilization)
///
///     target_rps (1/s)          # requests per second at the peak
///     request_time (s)          # time of one request
///     target_utilization = 0.7  # unless you set it
///
/// A name in a formula that has no line of its own is a number without a unit.
struct Calculation {
  /// One line: a formula, a usual value, or a name alone.
  private struct CalculationLine {
    let line: Int
    let name: String
    let unit: (text: String, quantity: Quantity)?
    let expression: Expression?
    var isFormula = false
  }

  private let lines: [String]
  private var statements: [CalculationLine] = []
  /// The names that a reader may give, in the order in which the formulas use them.
  private(set) var parameters: [String] = []
  /// Those of them that have no usual value.
  var needed: [String] {
    parameters.filter { name in !statements.contains { $0.name == name && $0.expression != nil } }
  }
  /// What it calculates.
  var results: [String] { statements.filter(\.isFormula).map(\.name) }

  /// The most lines.
  static let mostLines = 100

  /// Reads the text of a block.
  init(_ text: String) throws(CalculationProblem) {
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard lines.count <= Self.mostLines else {
      throw CalculationProblem("a calculation may have \(Self.mostLines) lines at most")
    }
    for (index, line) in lines.enumerated() {
      if let statement = try Self.statement(line, at: index) { statements.append(statement) }
    }
    try sort()
  }

  /// Tells formulas from usual values, and finds the parameters.
  private mutating func sort() throws(CalculationProblem) {
    let stated = Set(statements.map(\.name))
    guard stated.count == statements.count else { throw CalculationProblem("a name has two lines") }
    for index in statements.indices {
      let names = statements[index].expression?.names ?? []
      statements[index].isFormula = names.contains { stated.contains($0) || Quantity(unit: $0) == nil }
    }
    var known: Set<String> = []
    for formula in statements where formula.isFormula {
      for name in formula.expression?.names ?? [] {
        if results.contains(name) {
          guard known.contains(name) else {
            throw CalculationProblem("'\(name)' is used before it is calculated")
          }
        } else if stated.contains(name) || Quantity(unit: name) == nil, !parameters.contains(name) {
          parameters.append(name)
        }
      }
      known.insert(formula.name)
    }
    guard !results.isEmpty else { throw CalculationProblem("a formula is missing") }
  }

  private static func statement(_ line: String, at index: Int) throws(CalculationProblem) -> CalculationLine?
  {
    let code = String(decoding: Substring(line.prefix { $0 != "#" }).utf8.trimmed, as: UTF8.self)
    if code.isEmpty { return nil }
    guard let name = ExpressionParser.name(startOf: Substring(code)) else {
      throw CalculationProblem("a line starts with a name: '\(code.prefix(40))'")
    }
    var rest = Substring(code).dropFirst(name.count).drop { $0 == " " }
    var unit: (text: String, quantity: Quantity)?
    if rest.first == "(", let end = rest.firstIndex(of: ")") {
      let text = rest[rest.index(after: rest.startIndex)..<end]
      unit = (String(text), try ExpressionParser.read(text).value([:]))
      rest = rest[rest.index(after: end)...].drop { $0 == " " }
    }
    guard rest.isEmpty || rest.first == "=" else {
      throw CalculationProblem("after '\(name)' comes '=' or nothing: '\(code.prefix(40))'")
    }
    let expression = rest.isEmpty ? nil : try ExpressionParser.read(rest.dropFirst())
    return CalculationLine(line: index, name: String(name), unit: unit, expression: expression)
  }

  /// The text with the given values and the results filled in.
  ///
  /// - Parameter given: Values as typed, by name: `10`, `500 ms`, `3 * 224 * 224`. A number without a unit has the unit
  ///   of its name.
  func filled(
    with given: [String: String]
  ) throws(CalculationProblem) -> (text: String, results: [(name: String, value: String)]) {
    var values: [String: Quantity] = [:]
    for name in parameters { values[name] = try value(of: name, given[name]) }
    var found: [Int: (name: String, value: String)] = [:]
    for formula in statements {
      guard formula.isFormula, let expression = formula.expression else { continue }
      do throws(CalculationProblem) {
        let value = try expression.value(values)
        values[formula.name] = value
        found[formula.line] = (formula.name, try Self.text(of: value, in: formula.unit))
      } catch {
        throw CalculationProblem("cannot calculate \(formula.name): \(error.reason)")
      }
    }
    return (text(given, found), found.sorted { $0.key < $1.key }.map(\.value))
  }

  private func value(of name: String, _ given: String?) throws(CalculationProblem) -> Quantity {
    let statement = statements.first { $0.name == name }
    let unit = statement?.unit
    var value: Quantity
    if let given {
      do throws(CalculationProblem) {
        value = try ExpressionParser.read(given).value([:])
      } catch {
        throw CalculationProblem("invalid value '\(given.prefix(60))' for \(name): \(error.reason)")
      }
    } else {
      guard let usual = statement?.expression else {
        let needed = unit.map { " (\($0.text))" } ?? ""
        throw CalculationProblem("missing value for \(name)\(needed); give it with --with \(name)=NUMBER")
      }
      value = try usual.value([:])
    }
    if value.isNumber, let unit { value = unit.quantity.with(value: value.value * unit.quantity.value) }
    guard value.fits(unit?.quantity ?? Quantity(value: 1)) else {
      let wanted = unit.map { "\($0.quantity.kind), in \($0.text)" } ?? "a number without a unit"
      throw CalculationProblem("the unit does not fit: \(name) is \(wanted), and the value is \(value.kind)")
    }
    return value
  }

  private static func text(
    of value: Quantity, in unit: (text: String, quantity: Quantity)?
  ) throws(CalculationProblem) -> String {
    guard let unit else { return value.description }
    guard value.fits(unit.quantity) else {
      throw CalculationProblem("the units do not fit: the result is \(value.kind), and \(unit.text) is not")
    }
    return "\(Quantity.text(of: value.value / unit.quantity.value)) \(unit.text)"
  }

  private func text(
    _ given: [String: String], _ results: [Int: (name: String, value: String)]
  ) -> String {
    var lines = lines
    let filled = statements.filter { !$0.isFormula && given[$0.name] != nil }
    // The comments stay below each other.
    let width = filled.map { Self.code(of: $0, given).count }.max() ?? 0
    for statement in statements where !statement.isFormula {
      let line = self.lines[statement.line]
      let isGiven = given[statement.name] != nil
      let code = isGiven ? Self.code(of: statement, given) : String(line.prefix { $0 != "#" })
      let comment = line.drop { $0 != "#" }
      let column = max(width + 2, line.prefix { $0 != "#" }.count)
      let space = String(repeating: " ", count: max(0, column - code.count))
      lines[statement.line] = comment.isEmpty ? code : code + space + comment
    }
    for statement in statements {
      guard let result = results[statement.line] else { continue }
      let head = lines[statement.line].prefix { $0 != "=" }
      lines[statement.line] += "\n" + String(repeating: " ", count: head.count) + "= " + result.value
    }
    let stated = Set(statements.map(\.name))
    let others = parameters.filter { !stated.contains($0) }.compactMap { name in
      given[name].map { "\(name) = \($0)" }
    }
    if let last = statements.last?.line, !others.isEmpty {
      lines.insert(contentsOf: others, at: last + 1)
    }
    return lines.joined(separator: "\n")
  }

  private static func code(of statement: CalculationLine, _ given: [String: String]) -> String {
    "\(statement.name)\(statement.unit.map { " (\($0.text))" } ?? "") = \(given[statement.name] ?? "")"
  }
}
