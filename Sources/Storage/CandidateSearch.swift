public import CasebookKnowledge

/// The words and names of a report, to find the sections that may answer it.
public struct CandidateSearch: Sendable {
  /// The index terms of its words.
  public var terms: [String]
  /// The fingerprints of its messages.
  public var fingerprints: [Fingerprint]
  /// The anchors that its links point to.
  public var anchors: [String]
  /// What it names.
  public var identifiers: [Identifier]
  /// The messages whose words incidents may share.
  public var messages: [String]

  /// A search; nothing is found for what is empty.
  public init(
    terms: [String] = [], fingerprints: [Fingerprint] = [], anchors: [String] = [],
    identifiers: [Identifier] = [], messages: [String] = []
  ) {
    self.terms = terms
    self.fingerprints = fingerprints
    self.anchors = anchors
    self.identifiers = identifiers
    self.messages = messages
  }

  /// How many known errors to find by words, how many other sections, and among how many sections to look for them.
  static let knownErrorLimit = 24
  static let otherLimit = 10
  static let wordLimit = 300
  /// How many of those to look at in one statement: mostly the first ones are enough.
  static let wordStep = 50
  /// How many sections to find by a message, by an anchor, and by all identifiers together.
  static let messageLimit = 50
  static let anchorLimit = 12
  static let namingLimit = 12
  /// For how many messages to look for incidents, and how many to find by each.
  static let searchedMessages = 3
  static let incidentLimit = 8
}

/// The sections and the incidents that a search found.
public struct FoundCandidates: Sendable {
  /// The numbers of the sections in ascending order. Of copies in other locales and revisions, there are the one that was
  /// found first and the English one.
  public let sections: [Int64]
  /// Those of them that the caller did not have.
  public let candidates: [Int64: Candidate]
  /// The numbers of the incidents in ascending order.
  public let incidents: [Int]
}

/// Sections to compare, each text once.
struct DistinctSections {
  private(set) var numbers: [Int64] = []
  private var known = 0
  private var others = 0
  private var hasEnglish: [String: Bool] = [:]

  /// Whether there are as many sections of a kind as are found by words.
  func isFull(ofKnownErrors: Bool) -> Bool {
    ofKnownErrors ? known >= CandidateSearch.knownErrorLimit : others >= CandidateSearch.otherLimit
  }

  /// Adds a section, unless one of its copies is there. `copyKey` is the same for all of them. Most messages are in English.
  mutating func add(_ number: Int64, copyKey: String, isKnownError: Bool, isEnglish: Bool) {
    if let isThere = hasEnglish[copyKey] {
      if isThere || !isEnglish { return }
    } else if isKnownError {
      known += 1
    } else {
      others += 1
    }
    hasEnglish[copyKey] = isEnglish
    numbers.append(number)
  }
}
