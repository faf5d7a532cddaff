import CasebookRedaction
import CasebookKnowledge
import CasebookSQLite
import CasebookSignatures
import ScratchKit
import Testing

@testable import CasebookIngest
@testable import CasebookStorage

/// The secrets planted in the sample logs. Each of them contains `FAKE`, and nothing else does.
struct SampleSecretTests {
  private static let runs =
    "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/data/runs"

  @Test func `none of them gets into the file of a knowledge base`() throws {
    let scratch = Scratch()
    let planted = Array("FAKE".utf8)
    do {
      let store = try Store(path: scratch["runs.db"], access: .create, now: ticking())
      let report = try store.ingest(Self.runs)
      #expect(report.refused == [])
      #expect(report.events > 80)
      let redacted: Int? = try store.database.value(
        "SELECT count(*) FROM wording WHERE text LIKE '%<secret:%'")
      #expect(redacted ?? 0 > 9)
    }
    for name in ["runs.db", "runs.db-wal"] {
      #expect(contents(scratch[name]).map { found(planted, in: $0) } ?? false == false, "\(name)")
    }
  }

  @Test func `what is planted is there, and is found`() throws {
    var planted = 0
    for name in [
      "python", "json", "access", "plain", "spring", "pip", "azureml-driver", "azureml-scoring", "loguru",
    ] {
      let text = String(decoding: try #require(contents("\(Self.runs)/formats/\(name).log")), as: UTF8.self)
      #expect(text.contains("FAKE"), "\(name)")
      let redacted = Redactor().redacted(text)
      #expect(!redacted.contains("FAKE"), "\(name)")
      planted += redacted.split(separator: "<secret:").count - 1
    }
    #expect(planted >= 10)
  }

  private func found(_ needle: [UInt8], in bytes: [UInt8]) -> Bool {
    var from = bytes.startIndex
    while let start = bytes[from...].firstIndex(of: needle[0]) {
      if bytes[start...].starts(with: needle) { return true }
      from = start + 1
    }
    return false
  }
}
