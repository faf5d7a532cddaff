/// How to resolve a known error, in one locale.
public struct Resolution: Hashable, Sendable {
  /// The known error.
  public let id: KnownErrorID
  /// The language of the text.
  public let locale: LocaleTag
  /// The heading, or the first cell of the row, as plain text.
  public let title: String
  /// The title as the text of a heading in Markdown.
  public let heading: String
  /// The text as Markdown, without the heading, with the sections below it.
  public let markdown: String
  /// The day of the article's revision, `yyyy-mm-dd`.
  public let updated: String?
  /// The file that contains it.
  public let source: String
  /// The line of the heading in that file.
  public let line: Int
  /// The reason why it is a known error, in words.
  public let reason: String
  /// Where an exported text says that it comes from, `file:line`, and what was to be said of it then; `nil` for a text
  /// that comes from `source` itself.
  public let export: Export?

  /// The front matter of an exported text.
  public struct Export: Hashable, Sendable {
    /// The file and the line that it was exported from.
    public let source: String?
    /// The remarks that the export made about it.
    public let remark: String?

    /// Both.
    public init(source: String?, remark: String?) {
      self.source = source
      self.remark = remark
    }
  }

  /// A resolution with all its fields.
  public init(
    id: KnownErrorID, locale: LocaleTag, title: String, heading: String, markdown: String, updated: String?,
    source: String, line: Int, reason: String, export: Export? = nil
  ) {
    self.id = id
    self.locale = locale
    self.title = title
    self.heading = heading
    self.markdown = markdown
    self.updated = updated
    self.source = source
    self.line = line
    self.reason = reason
    self.export = export
  }
}
