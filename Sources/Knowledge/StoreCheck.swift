/// The results of checking a whole knowledge base.
public struct StoreCheck: Sendable {
  /// The number of rows by name (articles, runs and so on), in the order of the schema.
  public package(set) var counts: [(name: String, rows: Int)] = []
  /// The problems found; empty if all is well.
  public package(set) var problems: [String] = []
  /// The parts that could not be checked, and why.
  public package(set) var unchecked: [String] = []

  package init() {}
}
