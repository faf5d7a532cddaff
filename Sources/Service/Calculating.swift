import CasebookCalculations
import CasebookKnowledge

extension Answer {
  /// What its text calculates, each with the names that need a value. A calculation that cannot be read is left out.
  public var calculations: [(results: [String], needed: [String])] {
    (try? CalculatedText(resolution.markdown).calculations()) ?? []
  }

  /// Its text with the calculations that need the given names filled in, and their results.
  ///
  /// - Parameter values: Numbers by name, with or without a unit: `20`, `500 ms`, `3 * 224 * 224`.
  /// - Throws: `KnowledgeBaseError` for a name that no calculation needs, and for one without a result.
  public func calculated(
    with values: [String: String]
  ) throws(KnowledgeBaseError) -> (markdown: String, results: [(name: String, value: String)]) {
    do throws(CalculationProblem) {
      return try CalculatedText(resolution.markdown).filled(with: values)
    } catch {
      throw KnowledgeBaseError(.usage, "\(resolution.id.slug): \(error.reason)")
    }
  }
}
