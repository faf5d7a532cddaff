import CasebookAnalysis
import CasebookKnowledge
import CasebookLogText
import CasebookSignatures
import CasebookStorage
import CasebookText

/// The symptoms in an error report, weighted by how rare they are in this knowledge base.
struct ReportTerms {
  /// A word of the report, with a share that depends on its place.
  struct ReportWord {
    let word: WeighedWord
    /// 1 in the leading message; less in its consequences and in the text around it.
    let share: Double

    /// Whether it occurs in a message or other text, not just in a path.
    var isSaid: Bool { share > ReportTerms.folderShare }
    /// Whether it occurs in the leading message, which a right answer must explain.
    var leads: Bool { share == 1 }
    var weight: Double { word.rarity * share }
  }

  /// An identifier of the report.
  struct Named {
    let identifier: Identifier
    /// How distinctive it is at its place.
    let weight: Double
    /// 1 in the leading message.
    let share: Double
    /// Whether it is the code of the leading message.
    let isCode: Bool
    let occurs: Bool
    /// Its names in lower case: its value and the words that stand for it.
    let names: [String]
    /// The names and the words inside its value, whose weight it includes.
    let words: [String]
  }

  /// One message of the report, to compare with the messages of articles.
  struct SymptomMessage {
    let fingerprint: Fingerprint
    /// The words of the template.
    let words: [String]
    /// 1 for the leading message, less for others.
    let share: Double
  }

  /// The leading message: the root cause if the report shows it.
  let lead: ErrorReport.ReportMessage?
  /// The signature of the leading message.
  let signature: Signature
  let messages: [SymptomMessage]
  let words: [ReportWord]
  let named: [Named]
  /// The sections that links in the report point to: the parts after `#`.
  let anchors: Set<String>
  /// Whether it may be English, as most messages are in articles of any language.
  let isEnglish: Bool

  private static let messageLimit = 24
  private static let wordLimit = 400

  init(
    _ problem: ProblemReader.ReadProblem, _ signer: Signer, _ store: Store, _ lexicon: WordStatistics
  ) throws {
    let (text, report) = (problem.text, problem.report)
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
      // An article may show the whole chain that ends in the leading message.
      let isWhole =
        report.messages.indices.contains(index) && report.messages[index].wraps(report.messages[0])
      return SymptomMessage(
        fingerprint: told.signature.fingerprint,
        words: told.signature.template.words.prefix(Self.wordLimit).map(\.text),
        share: isWhole ? 1 : told.share)
    }
    // The first sentence reports the event; the others explain and advise.
    if let (first, more) = Self.sentences(lead?.text ?? text) {
      told[0].signature = signer.signature(of: first)
      told.insert((signer.signature(of: more), nil, Self.restShare), at: 1)
    }

    var words = WordCollection()
    var named = IdentifierCollection(store: store, lexicon: lexicon, signer: signer)
    for (signature, code, share) in told {
      words.add(
        try lexicon.words(
          of: signature.template.constants + " " + (code ?? ""), concepts: share == 1 ? .counted : .none,
          where: Self.isGeneric),
        share)
      try named.add(signature.identifiers, share)
      try named.add(Self.functions(in: signature.template.text), share, onlyKnown: true)
      if let code { try named.add(signer.signature(of: code).identifiers, share, isCode: share == 1) }
    }
    // Text around the messages, such as the frames of a traceback, says where the error occurred, not what it
    // is.
    let rest = signer.signature(of: text)
    words.add(
      try lexicon.words(of: rest.template.constants, concepts: .none, where: Self.isGeneric), 0.35)
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

extension ReportTerms {
  /// The terms of the heaviest words: enough to find what matches without reading half of the index.
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

  /// Whether a word says nothing alone, so that it is not even looked up.
  private static func isGeneric(_ term: QueryTerm) -> Bool {
    GenericWords.contains(term.text) || term.text.allSatisfy(\.isNumber)
  }

  private static let restShare = 0.6

  /// The share of a folder's name. Alone it means next to nothing, but it hints at the report's topic.
  fileprivate static let folderShare = 0.1
  private static let folderLimit = 100

  /// The pieces of a text that may be paths or links.
  private static func paths(in text: String) -> [Substring.UTF8View] {
    let marks = Set(" \t\r\n\"'`()<>,;".utf8)
    return text.utf8.split(whereSeparator: marks.contains).filter { $0.contains(UInt8(ascii: "/")) }
  }

