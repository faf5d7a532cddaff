/// Whether a section that a translation does not have stands in it after all, under the heading before: originals are
/// divided into smaller sections as they grow older.
struct MergedSections {
  private let own: ComparedArticle
  private let reference: ComparedArticle
  /// How much more text each section has than the one that it is matched with.
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

  /// Whether the section of the reference at `index` stands in the own section that is `host`.
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
    // A sentence or two are too short to be weighed.
    guard 2 * rest >= weight || (weight < Self.short && isSeen) else { return false }
    left[host] = rest - min(weight, max(rest, 0))
    return true
  }

  /// How long a text may become when it is translated, in percent, without saying more.
  private static let expansion = 125
  /// What two sentences weigh.
  private static let short = 200
}
