/// The name of a known error, the same in every locale: `family#slug`, or `family#slug/row` for a row of an
/// error table.
public struct KnownErrorID: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The family of articles that describes it.
  public let family: String
  /// The anchor of the section.
  public let slug: String
  /// The row of the section's error table, if it is one.
  public let row: String?

  /// Names a section, or with `row` a row of its table.
  public init(family: String, slug: String, row: String? = nil) {
    self.family = family
    self.slug = slug
    self.row = row
  }

  /// Parses the canonical text; `nil` unless it has a family and a slug.
  public init?(_ text: some StringProtocol) {
    guard let hash = text.firstIndex(of: "#") else { return nil }
    let rest = text[text.index(after: hash)...]
    let slash = rest.firstIndex(of: "/")
    self.family = String(text[..<hash])
    self.slug = String(rest[..<(slash ?? rest.endIndex)])
    self.row = slash.map { String(rest[rest.index(after: $0)...]) }
    if family.isEmpty || slug.isEmpty || row?.isEmpty == true { return nil }
  }

  /// A resolved incident as a known error: `incident#12`.
  public init(incident number: Int) { self.init(family: Self.incidents, slug: String(number)) }

  /// The slug with its row: enough to name it unless another family has the same.
  public var shortName: String { row.map { "\(slug)/\($0)" } ?? slug }

  /// A name as it is compared with others: in lower case, with `#` in place of the first colon.
  public static func normal(_ name: String) -> String {
    let name = name.lowercased()
    guard !name.utf8.contains(UInt8(ascii: "#")), let colon = name.firstIndex(of: ":") else { return name }
    return name[..<colon] + "#" + name[name.index(after: colon)...]
  }

  /// The number of the incident that it names.
  public var incidentNumber: Int? { family == Self.incidents && row == nil ? Int(slug) : nil }

  private static let incidents = "incident"

  /// The canonical text.
  public var description: String { row.map { "\(family)#\(slug)/\($0)" } ?? "\(family)#\(slug)" }

  /// The section that contains a row; for a section, the section itself.
  public var section: KnownErrorID { KnownErrorID(family: family, slug: slug) }

  /// Whether an answer with this id is right for `expected`: it is that section or row, or a row of that
  /// section.
  public func satisfies(_ expected: KnownErrorID) -> Bool { self == expected || section == expected }

  /// Alphabetical order of the canonical text.
  public static func < (a: KnownErrorID, b: KnownErrorID) -> Bool { a.description < b.description }
}
