import CasebookText

/// The calculations of a text in Markdown: fenced blocks whose first word is `calculation`.
public struct CalculatedText: Sendable {
  private let lines: [Substring]
  /// The lines of each block, between its fences, and the indentation of the fences.
  private let blocks: [(lines: Range<Int>, indent: Int)]

  /// Finds the blocks of a text.
  public init(_ markdown: String) {
    lines = markdown.split(separator: "\n", omittingEmptySubsequences: false)
    var blocks: [(lines: Range<Int>, indent: Int)] = []
    var open: (fence: Substring, first: Int, indent: Int, isCalculation: Bool)?
    for (index, line) in lines.enumerated() {
      let text = line.drop { $0 == " " }
      guard let mark = text.first, mark == "`" || mark == "~" else { continue }
      let fence = text.prefix { $0 == mark }
      let rest = text.dropFirst(fence.count).drop { $0 == " " }
      guard fence.count >= 3 else { continue }
      if let begun = open {
        guard fence.first == begun.fence.first, fence.count >= begun.fence.count, rest.isEmpty else {
          continue
        }
        if begun.isCalculation { blocks.append((begun.first..<index, begun.indent)) }
        open = nil
      } else {
        let isCalculation = rest.split(separator: " ").first == "calculation"
        open = (fence, index + 1, line.count - text.count, isCalculation)
      }
    }
    self.blocks = blocks
  }

  /// The results of each calculation, and the names that need a value.
  ///
  /// - Throws: `CalculationProblem` for a block that cannot be read.
  public func calculations() throws(CalculationProblem) -> [(results: [String], needed: [String])] {
    try blocks.map { block throws(CalculationProblem) in
      let calculation = try calculation(block)
      return (calculation.results, calculation.needed)
    }
  }

  /// The text with values and results in the calculations that have one of the given names. The others stay as they are.
  ///
  /// - Parameter given: Values as typed, by name.
  /// - Throws: `CalculationProblem` for a name that no calculation has, and for a calculation without a result.
  public func filled(
    with given: [String: String]
  ) throws(CalculationProblem) -> (markdown: String, results: [(name: String, value: String)]) {
    var names: [String] = []
    var lines = lines.map(String.init)
    var results: [(name: String, value: String)] = []
    for block in blocks {
      let calculation = try calculation(block)
      names += calculation.parameters.filter { !names.contains($0) }
      if let result = calculation.results.first(where: { given[$0] != nil }) {
        let names = calculation.parameters.joined(separator: ", ")
        throw CalculationProblem("'\(result)' is what is calculated; give values for \(names)")
      }
      guard calculation.parameters.contains(where: { given[$0] != nil }) else { continue }
      let filled = try calculation.filled(with: given)
      let indent = String(repeating: " ", count: block.indent)
      lines[block.lines.lowerBound] = filled.text.split(separator: "\n", omittingEmptySubsequences: false)
        .map { $0.isEmpty ? "" : indent + $0 }.joined(separator: "\n")
      for index in block.lines.dropFirst() { lines[index] = Self.gone }
      results += filled.results
    }
    for name in given.keys.sorted() where !names.contains(name) {
      throw CalculationProblem(
        names.isEmpty
          ? "there is nothing to calculate here"
          : "unknown name '\(name)'; there are \(names.joined(separator: ", "))")
    }
    return (lines.filter { $0 != Self.gone }.joined(separator: "\n"), results)
  }

  /// Stands for a line that another one replaces. No line has a line feed in it.
  private static let gone = "\n"

  private func calculation(
    _ block: (lines: Range<Int>, indent: Int)
  ) throws(CalculationProblem) -> Calculation {
    try Calculation(
      lines[block.lines].map { line in
        let indent = line.prefix { $0 == " " }.count
        return line.dropFirst(min(indent, block.indent))
      }.joined(separator: "\n"))
  }
}
