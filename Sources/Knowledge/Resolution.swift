/// How to deal with a known error, in one locale.
public struct Resolution: Hashable, Sendable {
  /// The known error.
  public let id: KnownErrorID
  /// The language of the text.
  public let locale: LocaleTag
  /// The heading, or the first cell of the row, as plain text.
  public let title: String
  /// The text as Markdown, without the heading, with the sections below it.
  public let markdown: String
  /// The day of the article's revision, `yyyy-mm-dd`.
  public let updated: String?
  /// The file that it was read from.
  public let source: String
  /// The line of the heading in that file.
  public let line: Int
  /// Why it is a known error, in words.
  public let reason: String

  /// All of it.
  public init(
    id: KnownErrorID, locale: LocaleTag, title: String, markdown: String, updated: String?, source: String,
    line: Int,
    reason: String
  ) {
    self.id = id
    self.locale = locale
    self.title = title
    self.markdown = markdown
    self.updated = updated
    self.source = source
    self.line = line
    self.reason = reason
  }
}
