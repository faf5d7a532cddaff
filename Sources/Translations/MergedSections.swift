/// Finds sections that a translation seems to lack but has under the heading before: originals split sections
/// as they grow older.
struct MergedSections {
  private let own: ComparedArticle
  private let reference: ComparedArticle
  /// By section, the amount of text it has beyond its match.
  let ofHost: [Int: Int]

  init(_ own: ComparedArticle, _ reference: ComparedArticle) {
    self.own = own
    self.reference = reference
    var surplus: [Int: Int] = [:]
    for index in reference.sections {
      guard let section = own.part(matching: index, of: reference) else { continue }
      surplus[index] =
        own.group(own.members(of: section)).weight - reference.passage(index).weight * Self.expansion / 100
    }
    ofHost = surplus
  }

  /// Whether this article's section `host` contains the reference's section at `index`.
  func holds(_ index: Int, in host: Int, left: inout [Int: Int]) -> Bool {
    guard let section = own.part(matching: host, of: reference) else { return false }
    let text = own.group(own.members(of: section))
    let wanted = reference.passage(index)
    let weight = wanted.weight
    let rest = left[host] ?? 0
    let literals = wanted.literals
    let lost = literals.count { text.fate(of: $0) == .lost }
    if !literals.isEmpty, lost == literals.count || (literals.count >= 3 && 2 * lost > literals.count) {
      return false
    }
    let blocks = CodeBlock.differences(of: text.blocks, from: wanted.blocks, in: text).count
    if 2 * blocks > wanted.blocks.count { return false }
    let links = wanted.links.count { text.links.contains($0) }
    let isSeen = !literals.isEmpty || !wanted.blocks.isEmpty || (links > 0 && 2 * links >= wanted.links.count)
    // A sentence or two are too short to weigh.
    guard 2 * rest >= weight || (weight < Self.short && isSeen) else { return false }
    left[host] = rest - min(weight, max(rest, 0))
    return true
  }

  /// The length in percent that a translation may have without saying more.
  private static let expansion = 125
  /// The weight of two sentences.
  private static let short = 200
}
