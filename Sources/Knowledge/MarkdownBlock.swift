/// A block of a Markdown text, for a program that renders it.
public indirect enum MarkdownBlock: Hashable, Sendable {
  /// A heading of level 1 to 6.
  case heading(level: Int, [MarkdownSpan])
  /// A paragraph.
  case paragraph([MarkdownSpan])
  /// Code, without its fences and its last line end; the language is empty if none is given.
  case code(language: String, text: String)
  /// A quotation, or an alert such as `note`, whose kind is in lower case.
  case quote(alert: String?, [MarkdownBlock])
  /// A list; `first` is the number of the first item, `nil` for bullets.
  case list(first: Int?, items: [[MarkdownBlock]])
  /// A table.
  case table(header: [[MarkdownSpan]], rows: [[[MarkdownSpan]]])
  /// A thematic break.
  case rule
}

/// A piece of text in one style.
public struct MarkdownSpan: Hashable, Sendable {
  /// The styles of a piece.
  public struct SpanStyle: OptionSet, Hashable, Sendable {
    /// One bit per style.
    public let rawValue: UInt8
    /// The styles of these bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Strong emphasis.
    public static let strong = SpanStyle(rawValue: 1)
    /// Emphasis.
    public static let emphasis = SpanStyle(rawValue: 2)
    /// Code.
    public static let code = SpanStyle(rawValue: 4)
    /// The words of a link.
    public static let link = SpanStyle(rawValue: 8)
  }

  /// The text; a line feed is a line break.
  public var text: String
  /// How it is written.
  public var style: SpanStyle
  /// The address behind the last piece of a link.
  public var address: String?

  /// A piece of text.
  public init(_ text: String, _ style: SpanStyle = [], address: String? = nil) {
    self.text = text
    self.style = style
    self.address = address
  }
}
