/// The damage in translations, by family and locale.
public struct AuditReport: Sendable {
  /// One defect of a translation.
  public struct Finding: Hashable, Sendable {
    /// The kind of the defect.
    public enum FindingKind: String, Sendable {
      case sectionMissing = "section_missing"
      case rowMissing = "row_missing"
      case tableMissing = "table_missing"
      case literalLost = "literal_lost"
      case literalAltered = "literal_altered"
      case literalSplit = "literal_split"
      case codeBlockMissing = "code_block_missing"
      case codeBlockDiffers = "code_block_differs"
    }

    /// The kind of the defect.
    public let kind: FindingKind
    /// The section, by its name in the newest article.
    public let slug: String
    /// The row of its error table.
    public let row: String?
    /// The intact literal, or the heading of a missing section.
    public let intact: String
    /// The text in its place.
    public let found: String?
    /// The place as `file:line`; for a missing part, the section that should contain it.
    public let source: String
    /// The place of the intact text.
    public let reference: SourcePlace

    /// A finding with all its fields.
    public init(
      kind: FindingKind, slug: String, row: String?, intact: String, found: String?, source: String,
      reference: SourcePlace
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
  public struct SourcePlace: Hashable, Sendable {
    /// The language.
    public let locale: LocaleTag
    /// `file:line`
    public let source: String

    /// A place with all its fields.
    public init(
      locale: LocaleTag, source: String
    ) {
      self.locale = locale
      self.source = source
    }
  }

  /// One article and its defects.
  public struct Translation: Sendable {
    /// The language.
    public let locale: LocaleTag
    /// The day of its revision, `yyyy-mm-dd`.
    public let updated: String?
    /// The file.
    public let source: String
    /// How many months its revision is behind the newest; 0 if it is current, or if that is unknown.
    public let monthsBehind: Int
    /// The defects, in the order of the document.
    public let findings: [Finding]

    /// A translation with all its fields.
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

  /// One family with defects.
  public struct Family: Sendable {
    /// Its name.
    public let name: String
    /// The newest article, which the others are compared with.
    public let newest: Translation
    /// The articles with defects, including the newest one.
    public let translations: [Translation]

    /// A family with all its fields.
    public init(
      name: String, newest: Translation, translations: [Translation]
    ) {
      self.name = name
      self.newest = newest
      self.translations = translations
    }
  }

  /// The families with defects.
  public let families: [Family]
  /// How many families were compared.
  public let compared: Int

  /// A report with all its fields.
  public init(
    families: [Family], compared: Int
  ) {
    self.families = families
    self.compared = compared
  }
}
