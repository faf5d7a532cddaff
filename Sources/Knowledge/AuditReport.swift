/// What translations lost, by family and locale.
public struct AuditReport: Sendable {
  /// One thing that a translation lacks.
  public struct Finding: Hashable, Sendable {
    /// What is wrong.
    public enum Kind: String, Sendable {
      case sectionMissing = "section_missing"
      case rowMissing = "row_missing"
      case tableMissing = "table_missing"
      case literalLost = "literal_lost"
      case literalAltered = "literal_altered"
      case literalSplit = "literal_split"
      case codeBlockMissing = "code_block_missing"
      case codeBlockDiffers = "code_block_differs"
    }

    /// What is wrong.
    public let kind: Kind
    /// The section, as the newest article names it.
    public let slug: String
    /// The row of its error table.
    public let row: String?
    /// The literal as it should be, or the heading of what is missing.
    public let intact: String
    /// What stands in its place.
    public let found: String?
    /// Where, `file:line`; for what is missing, the section that should hold it.
    public let source: String
    /// Where it is intact.
    public let reference: Place

    /// With all that is known of it.
    public init(
      kind: Kind, slug: String, row: String?, intact: String, found: String?, source: String,
      reference: Place
    ) {
      self.kind = kind
      self.slug = slug
      self.row = row
      self.intact = intact
      self.found = found
      self.source = source
      self.reference = reference
    }
  }

  /// A place in an article of a locale.
  public struct Place: Hashable, Sendable {
    /// The language.
    public let locale: LocaleTag
    /// `file:line`
    public let source: String

    /// With all that is known of it.
    public init(
      locale: LocaleTag, source: String
    ) {
      self.locale = locale
      self.source = source
    }
  }

  /// One article and what is wrong with it.
  public struct Translation: Sendable {
    /// The language.
    public let locale: LocaleTag
    /// The day of its revision, `yyyy-mm-dd`.
    public let updated: String?
    /// The file.
    public let source: String
    /// How many months its revision is behind the newest; 0 where it is not, or where that is not known.
    public let monthsBehind: Int
    /// What is wrong, in the order of the document.
    public let findings: [Finding]

    /// With all that is known of it.
    public init(
      locale: LocaleTag, updated: String?, source: String, monthsBehind: Int, findings: [Finding]
    ) {
      self.locale = locale
      self.updated = updated
      self.source = source
      self.monthsBehind = monthsBehind
      self.findings = findings
    }
  }

  /// One family that has something to report.
  public struct Family: Sendable {
    /// Its name.
    public let name: String
    /// The newest article, with which the others are compared.
    public let newest: Translation
    /// The articles with something to report, the newest one included.
    public let translations: [Translation]

    /// With all that is known of it.
    public init(
      name: String, newest: Translation, translations: [Translation]
    ) {
      self.name = name
      self.newest = newest
      self.translations = translations
    }
  }

  /// The families with something to report.
  public let families: [Family]
  /// How many families were compared.
  public let compared: Int

  /// With all that is known of it.
  public init(
    families: [Family], compared: Int
  ) {
    self.families = families
    self.compared = compared
  }
}
