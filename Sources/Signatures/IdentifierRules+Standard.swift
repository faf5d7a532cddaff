private import CasebookIdentifierData
import CasebookText

extension IdentifierRules {
  /// The rules from `data/identifiers`, which are compiled in.
  public static let standard: IdentifierRules = {
    do {
      return try IdentifierRules(json: unpackedFiles(packedIdentifiers))
    } catch {
      // The tests read every file, so a build that passed them cannot get here.
      preconditionFailure("data/identifiers: \(error)")
    }
  }()
}
