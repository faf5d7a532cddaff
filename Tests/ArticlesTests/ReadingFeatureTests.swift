import CasebookKnowledge
import Glibc
import Testing

@testable import CasebookArticles

/// What `script/train-reading` runs: `READING_FILES` is a file of `{"file": …, "path": …}`, one a line, and
/// `READING_FEATURES` is where to write.
struct ReadingFeatureTests {
  private static func variable(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

  @Test(.enabled(if: variable("READING_FILES") != nil))
  func `the features of the candidates of many files are written for training`() throws {
    let list = SharedArticles.contents(of: try #require(Self.variable("READING_FILES")))
    let path = try #require(Self.variable("READING_FEATURES"))
    let output = try #require(fopen(path, "w"))
    defer { fclose(output) }
    for line in list.split(separator: UInt8(ascii: "\n")) {
      let row = try JSON(parsing: line)
      let file = try #require(row["file"]?.string)
      guard let text = try? ArticleText(SharedArticles.contents(of: file), name: file) else { continue }
      _ = try? Article.parse(
        text, path: row["path"]?.string ?? file, partWeight: MarkdownSlices.standardWeight
      ) {
        for line in Self.lines($0, file: file) { fputs("\(line)\n", output) }
      }
    }
  }

  /// The candidates, and the known errors that are none, because nobody judges them.
  private static func lines(_ page: CandidatePage, file: String) -> [JSON] {
    var lines: [JSON] = []
    var judged: Set<[Int]> = []
    for candidate in page.candidates {
      judged.insert([candidate.section, candidate.row ?? -1])
      let features = ReadingFeature.allCases.filter { candidate.features[$0.rawValue] != 0 }
      lines.append(
        line(
          page, candidate.section, candidate.row, file, isError: candidate.isError,
          .object(features.map { .init("\($0)", .double(candidate.features[$0.rawValue])) })))
    }
    for (index, section) in page.sections.enumerated() {
      if section.failure != nil, !judged.contains([index, -1]) {
        lines.append(line(page, index, nil, file, isError: true, .null))
      }
      for row in section.rows.indices where !judged.contains([index, row]) {
        lines.append(line(page, index, row, file, isError: true, .null))
      }
    }
    return lines
  }

  private static func line(
    _ page: CandidatePage, _ index: Int, _ row: Int?, _ file: String, isError: Bool, _ features: JSON
  ) -> JSON {
    let section = page.sections[index]
    let title = row.map { section.rows[$0].title } ?? section.title
    return [
      "file": .string(file), "title": .string(title), "rule": .bool(isError), "features": features,
    ]
  }
}
