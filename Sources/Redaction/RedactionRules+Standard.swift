private import CasebookSecretData
import CasebookText

extension RedactionRules {
  /// The rules compiled in from `data/secrets`.
  public static let standard: RedactionRules = {
    do {
      return try RedactionRules(json: unpackedFiles(packedSecrets))
    } catch {
      // The tests read every file, so a tested build does not get here.
      preconditionFailure("data/secrets: \(error)")
    }
  }()
}
