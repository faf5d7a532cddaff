import ScratchKit
import Testing

/// The examples in docs/library.md are those that `script/check-library` runs.
struct LibraryPageTests {
  private static let package = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/"

  private static func text(of file: String) throws -> String {
    String(decoding: try #require(contents(package + file)), as: UTF8.self)
  }

  @Test func `every example of the page is part of the example program, in order`() throws {
    let page = try Self.text(of: "docs/library.md")
    var rest = try Self.text(of: "Examples/Sources/tour/main.swift")[...]
    var count = 0
    for block in page.components(between: "```swift\n", and: "```") {
      count += 1
      let found = try #require(
        rest.firstRange(of: block), "not in the program, or in another order:\n\(block)")
      rest = rest[found.upperBound...]
    }
    #expect(count >= 6)
  }
}

extension String {
  /// The texts between pairs of marks.
  fileprivate func components(between start: String, and end: String) -> [Substring] {
    var rest = self[...]
    var found: [Substring] = []
    while let open = rest.firstRange(of: start) {
      let inside = rest[open.upperBound...]
      let close = inside.firstRange(of: end)?.lowerBound ?? inside.endIndex
      found.append(inside[..<close])
      rest = inside[close...].dropFirst(end.count)
    }
    return found
  }
}
