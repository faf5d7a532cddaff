import CasebookKnowledge
import Glibc
import Testing

@testable import CasebookLogText

/// What `script/train-leads` runs: `LEAD_TEXTS` is a file of `{"id": …, "text": …}`, one a line, and `LEAD_FEATURES` is where
/// to write.
struct LeadFeatureTests {
  private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  @Test(.enabled(if: variable("LEAD_TEXTS") != nil))
  func `the features of the messages of many reports are written for training`() throws {
    let (texts, features) = (Self.variable("LEAD_TEXTS"), Self.variable("LEAD_FEATURES"))
    let input = try #require(fopen(texts, "r"))
    let output = try #require(fopen(features, "w"))
    defer {
      fclose(input)
      fclose(output)
    }
    while let line = readLine(from: input) {
      let row = try JSON(parsing: line)
      var text = try #require(row["text"]?.string)
      let messages = text.withUTF8 { bytes in
        let reader = ReportReader(reading: bytes)
        return zip(reader.candidates, reader.features(of: reader.candidates)).map(Self.json)
      }
      let object: JSON = ["id": row["id"] ?? .null, "messages": .array(messages)]
      fputs("\(object)\n", output)
    }
  }

  private static func json(_ candidate: ReportReader.MessageCandidate, _ features: LeadFeatures) -> JSON {
    let own = LeadFeature.allCases.filter { features[$0] != 0 }
    return [
      "line": .int(candidate.message.line), "part": .int(candidate.part),
      "class": .int(candidate.weight.rawValue),
      "text": .string(candidate.message.text),
      "features": .object(own.map { .init("\($0)", .double(features[$0])) }),
    ]
  }

  private func readLine(from file: UnsafeMutablePointer<FILE>) -> [UInt8]? {
    var pointer: UnsafeMutablePointer<CChar>?
    var size = 0
    defer { free(pointer) }
    let count = getline(&pointer, &size, file)
    guard count > 0, let pointer else { return nil }
    return UnsafeRawBufferPointer(start: pointer, count: count).map { $0 }
  }
}
