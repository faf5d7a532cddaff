import Testing

@testable import CasebookCalculations

struct ExpressionTests {
  private func value(_ text: String) -> String {
    do throws(CalculationProblem) {
      return try ExpressionParser.read(text).value([:]).description
    } catch {
      return error.reason
    }
  }

  @Test(
    arguments: [
      ("1 + 2 * 3", "7"), ("(1 + 2) * 3", "9"), ("-2 + 5", "3"), ("2 * -3", "-6"), ("7 / 2", "3.5"),
      ("10 - 4 - 3", "3"),
      ("64 / 4 / 2", "8"), ("1e3 + .5", "1000.5"), ("ceil(4.2)", "5"), ("floor(4.8)", "4"), ("ceil(4)", "4"),
      ("min(3, 1, 2)", "1"), ("max(3, 1 + 4)", "5"), ("70%", "0.7"), ("70 % * 10", "7"),
      ("3 * 224 * 224", "150528"),
      // Binary numbers miss 3 by a little.
      ("ceil(0.1 * 3 * 10)", "3"), ("floor(0.3 * 10 / 0.1)", "30"), ("1 / 3", "0.333333"),
      ("2 / 3 * 1e-7", "6.66667e-08"),
      ("0.3 * 1e9", "300000000"),
    ])
  func `numbers are calculated as on paper`(text: String, result: String) { #expect(value(text) == result) }

  @Test(
    arguments: [
      ("10 s", "10 s"), ("500ms * 4", "2 s"), ("2 min + 30 s", "150 s"), ("1 h / 1 min", "60"),
      ("1 d / 24", "3600 s"),
      ("20 / s", "20/s"), ("20/s * 10 s", "200"), ("26 GiB / 6 GiB", "4.33333"), ("1 GiB", "1.07374 GB"),
      ("4 Gi - 4096 MiB", "0 B"), ("1500 kB + 500 kB", "2 MB"), ("15 GB / 7.5 GB * s", "2 s"),
      ("15 GB / s", "15000000000 B/s"),
      ("max(1 GB, 1 GiB)", "1.07374 GB"), ("250 µs", "0.00025 s"),
    ])
  func `units are kept and converted`(text: String, result: String) { #expect(value(text) == result) }

  @Test(
    arguments: [
      ("", "the expression ends too early"), ("1 +", "the expression ends too early"),
      ("1 2", "unexpected '2'"),
      ("(1", "a parenthesis is not closed"), ("1)", "unexpected ')'"), ("ceil()", "unexpected ')'"),
      ("1; 2", "unexpected ';'"),
      ("ceil(1, 2)", "ceil takes one value"), ("min(1)", "min takes two values or more"),
      ("--1", "unexpected '-'"),
      ("sqrt(4)", "unknown function 'sqrt'; there are ceil, floor, min, max"), ("2 ^ 3", "unexpected '^'"),
      ("2 ** 3", "unexpected '*'"),
      ("load", "unknown name 'load'"), ("3 parsecs", "unknown unit 'parsecs'"), ("3 km", "unknown unit 'km'"),
      ("数", "unexpected '数'"),
      ("1 / 0", "division by zero"), ("1 / (2 - 2)", "division by zero: (2 - 2) is 0"),
      ("1e999", "the exponent of a number may be 30 at most"),
      ("1e99999999999999999999", "the exponent of a number may be 30 at most"),
      ("1 s + 1 GiB", "the units do not fit: a time and a size"),
      ("1 s + 1", "the units do not fit: a time and a number"),
      ("min(1 s, 1)", "the units do not fit: a time and a number"), ("1.2.3", "unexpected '.'"),
      ("s * s * s * s * s * s * s * s * s", "a unit has a power above 8"), (".", "'.' is not a number"),
    ])
  func `bad input is one clause`(text: String, problem: String) { #expect(value(text) == problem) }

  @Test func `length, nesting and size have bounds`() {
    func nested(_ depth: Int) -> String {
      String(repeating: "(", count: depth) + "1" + String(repeating: ")", count: depth)
    }
    #expect(value(nested(30)) == "1")
    #expect(value(nested(400)) == "an expression may be nested 32 deep at most")
    #expect(value(String(repeating: "-(", count: 300)) == "an expression may be nested 32 deep at most")
    #expect(value("1" + String(repeating: "+1", count: 499)) == "500")
    #expect(value("1" + String(repeating: "+1", count: 500)) == "an expression may have 1000 bytes at most")
    #expect(value(Array(repeating: "1e30", count: 12).joined(separator: " * ")) == "the result is too large")
    #expect(value(String(repeating: "9", count: 50)).hasSuffix("is not a number"))
  }
}
