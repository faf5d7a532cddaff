private import CasebookSecretData

extension RedactionRules {
  /// The rules that are compiled in from `data/secrets`.
  public static let standard: RedactionRules = {
    do {
      return try RedactionRules(json: secretData)
    } catch {
      // The tests read every file; a build that passed them cannot come here.
      preconditionFailure("data/secrets: \(error)")
    }
  }()
}
