import CasebookAnalysis
import CasebookKnowledge
import CasebookLogText
import CasebookSignatures
import CasebookStorage
import CasebookText

/// What an error report shows, weighed by how rare it is in this knowledge base.
struct Symptoms {
  /// A word of the report with the share that its place gives it.
  struct Word {
    let word: WeighedWord
    /// 1 in the leading message, less in what follows from it and around it.
    let share: Double

    /// Whether it stands in what was said, not in a path.
    var isSaid: Bool { share > Symptoms.folderShare }
    /// Whether it stands in the leading message, which a right answer must explain.
    var leads: Bool { share == 1 }
    var weight: Double { word.rarity * share }
  }

  /// An identifier of the report.
  struct Named {
    let identifier: Identifier
    /// How telling it is, where it stands.
    let weight: Double
    /// 1 in the leading message.
    let share: Double
    /// Whether it is the code of the leading message.
    let isCode: Bool
    let occurs: Bool
    /// What it is called: its value and the words that stand for it, in lower case.
    let names: [String]
    /// These and the words inside its value: they have their weight in it.
    let words: [String]
  }

  /// One message of the report, as it is compared with those of the articles.
  struct Message {
    let fingerprint: Fingerprint
    /// The template's words.
    let tokens: [Substring]
    /// 1 for the leading message, less for others.
    let share: Double
  }

  /// What leads: the root cause, where the report tells.
  let lead: ErrorReport.Message?
  /// The signature of the leading message.
  let signature: Signature
  let messages: [Message]
  let words: [Word]
  let named: [Named]
  /// The sections that the report's links lead to: what stands behind `#` in them.
  let anchors: Set<String>
  /// Whether it may be English, as most messages are whatever the articles' language.
  let isEnglish: Bool

  private static let messageLimit = 24
  private static let tokenLimit = 400

  init(_ text: String, _ signer: Signer, _ store: Store, _ lexicon: Lexicon) throws {
    let report = ErrorReport(reading: text)
    lead = report.messages.first
    var told = report.messages.prefix(Self.messageLimit).enumerated().map { index, message in
      (
        signature: signer.signature(of: message.text), code: message.code,
        share: index == 0 ? 1 : message.role.share
      )
    }
    if told.isEmpty { told = [(signer.signature(of: text), nil, 1)] }
    signature = told[0].signature
    messages = told.enumerated().map { index, told in
      // An article may show the whole chain of which the leading message is the end.
      let isWhole =
        report.messages.indices.contains(index) && report.messages[index].wraps(report.messages[0])
      return Message(
        fingerprint: told.signature.fingerprint,
        tokens: Array(templateTokens(told.signature.template).prefix(Self.tokenLimit)),
        share: isWhole ? 1 : told.share)
    }
    // The first sentence says what happened; what follows explains and advises.
    if let (first, more) = Self.sentences(lead?.text ?? text) {
      told[0].signature = signer.signature(of: first)
      told.insert((signer.signature(of: more), nil, Self.restShare), at: 1)
    }

    var words = WordCollection()
    var named = IdentifierCollection(store: store, lexicon: lexicon, signer: signer)
    for (signature, code, share) in told {
      words.add(
        try lexicon.words(
          of: unmasked(signature.template) + " " + (code ?? ""), concepts: share == 1 ? .counted : .none,
          where: Self.isGeneric),
        share)
      try named.add(signature.identifiers, share)
      try named.add(Self.functions(in: signature.template), share, onlyKnown: true)
      if let code { try named.add(signer.signature(of: code).identifiers, share, isCode: share == 1) }
    }
    // What stands around the messages, such as the frames of a traceback, says where, not what.
    let rest = signer.signature(of: text)
    words.add(
      try lexicon.words(of: unmasked(rest.template), concepts: .none, where: Self.isGeneric), 0.35)
    try named.add(rest.identifiers, 0.35)
    self.named = named.named
    let paths = Self.paths(in: text)
    words.add(
      try lexicon.words(of: Self.folders(in: paths), concepts: .none, where: Self.isGeneric), Self.folderShare
    )
    self.words = words.words
    anchors = Self.anchors(in: paths)
    isEnglish = text.utf8.allSatisfy { $0 < 0x80 }
  }
}

extension Symptoms {
  /// The terms of the weightiest words: as many as find what there is without reading half of the index.
  var searchTerms: [String] {
    var terms: [String] = []
    var sections = 0
    for word in words.filter(\.word.occurs).sorted(by: { $0.weight > $1.weight }).prefix(24) {
      if !terms.isEmpty, sections + word.word.count > Self.searchedSections { break }
      sections += word.word.count
      terms += word.word.terms
    }
    return terms
  }

  private static let searchedSections = 6000

  /// Whether a word says nothing by itself; then it is not even looked up.
  private static func isGeneric(_ term: QueryTerm) -> Bool {
    GenericWords.contains(term.text) || term.text.allSatisfy(\.isNumber)
  }

  private static let restShare = 0.6

  /// What a folder's name counts: next to nothing by itself; it tells what a report is about.
  fileprivate static let folderShare = 0.1
  private static let folderLimit = 100

  /// The pieces of a text that may be paths or links.
  private static func paths(in text: String) -> [Substring.UTF8View] {
    let marks = Set(" \t\r\n\"'`()<>,;".utf8)
    return text.utf8.split(whereSeparator: marks.contains).filter { $0.contains(UInt8(ascii: "/")) }
  }

