import CasebookKnowledge
import CasebookSQLite
import CasebookSignatures
import ScratchKit
import Testing

@testable import CasebookIngest
@testable import CasebookStorage

/// Stored messages are found under the rules of signing of this version, and under the fingerprints of others.
struct ResigningTests {
  private let store: Store
  private let signer = Signer()
  private let scratch = Scratch()

  init() throws {
    store = try Store()
    try store.ingest(
      scratch.write(
        "# Troubleshoot the crane\n\n## Crane is stuck\n\n```output\nERROR: crane 7 is stuck\n```\n",
        to: "crane.md"))
  }

  /// Signs under rules that tell the messages of other versions apart.
  private func sign(version: Int) throws {
    func changed(_ text: String) -> Signature {
      signer.signature(of: "rules \(Array("abcdefg")[version]): " + text)
    }
    try store.signAgain(version: version, message: changed, report: changed)
  }

  @Test func `an incident is found under the new fingerprint and under each older one`() throws {
    let message = "ParcelRefused: weight 31 kg is over the limit"
    let old = signer.signature(of: message)
    let number = try store.recordIncident(
      title: "parcel", message: message, signature: old, knownError: nil, text: "")
    for version in [3, 4] {
      try sign(version: version)
      let new = signer.signature(of: "rules \(Array("abcdefg")[version]): " + message).fingerprint
      #expect(try store.incidents(withSignature: new, limit: 9).map(\.number) == [number])
      #expect(try store.openIncident(withSignature: new)?.number == number)
    }
    #expect(try store.fingerprint(ofIncident: number) == old.fingerprint)
    // One that was signed by the rules of today is the same error.
    let today = signer.signature(of: "rules e: " + message)
    _ = try store.recordIncident(
      title: "again", message: message, signature: today, knownError: nil, text: "")
    let all = try store.incidentNumbers().compactMap { try store.incident($0) }
    for incident in all {
      #expect(try store.incidents(like: incident).count == all.count - 1)
      #expect(try store.currentFingerprint(ofIncident: incident.number) == today.fingerprint)
    }
    try store.expectSound()
  }

  @Test func `messages of articles have the fingerprint of the new rules`() throws {
    let fingerprint = signer.signature(of: "rules d: ERROR: crane 7 is stuck").fingerprint
    #expect(try store.candidates(for: CandidateSearch(fingerprints: [fingerprint])).sections.isEmpty)
    try sign(version: 3)
    #expect(try store.isSigningOutdated(3) == false)
    let texts: [String] = try store.database.rows("SELECT text FROM message") { try $0[0] }
    for text in texts {
      let new = signer.signature(of: "rules d: " + text).fingerprint
      #expect(try !store.candidates(for: CandidateSearch(fingerprints: [new])).sections.isEmpty)
    }
    #expect(!texts.isEmpty)
    try store.expectSound()
  }

  @Test func `rules that come back leave no circle`() throws {
    let message = "ParcelRefused: weight 31 kg is over the limit"
    let number = try store.recordIncident(
      title: "parcel", message: message, signature: signer.signature(of: message), knownError: nil, text: "")
    try sign(version: 3)
    try store.signAgain(
      version: 2, message: { signer.signature(of: $0) }, report: { signer.signature(of: $0) })
    let found = try store.incidents(withSignature: signer.signature(of: message).fingerprint, limit: 9)
    #expect(found.map(\.number) == [number])
  }
}
