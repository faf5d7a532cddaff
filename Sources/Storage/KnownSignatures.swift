package import CasebookKnowledge
import CasebookSQLite
import CasebookText

/// The signatures of known errors, in articles or taught by people, and of incidents. Log records with them
/// are kept, whatever their level.
package struct KnownSignatures: Sendable {
  /// The hashes of their templates.
  package private(set) var hashes: Set<UInt64> = []
  /// One constant word of each template; a line without any of these words matches none of the templates.
  private var words: Set<UInt64> = []
  /// The same set as a bitmap, because most words of a log are not in it.
  private var bits = [UInt64](repeating: 0, count: 1024)
  /// Whether a template has no such word, but letters of other scripts.
  private var hasForeign = false

  /// The signatures with these fingerprints and templates, without those of other rules, which can never
  /// match.
  package init(_ signatures: [(fingerprint: String, template: Template)]) {
    var rows: [[UInt64]] = []
    var counts: [UInt64: Int] = [:]
    for (fingerprint, template) in signatures {
      guard let hash = Fingerprint(stored: fingerprint).hash else { continue }
      hashes.insert(hash)
      var own: [UInt64] = []
      let text = template.bytes { _ in 0x20 }
      text.withUnsafeBufferPointer { Self.forEachWord(of: $0) { own.append($0) } }
      for word in Set(own) { counts[word, default: 0] += 1 }
      if own.isEmpty, text.contains(where: { $0 >= 0x80 }) { hasForeign = true }
      rows.append(own)
    }
    // Take the word that the fewest templates share; logs probably use it least.
    for row in rows {
      if let word = row.min(by: { counts[$0, default: 0] < counts[$1, default: 0] }) { words.insert(word) }
    }
    for word in words { bits[Int(word >> 6 & 1023)] |= 1 << (word & 63) }
  }

  package var isEmpty: Bool { hashes.isEmpty }

  /// Whether a line may match one of them; `false` is certain.
  package func mayMatch(_ line: UnsafeBufferPointer<UInt8>) -> Bool {
    if hasForeign, line.contains(where: { $0 >= 0x80 }) { return true }
    var isFound = false
    bits.withUnsafeBufferPointer { bits in
      Self.forEachWord(of: line) { word in
        if bits[Int(word >> 6 & 1023)] >> (word & 63) & 1 != 0, !isFound { isFound = words.contains(word) }
      }
    }
    return isFound
  }

  /// Calls `body` with the hash of each run of three or more ASCII letters.
  private static func forEachWord(of text: UnsafeBufferPointer<UInt8>, _ body: (UInt64) -> Void) {
    var hash = WordHash.start
    var length = 0
    for byte in text {
      if byte.isLetter {
        hash = WordHash.addExact(byte, to: hash)
        length += 1
      } else if length > 0 {
        if length >= 3 { body(hash ^ hash >> 32) }
        hash = WordHash.start
        length = 0
      }
    }
    if length >= 3 { body(hash ^ hash >> 32) }
  }
}

extension Store {
  /// The signatures of known errors, in articles or taught by people, and of incidents.
  package func knownSignatures() throws -> KnownSignatures {
    KnownSignatures(
      try database.rows(
        """
        SELECT fingerprint, template FROM signature WHERE id IN (
          SELECT message.signature_id FROM message JOIN section ON section.id = section_id
          WHERE known_error_id IS NOT NULL)
        UNION SELECT signature.fingerprint, template FROM incident
        JOIN signature ON signature.fingerprint = incident.fingerprint
        UNION SELECT signature.fingerprint, template FROM lesson JOIN lesson_subject ON lesson = lesson.key
        JOIN signature ON signature.fingerprint = lesson_subject.fingerprint WHERE known_error IS NOT NULL
        """
      ) { try ($0[0], $0[1]) })
  }
}
