extension MarkdownTree {
  private static let maxWarnings = 1_000

  /// Warnings about directives that remain in the text: those without a path, and those that expansion did
  /// not try. Expansion already reported the directives that failed.
  func includeWarnings(besides failures: Set<String>, offset: Int) -> [Article.Warning] {
    var warnings: [Article.Warning] = []
    for block in blocks where block.kind == .paragraph || block.kind == .heading || block.kind == .cell {
      for index in block.inlines where inlines[index].kind == .text {
        var rest = text[inlines[index].text]
        while let opening = IncludeDirective.nextOpening(in: rest), warnings.count < Self.maxWarnings {
          rest = rest[opening.upperBound...]
          let path = rest.allSatisfy { $0 == 0x20 } ? target(ofLinkAt: index + 1, in: block) : nil
          if let path, failures.contains(path) { continue }
          warnings.append(
            .init(
              line: max(inlines[index].line, block.firstLine) + offset,
              message: path.map { "the included file \($0) is not read; kept as Markdown" }
                ?? "a directive to include names no file; kept as Markdown"))
        }
      }
    }
    return warnings
  }

  private func target(ofLinkAt index: Int, in block: Block) -> String? {
    guard block.inlines.contains(index), inlines[index].kind == .linkStart else { return nil }
    return String(decoding: text[inlines[index].text], as: UTF8.self)
  }
}
