import CasebookRedaction
import CasebookSignatures
import CasebookStorage

/// A secret that is stored although it should not be: where, and what sort of secret, never the secret itself.
public struct StoredSecret: Hashable, Sendable {
  /// `file:line`, `incident 3`.
  public let place: String
  /// As in `<secret:KIND>`.
  public let kind: String
  /// How many of the kind there are in that place.
  public var count: Int
}

extension KnowledgeBase {
  /// Looks for secrets in everything that is stored, with the rules of today: what was stored under older ones may hold
  /// some that only these know, and articles are stored as they are.
  public func auditSecrets() throws -> [StoredSecret] {
    let redactor = Redactor()
    var secrets: [StoredSecret] = []
    try store.snapshot {
      try store.forEachText { place, text in
        // A path may be what holds the secret.
        let place = redactor.redacted(path: place)
        for finding in redactor.findings(in: text) {
          // Texts of one place come one after the other, more or less.
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
