import CasebookKnowledge
public import CasebookSignatures
import CasebookText

/// Tells which templates are one event: the tier above fingerprints.
///
/// Templates are added in any order, each as often as its messages come; memory grows with the number of different
/// templates, not of messages. `groups()` looks at all of them at once and at nothing that depends on the order, so the
/// same messages make the same groups. There is nothing to set.
///
/// Three steps lead from templates to groups, from the surest to the one that needs most evidence:
/// 1. every mask, every number that the signer kept, and the digits of a name are variables, and a list of variables
///    of any length is one variable;
/// 2. templates that then differ in one token are compared: where the differing parts look like values, or are many
///    behind a word that introduces values, they are one variable (`GroupingSlot`);
/// 3. what came of that is compared again, until nothing more joins.
///
/// A group is known by the hash of its own template. Decisions of people are laid over that: a *merge* makes one group
/// of those in which its messages are, a *split* keeps a message in a group of its own. Both are looked up when the
/// rules are done, so they change no template, and ids that were given out keep resolving.
public struct Grouping: Sendable {
  /// A template with all its messages.
  struct Entry: Sendable {
    var template: [UInt8]
    var form: [UInt8]
    var count: Int
  }

  private(set) var entries: [Entry] = []
  private var indices = HashTable()
  private var seenTokens = TokenSketch()
  /// About how many bytes `groups()` takes at most, with what is kept of the templates themselves.
  public private(set) var size = 0

  /// Nothing added yet.
  public init() {}

  /// The number of different templates and forms that were added.
  public var count: Int { entries.count }

  /// The template that was added as number `index`.
  public func template(_ index: Int) -> String { String(decoding: entries[index].template, as: UTF8.self) }

  /// How many messages it stood for.
  public func count(ofTemplate index: Int) -> Int { entries[index].count }

  /// Adds a template that stood for `count` messages, and answers its place among `groups()`.
  @discardableResult
  public mutating func add(_ template: String, count: Int = 1) -> Int {
    let bytes = Array(template.utf8)
    return bytes.withUnsafeBufferPointer { add($0, form: $0, count: count) }
  }

  /// Adds the message that was scanned last.
  @discardableResult
  public mutating func add(_ scan: SignatureScan) -> Int {
    scan.template.withUnsafeBufferPointer { template in
      scan.form.withUnsafeBufferPointer { form in
        add(template, form: form.isEmpty ? template : form, count: 1)
      }
    }
  }

  private mutating func add(
    _ template: UnsafeBufferPointer<UInt8>, form: UnsafeBufferPointer<UInt8>, count: Int
  ) -> Int {
    let key = stableHash(template) &* 0x9E37_79B9_7F4A_7C15 ^ stableHash(form)
    let index = Int(indices[key])
    if index >= 0 {
      entries[index].count += count
      return index
    }
    indices[key] = Int32(truncatingIfNeeded: entries.count)
    let text = Array(template)
    // Most forms are the template itself, and share its bytes.
    entries.append(Entry(template: text, form: form.elementsEqual(text) ? text : Array(form), count: count))
    size += Cost.entry + Cost.copies * template.count + form.count
    for token in text.split(whereSeparator: { $0 <= 0x20 }) {
      size += Cost.token + (seenTokens.insert(token) ? Cost.newToken + token.count : 0)
    }
    return entries.count - 1
  }

  /// What a template takes while it is compared (bytes), as measured on lines of which no two are alike.
  private enum Cost {
    /// Its entry, its shape, its group, and the tables that lead to them.
    static let entry = 700
    /// How often its bytes are held: as added, by its group, as the group's name, and as a row that is shown.
    static let copies = 4
    /// A token of its shape, and the places in which it is compared.
    static let token = 36
    /// A token that no other template has.
    static let newToken = 130
  }

  /// Which tokens were seen, by one bit each: a few are taken for others, which matters little for an estimate.
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

  /// The group of each template, in the order in which they were first added, as the rules and people decide.
  public func groups(_ decisions: GroupingDecisions = GroupingDecisions()) -> EventGroups {
    // What people named is compared as well: so a new message is recognised by a lesson about others of its group.
    var whole = self
    let seeds = decisions.clusters.map { cluster in
      cluster.subjects.map { whole.add(decisions.subjects[$0].entry) }
    }
    var joining = GroupingShapes(whole.entries)
    joining.join()
    let found = joining.groups(whole.entries)
    return decisions.isEmpty ? found : found.decided(decisions, seeds: seeds, entries: entries)
  }

  private mutating func add(_ entry: Entry) -> Int {
    entry.template.withUnsafeBufferPointer { template in
      entry.form.withUnsafeBufferPointer { add(template, form: $0, count: entry.count) }
    }
  }
}
