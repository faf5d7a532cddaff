public import CasebookKnowledge

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
  }

  /// A place in an article of a locale.
  public struct Place: Hashable, Sendable {
    /// The language.
    public let locale: LocaleTag
    /// `file:line`
    public let source: String
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
  }

  /// One family that has something to report.
  public struct Family: Sendable {
    /// Its name.
    public let name: String
    /// The newest article, with which the others are compared.
    public let newest: Translation
    /// The articles with something to report, the newest one included.
    public let translations: [Translation]
  }

  /// The families with something to report.
  public let families: [Family]
  /// How many families were compared.
  public let compared: Int
}
