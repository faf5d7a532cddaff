import CasebookArticles
import CasebookText

/// The names that a new family may take, in order. They depend on its article alone; which one is free depends on
/// what came before it.
enum FamilyName {
  /// The title's name, unless many articles have it; then with the nearest folders of the path in front that say
  /// something, and at last with its version.
  static func candidates(_ name: String, path: String) -> [String] {
    var names = CommonTitles.contains(name) ? [] : [name]
    var longer = name
    let folders = path.split(separator: "/").dropLast().reversed()
    for folder in folders.prefix(maxFolders) {
      let slug = Slug.derived(from: String(folder)).trimmingMarks
      if slug.isEmpty || commonFolders.contains(slug) || isVersion(folder) || longer.hasPrefix(slug + "-") {
        continue
      }
      longer = "\(slug)-\(longer)"
      if longer.utf8.count > maxBytes { break }
      names.append(longer)
    }
    if let version = folders.first(where: isVersion) {
      names += names.prefix(2).map { "\($0)-\(version)" }
    }
    return names
  }

  /// A name that only this path has.
  static func last(_ name: String, path: String) -> String {
    "\(name)-\(String(stableHash(Array(path.utf8)), radix: 16).prefix(8))"
  }

  private static let (maxFolders, maxBytes) = (16, 160)
  private static let commonFolders = WordList("headings", "common-folder")

  /// `1.11.2`, `v1`, `version-0.16`: the same article has many.
  private static func isVersion(_ folder: Substring) -> Bool {
    let digits = folder.utf8.count { $0.isDigit }
    return digits > 0 && folder.utf8.allSatisfy { $0.isDigit || $0 == 0x2E || $0.isLetter || $0 == 0x2D }
      && folder.utf8.count { $0.isLetter } <= 7 && (folder.contains(".") || folder.utf8.count <= 4)
  }
}

extension String {
  fileprivate var trimmingMarks: String {
    let marks: Set<Character> = ["-", "_"]
    return String(drop { marks.contains($0) }.reversed().drop { marks.contains($0) }.reversed())
  }
}

/// The words of a text in groups of three, as hashes, to tell how much of it two texts share.
struct TextSketch {
  private var groups: Set<UInt64> = []
  private var words = 0
  /// More words are not compared.
  private static let maxWords = 20_000

  init(_ texts: some Sequence<String>) {
    var last: (UInt64, UInt64) = (0, 0)
    for text in texts {
      var hash = WordHash.start
      var length = 0
      for byte in text.utf8 {
        guard words < Self.maxWords else { return }
        if byte.isLetterOrDigit || byte >= 0x80 {
          hash = WordHash.add(byte, to: hash)
          length += 1
        } else if length > 0 {
          end(hash, &last)
          (hash, length) = (WordHash.start, 0)
        }
      }
      if length > 0 { end(hash, &last) }
    }
  }

  private mutating func end(_ word: UInt64, _ last: inout (UInt64, UInt64)) {
    words += 1
    groups.insert(last.0 &* 31 &+ last.1 &* 17 &+ word)
    last = (last.1, word)
  }

  /// Whether this is another state of the other text: with two dates, if much of the shorter one is in both;
  /// without, only if they nearly agree.
  func isRevision(of other: TextSketch, isDated: Bool) -> Bool {
    let shared = groups.intersection(other.groups).count
    let (fewer, more) = (min(groups.count, other.groups.count), max(groups.count, other.groups.count))
    if more == 0 { return true }
    return isDated ? shared * 3 >= fewer : shared * 10 >= more * 7
  }
}
