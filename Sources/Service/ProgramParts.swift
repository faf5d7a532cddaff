import CasebookIngest
import CasebookStorage

/// The parts of the program, for a report of a defect: each with its version, or how many there are.
public func programParts(_ bundled: BundledSource?) -> [(name: String, value: String)] {
  let articles = try? bundled?.articles()
  return [
    ("commit", builtCommit ?? "not known"), ("SQLite", Store.sqliteVersion),
    ("schema", String(Store.schemaVersion)),
    ("articles", articles.map { "\($0.count(in: nil)) (\($0.version))" } ?? "none"),
  ]
}
