import CasebookArticles
import CasebookKnowledge
import Glibc
import Testing

/// The real articles next to the package, if they exist.
@Suite(.enabled(if: SharedArticles.exist, "../shared is not beside the package"))
struct SharedArticleTests {
  @Test
  func `every real article is read, with unique slugs, its lines covered and no section inside a fence`()
    throws
  {
    var count = 0
    for path in SharedArticles.files(under: "seeds") + SharedArticles.files(under: "articles") {
      let bytes = SharedArticles.read(path)
      if bytes.isEmpty { continue }
      count += 1
      do {
        check(try Article.parse(bytes), path, lines: SharedArticles.lines(bytes))
      } catch {
        Issue.record("\(path): \(error)")
      }
    }
    #expect(count > 200)
  }

  private func check(_ article: Article, _ path: String, lines: [String]) {
    let slugs = article.sections.map(\.slug)
    #expect(Set(slugs).count == slugs.count, "\(path): duplicate slug")
    if path.hasSuffix(".yml") { return }
    // The sections, headings included, together contain everything below the front matter.
    var held = 0
    for section in article.sections {
      held += section.markdown.split(separator: "\n").filter { !$0.allSatisfy(\.isWhitespace) }.count
      if section.level > 0 {
        let line = lines[section.line - 1]
        let isHeading = line.drop { $0 == " " }.hasPrefix("#") || section.line < lines.count
        #expect(isHeading, "\(path):\(section.line): no heading: \(line)")
      }
    }
    guard let first = article.sections.first else { return }
    // A title may be in the front matter.
    let isAbove = first.level == 1 && lines[first.line - 1].hasPrefix("title")
    let top =
      isAbove
      ? (first.line..<lines.count).first { lines[$0].hasPrefix("---") }.map { $0 + 1 } ?? first.line
      : first.line - 1
    let below = lines[top...].filter { !$0.allSatisfy(\.isWhitespace) }.count
    // A setext heading takes two lines.
    let headings = article.sections.filter { $0.level > 0 }.count - (isAbove ? 1 : 0)
    // A text without headings is titled by its first sentence.
    let isOpening = article.sections.count == 1 && first.level == 1 && !isAbove
    let least = isOpening ? 0 : headings
    #expect(
      (held + least...held + 2 * headings).contains(below),
      "\(path): \(held) + \(headings) of \(below) lines")
  }

  @Test func `every real article has what the list says`() throws {
    let list = RealArticle.list(String(decoding: SharedArticles.readList(), as: UTF8.self))
    let listed = Set(list.map(\.path))
    let files = SharedArticles.files(under: "seeds") + SharedArticles.files(under: "articles")
    #expect(listed == Set(files), "the list has other files: \(listed.symmetricDifference(files).sorted())")
    for expected in list {
      let found = RealArticle(path: expected.path, parsing: SharedArticles.read(expected.path))
      for difference in found.differences(from: expected) { Issue.record(Comment(rawValue: difference)) }
    }
  }

  @Test func `the sections of a translation have the slugs of its other locales`() throws {
    let locales = ["en", "de", "fr", "ja"]
    for path in SharedArticles.files(under: "articles/compiler-errors/en") {
      let name = path.split(separator: "/").last.map(String.init) ?? ""
      let articles = try locales.map {
        try Article.parse(SharedArticles.read("articles/compiler-errors/\($0)/\(name)"))
      }
      let slugs = Set(articles.map(\.slug))
      // One English original got a new title after it was translated.
      #expect(slugs.count == (name == "compiler-warning-level-2-c4412.md" ? 2 : 1), "\(name): \(slugs)")
      let known = articles.filter { $0.sections.contains { $0.failure != nil } }.count
      #expect(known == 4, "\(name): no known error")
      // French and Japanese come from the same revision, German partly from an older one.
      #expect(articles[2].sections.map(\.slug) == articles[3].sections.map(\.slug), "\(name)")
    }
  }

  @Test func `the seeds have the sections, known errors and rows that a reader counts`() throws {
    let articles = try SharedArticles.files(under: "seeds").sorted().map {
      try Article.parse(SharedArticles.read($0))
    }
    #expect(articles.map(\.locale?.description) == ["ja", "ru", "fr", "ja", "de"])
    #expect(articles.map(\.sections.count) == [17, 16, 16, 18, 17])
    #expect(
      articles.map(\.updated) == ["2021-10-21", "2020-11-25", "2020-11-25", "2021-10-21", "2021-10-21"])
    let known = articles.map { $0.sections.filter { $0.failure != nil }.map(\.slug) }
    let deployment = [
      "container-cannot-be-scheduled", "service-launch-fails", "function-fails-get_model_path",
      "function-fails-runinput_data", "http-status-code-502", "http-status-code-503", "http-status-code-504",
      "other-error-messages",
    ]
    for index in [0, 1, 2, 4] { #expect(known[index] == deployment) }
    #expect(known[3] == ["troubleshooting-tips", "authentication-errors", "troubleshooting-parallelrunstep"])
    let rows = articles.map { $0.sections.flatMap(\.rows).map(\.slug) }
    #expect(rows[0] == rows[4])
    #expect(rows[0].first == "409")
    #expect(rows.map(\.count) == [4, 3, 3, 7, 4])
    #expect(articles.flatMap(\.warnings) == [])
  }
}

/// Finds and reads the files next to the package.
enum SharedArticles {
  static let root: String = {
    let parts = #filePath.split(separator: "/").dropLast(4)
    return "/" + parts.joined(separator: "/") + "/shared/"
  }()

  static let exist = access(root + "seeds", R_OK) == 0

  /// The checkout.
  static let package = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/"

  /// The paths of the files in a folder, relative to the root.
  static func files(under folder: String, of root: String = root) -> [String] {
    guard let directory = opendir(root + folder) else { return [] }
    defer { closedir(directory) }
    var found: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name.hasPrefix(".") || name.hasSuffix(".tsv") { continue }
      if entry.pointee.d_type == DT_DIR {
        found += files(under: folder + "/" + name, of: root)
      } else {
        found.append(folder + "/" + name)
      }
    }
    return found
  }

  static func read(_ path: String, of root: String = root) -> [UInt8] { contents(of: root + path) }

  /// The list of the files' content, which is part of the package.
  static func readList() -> [UInt8] {
    contents(
      of: "/" + #filePath.split(separator: "/").dropLast().joined(separator: "/") + "/RealArticles.tsv")
  }

  static func contents(of path: String) -> [UInt8] {
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }

  static func lines(_ bytes: [UInt8]) -> [String] {
    bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map {
      String(decoding: $0.last == 0x0D ? $0.dropLast() : $0, as: UTF8.self)
    }
  }
}
