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
