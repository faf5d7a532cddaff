import CasebookRedaction
import CasebookSignatures
import CasebookStorage

/// A secret that should not be stored: its place and kind, never its text.
public struct StoredSecret: Hashable, Sendable {
  /// `file:line`, `incident 3`.
  public let place: String
  /// The kind, as in `<secret:KIND>`.
  public let kind: String
  /// How many secrets of this kind the place contains.
  public var count: Int
}

extension KnowledgeBase {
  /// Looks for secrets in all stored texts with the current rules. Articles are stored as they are, and texts
  /// stored under older rules may contain secrets that those did not know.
  public func auditSecrets() throws -> [StoredSecret] {
    let redactor = Redactor()
    var secrets: [StoredSecret] = []
    try store.snapshot {
      try store.forEachText { place, text in
        // A path may be what holds the secret.
        let place = redactor.redacted(path: place)
        for finding in redactor.findings(in: text) {
          // The texts of one place are nearly adjacent.
          let known = secrets.suffix(50).lastIndex { $0.place == place && $0.kind == finding.kind }
          if let known {
            secrets[known].count += 1
          } else {
            secrets.append(StoredSecret(place: place, kind: finding.kind, count: 1))
          }
        }
      }
    }
    return secrets
  }
}
