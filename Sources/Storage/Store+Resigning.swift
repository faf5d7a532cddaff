public import CasebookKnowledge
import CasebookSQLite

/// When the rules of signing move, a message gets another fingerprint. The texts are kept, so they are signed again, and
/// the old fingerprint becomes an alias of the new one: counts, incidents and lessons go on.
extension Store {
  /// Whether rules of another version signed the stored messages.
  public func isSigningOutdated(_ version: Int) throws -> Bool {
    try database.value("SELECT value FROM meta WHERE name = 'signer'") != String(version)
  }

  /// Notes that the rules of this version signed all that is stored.
  public func noteSigning(_ version: Int) throws {
    try database.run("INSERT OR REPLACE INTO meta VALUES ('signer', \(String(version)))")
  }

  /// Signs all stored messages again if rules of another version signed them.
  ///
  /// - Parameters:
  ///   - message: Signs a message of an article.
  ///   - report: Signs the leading message of a pasted report.
  public func signAgain(
    version: Int, message: (String) -> Signature, report: (String) -> Signature
  ) throws {
    try database.transaction {
      // Another process may have done it while this one waited for the lock.
      guard try isSigningOutdated(version) else { return }
      let messages: [(Int64, Int, String, Fingerprint)] = try database.rows(
        """
        SELECT section_id, position, text, fingerprint FROM message JOIN signature ON signature.id = signature_id
        """
      ) { try ($0[0], $0[1], $0[2], $0[3]) }
      for (section, position, text, old) in messages {
        let new = message(text)
        if new.fingerprint == old { continue }
        try addAlias(old, new.fingerprint)
        try database.run(
          """
          UPDATE message SET signature_id = \(try signatureID(new))
          WHERE section_id = \(section) AND position = \(position)
          """)
      }
      // The statements of people stay as they are in the journal, with the fingerprints of their time.
      let said: [(Fingerprint, String, Bool)] = try database.rows(
        """
        SELECT fingerprint, message, 1 FROM incident WHERE fingerprint IS NOT NULL
        UNION SELECT fingerprint, text, 0 FROM lesson_subject WHERE fingerprint IS NOT NULL
        """
      ) { try ($0[0], $0[1], $0[2]) }
      for (old, text, isReport) in said {
        let new = (isReport ? report(text) : message(text)).fingerprint
        if new != old { try addAlias(old, new) }
      }
      try noteSigning(version)
    }
  }

  /// Makes a fingerprint, and all that were aliases of it, aliases of another.
  private func addAlias(_ old: Fingerprint, _ new: Fingerprint) throws {
    try database.run("DELETE FROM signature_alias WHERE fingerprint = \(new)")
    try database.run("UPDATE signature_alias SET current = \(new) WHERE current = \(old)")
    try database.run("INSERT OR REPLACE INTO signature_alias VALUES (\(old), \(new))")
  }

  /// A fingerprint and those that older rules made of the same messages, for `IN (…)`.
  static func aliases(of fingerprint: Fingerprint) -> SQL {
    "SELECT \(fingerprint) UNION SELECT fingerprint FROM signature_alias WHERE current = \(fingerprint)"
  }
}