  /// The names of folders in paths, usually those of programs and packages.
  private static func folders(in paths: [Substring.UTF8View]) -> String {
    let folders = paths.lazy.compactMap { path in
      path.lastIndex(of: UInt8(ascii: "/")).map { Substring(path[..<$0]) }
    }
    let names = folders.flatMap { $0.split { !$0.isLetter } }.filter { $0.utf8.count >= 4 }
    return names.prefix(folderLimit).joined(separator: " ")
  }

  /// Functions named in prose: `init` in *User's init function failed*.
  private static func functions(in text: String) -> [Identifier] {
    let words = text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }
    return zip(words, words.dropFirst()).filter { ["function", "method"].contains($1) }.map {
      Identifier(Identifier.IdentifierKind(rawValue: "function"), String($0.0))
    }
  }

  private static let anchorLimit = 20

  /// The fragments of links. Fragments of a single word are skipped: all kinds of documentation have them.
  private static func anchors(in links: [Substring.UTF8View]) -> Set<String> {
    let fragments = links.lazy.flatMap { link in
      let parts = link.split(separator: UInt8(ascii: "#"), omittingEmptySubsequences: false)
      return parts[0].contains(UInt8(ascii: "/")) ? parts.dropFirst() : []
    }
    let anchors = fragments.map { Substring($0).prefix { $0.isLetter || $0.isNumber || "-_".contains($0) } }
    return Set(anchors.filter { $0.contains("-") }.prefix(anchorLimit).map { $0.lowercased() })
  }

  /// The text up to the end of the first meaningful sentence, and the rest; `nil` if no sentence is
  /// meaningful.
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

extension ErrorReport.ReportMessage {
  /// Whether the same line ends with `lead`.
  fileprivate func wraps(_ lead: Self) -> Bool {
    line == lead.line && text.utf8.suffix(lead.text.utf8.count).elementsEqual(lead.text.utf8)
  }
}

extension ErrorReport.ReportMessage.MessageRole {
  /// The share of a message that does not lead.
  fileprivate var share: Double {
    switch self {
    case .root: 0.7
    case .consequence: 0.5
    case .context: 0.4
    }
  }
}

/// Words in order of first appearance, each with its largest share.
private struct WordCollection {
  private(set) var words: [ReportTerms.ReportWord] = []
  private var seen: Set<[String]> = []

  private static let limit = 240

  /// Messages are added by descending share, so the first share of a word is its largest.
  mutating func add(_ new: [WeighedWord], _ share: Double) {
    for word in new where words.count < Self.limit && seen.insert(word.terms).inserted {
      words.append(ReportTerms.ReportWord(word: word, share: share))
    }
  }
}

private struct IdentifierCollection {
  let store: Store
  let lexicon: WordStatistics
  let signer: Signer
  private(set) var named: [ReportTerms.Named] = []
  private var seen: Set<Identifier> = []

  init(store: Store, lexicon: WordStatistics, signer: Signer) {
    self.store = store
    self.signer = signer
    self.lexicon = lexicon
  }

  private static let limit = 60

  mutating func add(
    _ identifiers: [Identifier], _ share: Double, isCode: Bool = false, onlyKnown: Bool = false
  ) throws {
    for identifier in identifiers where named.count < Self.limit && seen.insert(identifier).inserted {
      // The response status next to a message counts as part of the event.
      let share = identifier.kind.rawValue == "http_status" ? 1 : share
      let count = try store.sectionCount(naming: identifier)
      if onlyKnown, count == 0 { continue }
      // A name composed of several words has one meaning anywhere in the report.
      let floor = identifier.value.isMadeOfWords ? 0.8 : 0.5
      let names = [identifier.value.lowercased()] + signer.wording(of: identifier)
      named.append(
        ReportTerms.Named(
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

extension Identifier.IdentifierKind {
  /// How distinctive this kind of thing is: a status occurs everywhere, an error code in one place.
  fileprivate var telling: Double {
    switch rawValue {
    case "http_status", "grpc_code": 0.6
    case "exit_code", "signal", "errno", "exception": 0.7
    case "function", "symbol", "file", "option": 0.8
    default: 1
    }
  }
}
