public import CasebookKnowledge

/// A section as a candidate for a diagnosis: a known error, or one that belongs to none.
public struct Candidate: Sendable {
  /// One message in the section.
  public struct CandidateMessage: Hashable, Sendable {
    /// The message as written in the article.
    public let text: String
    /// Its template.
    public let template: Template
    /// The template's fingerprint.
    public let fingerprint: Fingerprint
  }

  /// The section.
  public let hit: SectionHit
  /// Its messages.
  public let messages: [CandidateMessage]
  /// The identifiers that it names, and whether its title does.
  public let identifiers: [Identifier: Bool]
  /// The range of section numbers of its article.
  public let articleSections: ClosedRange<Int64>
  /// The title of its article.
  public let articleTitle: String
  /// The sections below it that are not known errors of their own: *Symptoms*, *Resolution*.
  public let parts: [SectionPart]

  /// A section below a known error.
  public struct SectionPart: Sendable {
    /// The heading as plain text.
    public let title: String
    /// The text as Markdown.
    public let markdown: String

    /// A part, or a section without its heading.
    public init(title: String, markdown: String) {
      self.title = title
      self.markdown = markdown
    }
  }
}
