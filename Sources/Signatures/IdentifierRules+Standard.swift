private import CasebookIdentifierData

extension IdentifierRules {
  /// The rules that are compiled in from `data/identifiers`.
  public static let standard: IdentifierRules = {
    do {
      return try IdentifierRules(json: identifierData)
    } catch {
      // The tests read every file; a build that passed them cannot come here.
      preconditionFailure("data/identifiers: \(error)")
    }
  }()
}
