import CasebookText

/// What kinds of pages the words of a path or a title name: troubleshooting, release notes, a reference.
struct PageKind: OptionSet {
  let rawValue: UInt16

  /// The kinds, in the order of their features from `inTrouble` and from `underTrouble` on.
  static let names = [
    "trouble", "questions", "runbook", "release", "design", "post", "reference", "development", "guide",
  ]

  static let trouble = PageKind(rawValue: 1 << 0)
  static let questions = PageKind(rawValue: 1 << 1)
  static let runbook = PageKind(rawValue: 1 << 2)

  private static let byWord: [[UInt8]: PageKind] = {
    var kinds: [[UInt8]: PageKind] = [:]
    for row in Vocabulary.rows("headings", "page") {
      guard let bit = names.firstIndex(of: row.kinds[0]) else { continue }
      for word in row.words { kinds[Array(word.utf8), default: []].insert(PageKind(rawValue: 1 << bit)) }
    }
    return kinds
  }()

  /// The kinds that the words of a text name.
  init(of text: some StringProtocol) {
    self = []
    for word in FailureWords.hyphenated(Array(text.utf8)).split(separator: 0x2D) {
      if let kind = Self.byWord[Array(word)] { formUnion(kind) }
    }
  }

  init(rawValue: UInt16) { self.rawValue = rawValue }

  /// The kinds of a file by its name and the folders next to it. Those further up only tell where the tree is kept.
  init(path: String) {
    self.init(of: path.split(separator: "/").suffix(Self.nearFolders + 1).joined(separator: "/"))
  }

  private static let nearFolders = 3
}