  /// The names of folders in paths, which are those of programs and packages, mostly.
  private static func folders(in paths: [Substring.UTF8View]) -> String {
    let folders = paths.lazy.compactMap { path in
      path.lastIndex(of: UInt8(ascii: "/")).map { Substring(path[..<$0]) }
    }
    let names = folders.flatMap { $0.split { !$0.isLetter } }.filter { $0.utf8.count >= 4 }
    return names.prefix(folderLimit).joined(separator: " ")
  }

  /// What prose calls a function: `init` in *User's init function failed*.
  private static func functions(in text: String) -> [Identifier] {
    let words = text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
    return zip(words, words.dropFirst()).filter { ["function", "method"].contains($1) }.map {
      Identifier(Identifier.Kind(rawValue: "function"), String($0.0))
    }
  }

  private static let anchorLimit = 20

  /// The fragments of links. One of a single word is met in documentation of all sorts.
  private static func anchors(in links: [Substring.UTF8View]) -> Set<String> {
    let fragments = links.lazy.flatMap { link in
      let parts = link.split(separator: UInt8(ascii: "#"), omittingEmptySubsequences: false)
      return parts[0].contains(UInt8(ascii: "/")) ? parts.dropFirst() : []
    }
    let anchors = fragments.map { Substring($0).prefix { $0.isLetter || $0.isNumber || "-_".contains($0) } }
    return Set(anchors.filter { $0.contains("-") }.prefix(anchorLimit).map { $0.lowercased() })
  }

  /// A text up to the end of its first sentence that says something, and what follows it; `nil` where nothing does.
  private static func sentences(_ text: String) -> (first: String, rest: String)? {
    let utf8 = Array(text.utf8)
    var index = 24
    while index + 2 < utf8.count {
      let endsSentence = utf8[index] == UInt8(ascii: ".") && utf8[index + 1] == UInt8(ascii: " ")
      let startsOne = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(utf8[index + 2])
      if endsSentence, startsOne {
        return (
          String(decoding: utf8[...index], as: UTF8.self),
          String(decoding: utf8[(index + 2)...], as: UTF8.self)
        )
      }
      index += 1
    }
    return nil
  }
}

extension ErrorReport.Message {
  /// Whether the same line ends with `lead`.
  fileprivate func wraps(_ lead: Self) -> Bool {
    line == lead.line && text.utf8.suffix(lead.text.utf8.count).elementsEqual(lead.text.utf8)
  }
}

extension ErrorReport.Message.Role {
  /// How much of what a message says counts, where it does not lead.
  fileprivate var share: Double {
    switch self {
    case .root: 0.7
    case .consequence: 0.5
    case .context: 0.4
    }
  }
}

/// Words in order of first appearance, each with its greatest share.
private struct WordCollection {
  private(set) var words: [Symptoms.Word] = []
  private var seen: Set<[String]> = []

  private static let limit = 240

  /// Messages are added in the order of their shares, so the first share of a word is its greatest.
  mutating func add(_ new: [WeighedWord], _ share: Double) {
    for word in new where words.count < Self.limit && seen.insert(word.terms).inserted {
      words.append(Symptoms.Word(word: word, share: share))
    }
  }
}

private struct IdentifierCollection {
  let store: Store
  let lexicon: Lexicon
  let signer: Signer
  private(set) var named: [Symptoms.Named] = []
  private var seen: Set<Identifier> = []

  init(store: Store, lexicon: Lexicon, signer: Signer) {
    self.store = store
    self.signer = signer
    self.lexicon = lexicon
  }

  private static let limit = 60

  mutating func add(
    _ identifiers: [Identifier], _ share: Double, isCode: Bool = false, onlyKnown: Bool = false
  ) throws {
    for identifier in identifiers where named.count < Self.limit && seen.insert(identifier).inserted {
      // The status of the response stands beside the message, and is as much what happened.
      let share = identifier.kind.rawValue == "http_status" ? 1 : share
      let count = try store.sectionCount(naming: identifier)
      if onlyKnown, count == 0 { continue }
      // A name that is made of several words was made for one thing, wherever in the report it stands.
      let floor = identifier.value.isMadeOfWords ? 0.8 : 0.5
      let names = [identifier.value.lowercased()] + signer.wording(of: identifier)
      named.append(
        Symptoms.Named(
          identifier: identifier,
          weight: lexicon.rarity(ofCount: count) * identifier.kind.telling * max(share, floor), share: share,
          isCode: isCode,
          occurs: count > 0,
          names: names, words: names + identifier.value.identifierParts))
    }
  }
}

extension String {
  /// `get_model_path`, `azureml.core.Model`: three words or more.
  fileprivate var isMadeOfWords: Bool { count { $0 == "_" || $0 == "." } >= 2 }

  /// The words in an identifier, in lower case.
  var identifierParts: [String] {
    var parts: [String] = []
    var part = ""
    func end() {
      if !part.isEmpty { parts.append(part.lowercased()) }
      part = ""
    }
    for character in self {
      if !character.isLetter, !character.isNumber {
        end()
      } else {
        if character.isUppercase, part.last?.isLowercase == true { end() }
        part.append(character)
      }
    }
    end()
    return parts
  }
}

extension Identifier.Kind {
  /// How much a thing of this kind tells by itself: a status is met everywhere, an error code in one place.
  fileprivate var telling: Double {
    switch rawValue {
    case "http_status", "grpc_code": 0.6
    case "exit_code", "signal", "errno", "exception": 0.7
    case "function", "symbol", "file", "option": 0.8
    default: 1
    }
  }
}
