import CasebookText

/// Reads an expression. Length, nesting and exponents have bounds, so that it takes little time and memory.
struct ExpressionParser {
  static let mostBytes = 1_000
  static let mostNesting = 32
  /// The highest power of ten of a number.
  static let mostExponent = 30

  private let text: [UInt8]
  private var index = 0
  private var depth = 0

  private init(_ text: some StringProtocol) { self.text = Array(text.utf8) }

  static func read(_ text: some StringProtocol) throws(CalculationProblem) -> Expression {
    guard text.utf8.count <= mostBytes else {
      throw CalculationProblem("an expression may have \(mostBytes) bytes at most")
    }
    var parser = ExpressionParser(text)
    let expression = try parser.sum()
    if let next = parser.peek() { throw parser.unexpected(next) }
    return expression
  }

  /// The name at the start of a text: letters, digits and `_`, not starting with a digit.
  static func name(startOf text: Substring) -> Substring? {
    guard let first = text.utf8.first, first.isLetter || first == UInt8(ascii: "_") else { return nil }
    let name = text.utf8.prefix { $0.isLetterOrDigit || $0 == UInt8(ascii: "_") }
    return text[name.startIndex..<name.endIndex]
  }

  private mutating func sum() throws(CalculationProblem) -> Expression {
    depth += 1
    defer { depth -= 1 }
    if depth > Self.mostNesting {
      throw CalculationProblem("an expression may be nested \(Self.mostNesting) deep at most")
    }
    var left = try product()
    while let next = peek(), next == UInt8(ascii: "+") || next == UInt8(ascii: "-") {
      index += 1
      left = try pair(left, next) { parser throws(CalculationProblem) in try parser.product() }
    }
    return left
  }

  private mutating func product() throws(CalculationProblem) -> Expression {
    var left = try factor()
    while let next = peek(), next == UInt8(ascii: "*") || next == UInt8(ascii: "/") {
      index += 1
      left = try pair(left, next) { parser throws(CalculationProblem) in try parser.factor() }
    }
    return left
  }

  private mutating func pair(
    _ left: Expression, _ sign: UInt8,
    _ read: (inout ExpressionParser) throws(CalculationProblem) -> Expression
  ) throws(CalculationProblem) -> Expression {
    _ = peek()
    let start = index
    let right = try read(&self)
    guard let operation = Expression.Operation(rawValue: Character(UnicodeScalar(sign))) else { return left }
    let source = String(decoding: text[start..<index].trimmed, as: UTF8.self)
    return .pair(left, operation, right, right: source)
  }

  private mutating func factor() throws(CalculationProblem) -> Expression {
    guard let next = peek() else { throw CalculationProblem("the expression ends too early") }
    switch next {
    case UInt8(ascii: "-"):
      index += 1
      guard peek() != UInt8(ascii: "-") else { throw unexpected(next) }
      return .negated(try factor())
    case UInt8(ascii: "("):
      index += 1
      let inner = try sum()
      try close()
      return inner
    default:
      if next.isDigit || next == UInt8(ascii: ".") { return .constant(try number()) }
      guard let name = word() else { throw unexpected(next) }
      guard peek() == UInt8(ascii: "(") else { return .name(name) }
      return try call(name)
    }
  }

  private mutating func call(_ name: String) throws(CalculationProblem) -> Expression {
    guard let function = Expression.Function(rawValue: name) else {
      let known = Expression.Function.allCases.map(\.rawValue).joined(separator: ", ")
      throw CalculationProblem("unknown function '\(name)'; there are \(known)")
    }
    index += 1
    var arguments = [try sum()]
    while peek() == UInt8(ascii: ",") {
      index += 1
      arguments.append(try sum())
    }
    try close()
    let takesOne = function == .ceil || function == .floor
    guard takesOne == (arguments.count == 1) else {
      throw CalculationProblem("\(name) takes \(takesOne ? "one value" : "two values or more")")
    }
    return .call(function, arguments)
  }

  private mutating func close() throws(CalculationProblem) {
    guard let next = peek() else { throw CalculationProblem("a parenthesis is not closed") }
    guard next == UInt8(ascii: ")") else { throw unexpected(next) }
    index += 1
  }

  /// A number with the unit or the `%` behind it.
  private mutating func number() throws(CalculationProblem) -> Quantity {
    let start = index
    skipDigits()
    if index < text.count, text[index] == UInt8(ascii: ".") {
      index += 1
      skipDigits()
    }
    try skipExponent()
    let digits = String(decoding: text[start..<index], as: UTF8.self)
    guard digits.utf8.count <= 40, let value = Double(digits) else {
      throw CalculationProblem("'\(digits.prefix(40))' is not a number")
    }
    let end = index
    switch peek() {
    case UInt8(ascii: "%"):
      index += 1
      return Quantity(value: value / 100)
    case let next? where next.isLetter || next >= 0x80:
      guard let name = word(), let unit = Quantity(unit: name) else {
        let rest = String(decoding: text[end...].drop { $0 <= 0x20 }.prefix(20), as: UTF8.self)
        let name = rest.split(whereSeparator: { " */+-(),".contains($0) }).first.map(String.init) ?? rest
        throw CalculationProblem("unknown unit '\(name)'")
      }
      return unit.with(value: value * unit.value)
    default: return Quantity(value: value)
    }
  }

  private mutating func skipDigits() {
    while index < text.count, text[index].isDigit { index += 1 }
  }

  /// Past `e9` or `e-9`; an `e` without digits is left, because it may begin a unit.
  private mutating func skipExponent() throws(CalculationProblem) {
    guard index < text.count, text[index] | 0x20 == UInt8(ascii: "e") else { return }
    var end = index + 1
    if end < text.count, text[end] == UInt8(ascii: "-") || text[end] == UInt8(ascii: "+") { end += 1 }
    let first = end
    while end < text.count, text[end].isDigit { end += 1 }
    guard end > first else { return }
    guard let power = Int(String(decoding: text[first..<end], as: UTF8.self)), power <= Self.mostExponent
    else {
      throw CalculationProblem("the exponent of a number may be \(Self.mostExponent) at most")
    }
    index = end
  }

  private mutating func word() -> String? {
    let rest = Substring(decoding: text[index...], as: UTF8.self)
    if rest.hasPrefix("µs") {
      index += "µs".utf8.count
      return "µs"
    }
    guard let name = Self.name(startOf: rest) else { return nil }
    index += name.utf8.count
    return String(name)
  }

  /// The next byte that is not white space.
  private mutating func peek() -> UInt8? {
    while index < text.count, text[index] <= 0x20 { index += 1 }
    return index < text.count ? text[index] : nil
  }

  private func unexpected(_ byte: UInt8) -> CalculationProblem {
    let rest = String(decoding: text[index...], as: UTF8.self)
    return CalculationProblem("unexpected '\(rest.first ?? Character(UnicodeScalar(byte)))'")
  }
}
