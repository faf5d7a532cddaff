public import CasebookKnowledge
public import CasebookSignatures
import CasebookText

/// Finds templates that are one event: the tier above fingerprints.
///
/// Templates are added in any order, each as often as its messages come. Memory grows with the number of
/// different templates, not of messages. `groups()` looks at all of them at once and ignores the order, so
/// the same messages make the same groups. There is nothing to configure.
///
/// Three steps lead from templates to groups, from the surest to the one that needs the most evidence:
/// 1. Every mask, every number that the signer kept, and the digits of a name are variables. A list of
///    variables of any length is one variable, and a quoted value is one token.
/// 2. Templates that then differ in one token are compared, and those that differ in several tokens that look like
///    values. A trained judge says which of the differing parts are values (`GroupingJudge`).
/// 3. The results are compared again, in the end also where they have different numbers of words, until nothing more joins.
///
/// A group is identified by the hash of its own template. People's decisions are applied on top: a *merge*
/// makes one group of those that contain its messages, and a *split* keeps a message in a group of its own.
/// Both are looked up after the rules have run, so they change no template, and published ids keep resolving.
public struct Grouping: Sendable {
  /// A template with all its messages.
  struct CountedTemplate: Sendable {
    let template: Template
    /// The form, unless it is the template with its slots as variables, as most are.
    private let ownForm: [UInt8]?
    var count: Int

    init(_ template: Template, form: [UInt8] = [], count: Int) {
      self.template = template
      self.count = count
      ownForm = form.isEmpty || form == Self.variables(template) ? nil : form
    }

    /// As `SignatureScan.form`.
    var form: [UInt8] { ownForm ?? Self.variables(template) }

    private static func variables(_ template: Template) -> [UInt8] {
      template.bytes { _ in GroupingTokens.variable }
    }
  }

  private(set) var entries: [CountedTemplate] = []
  private var indices = HashTable()
  private var seenTokens = TokenSketch()
  /// An estimate of the bytes that `groups()` needs, including the stored templates.
  public private(set) var size = 0

  /// Creates an empty grouping.
  public init() {}

  /// The number of different templates and forms added.
  public var count: Int { entries.count }

  /// The template that was added at `index`.
  public func template(_ index: Int) -> Template { entries[index].template }

  /// The number of messages that it was added for.
  public func count(ofTemplate index: Int) -> Int { entries[index].count }

  /// Adds a template for `count` messages. Returns its place among `groups()`.
  @discardableResult
  public mutating func add(_ template: Template, count: Int = 1) -> Int {
    add(CountedTemplate(template, count: count))
  }

  /// Adds the last scanned message.
  @discardableResult
  public mutating func add(_ scan: SignatureScan) -> Int {
    // Most messages have a template that is there already: nothing of the scan is copied for them.
    let key = Self.key(scan.templateHash, scan.formHash)
    return counted(key, 1)
      ?? append(CountedTemplate(scan.template, form: scan.form, count: 1), scan.text, key)
  }

  private mutating func add(_ entry: CountedTemplate) -> Int {
    let text = Array(entry.template.text.utf8)
    let key = Self.key(stableHash(text), stableHash(entry.form))
    return counted(key, entry.count) ?? append(entry, text, key)
  }

  private static func key(_ text: UInt64, _ form: UInt64) -> UInt64 { text &* 0x9E37_79B9_7F4A_7C15 ^ form }

  /// The place of the template with this key after counting more of its messages; `nil` if it is new.
  private mutating func counted(_ key: UInt64, _ count: Int) -> Int? {
    let index = Int(indices[key])
    guard index >= 0 else { return nil }
    entries[index].count += count
    return index
  }

  private mutating func append(_ entry: CountedTemplate, _ text: [UInt8], _ key: UInt64) -> Int {
    indices[key] = Int32(truncatingIfNeeded: entries.count)
    entries.append(entry)
    size += Cost.entry + Cost.copies * text.count + entry.form.count
    for token in text.split(whereSeparator: { $0 <= 0x20 }) {
      size += Cost.token + (seenTokens.insert(token) ? Cost.newToken + token.count : 0)
    }
    return entries.count - 1
  }

  /// The cost of a template during the comparison (bytes), measured on lines that all differ.
  private enum Cost {
    /// Its entry, its shape, its group, and the tables that refer to them.
    static let entry = 700
    /// How many copies of its bytes exist: as added, in its group, as the group's name, and in a row of
    /// output.
    static let copies = 4
    /// A token of its shape, and the places at which it is compared.
    static let token = 44
    /// A token that no other template has.
    static let newToken = 230
  }

  /// Remembers seen tokens with one bit each. A few are mistaken for others, which hardly affects an
  /// estimate.
  private struct TokenSketch: Sendable {
    private var bits = [UInt64](repeating: 0, count: 1 << 13)

    /// Whether the token is new.
    mutating func insert(_ token: ArraySlice<UInt8>) -> Bool {
      let hash = stableHash(token)
      let (word, bit) = (Int(hash >> 6 & 0x1FFF), UInt64(1) << (hash & 63))
      defer { bits[word] |= bit }
      return bits[word] & bit == 0
    }
  }

  /// The group of each template, in the order in which the templates were added, by the rules and the
  /// decisions.
  public func groups(_ decisions: GroupingDecisions = GroupingDecisions()) -> EventGroups {
    // Named subjects are compared too, so a lesson about other messages of its group applies to a new
    // message.
    var whole = self
    let seeds = decisions.clusters.map { cluster in
      cluster.subjects.map { whole.add(decisions.subjects[$0].entry) }
    }
    var joining = GroupingShapes(whole.entries)
    joining.join()
    let found = joining.groups(whole.entries)
    return decisions.isEmpty ? found : found.decided(decisions, seeds: seeds, entries: entries)
  }
}
