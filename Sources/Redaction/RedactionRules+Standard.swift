private import CasebookSecretData

extension RedactionRules {
  /// The rules compiled in from `data/secrets`.
  public static let standard: RedactionRules = {
    do {
      return try RedactionRules(json: secretData)
    } catch {
      // The tests read every file, so a tested build does not get here.
      preconditionFailure("data/secrets: \(error)")
    }
  }()
}
