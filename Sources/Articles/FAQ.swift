import CasebookText

/// Microsoft's FAQ files: YAML whose first line is `### YamlMime:FAQ`. Converts them to Markdown with one
/// heading per question and parses the result as such.
struct FAQ {
  private(set) var fields: [String: String] = [:]
  private(set) var markdown: [UInt8] = []
  /// For each line of the Markdown, the line of the file.
  private(set) var lines: [Int] = []

  /// Reads a FAQ file; `nil` if the file is not a FAQ.
  init?(_ source: SourceText) throws(ArticleError) {
    guard source.lineCount > 0, source.bytes[source.line(1)].starts(with: Array("### YamlMime:FAQ".utf8))
    else { return nil }
    let scalars: [FrontMatterYAML.Scalar]
    do throws(FrontMatterYAML.ParseFailure) {
      scalars = try source.bytes.withUnsafeBufferPointer { bytes throws(FrontMatterYAML.ParseFailure) in
        try FrontMatterYAML.scalars(bytes)
      }
    } catch {
      throw .frontMatter(line: error.line, column: error.column, reason: error.reason)
    }
    for scalar in scalars { add(scalar) }
  }

  private mutating func add(_ scalar: FrontMatterYAML.Scalar) {
    let keys = scalar.path.compactMap { if case .key(let name) = $0 { name } else { nil } }
    guard let last = keys.last else { return }
    switch (keys.count, last) {
    case (2, _) where keys[0] == "metadata": fields[last] = scalar.value.trimmed
    case (1, "title"):
      fields["title"] = scalar.value.trimmed
      append(heading: 1, scalar)
    case (1, "summary"), (_, "answer"): append(scalar)
    case (2, "name"): append(heading: 2, scalar)
    case (_, "question"): append(heading: 3, scalar)
    default: break
    }
  }

  private mutating func append(heading level: Int, _ scalar: FrontMatterYAML.Scalar) {
    let title = scalar.value.split { $0 == "\n" || $0 == " " }.joined(separator: " ")
    append(line: Array((String(repeating: "#", count: level) + " " + title).utf8), at: scalar.line)
    append(line: [], at: scalar.line)
  }

  private mutating func append(_ scalar: FrontMatterYAML.Scalar) {
    // Folded text has fewer lines than its source; its lines are numbered consecutively from where it starts.
    var line = scalar.isBlock ? scalar.line + 1 : scalar.line
    for part in Array(scalar.value.utf8).split(separator: 0x0A, omittingEmptySubsequences: false) {
      append(line: Array(part), at: line)
      line += 1
    }
    append(line: [], at: line)
  }

  private mutating func append(line: [UInt8], at number: Int) {
    markdown += line
    markdown.append(0x0A)
    lines.append(number)
  }
}
