/// A heading of an article with its body.
public struct Section: Hashable, Sendable {
  /// The level of the heading, 1…6; 0 for text before the first heading.
  public var level: Int
  /// The anchor: stated, else derived from the title. Unique within the article; empty only at level 0.
  public var slug: String
  /// The heading as plain text, without markup.
  public var title: String
  /// The heading as Markdown, if plain text would lose something: code, or text that would read as markup.
  public var heading: String
  /// The line of the heading in the file, from 1; of the first line of text at level 0.
  public var line: Int
  /// The last line that belongs to the section itself.
  public var lastLine: Int
  /// The section's own text as Markdown, without its heading and without subsections.
  public var markdown: String
  /// The enclosing section, as an index into the article's sections.
  public var parent: Int?
  /// Literals that must survive translation, in document order.
  public var literals: [Literal]
  /// The error messages in the section, as they would appear in a log.
  public var messages: [Message]
  /// The rows of the section's error tables, each a known error.
  public var rows: [ErrorRow]
  /// Why the section is a known error; `nil` if it is only searchable text.
  public var failure: FailureSign?
  /// Every anchor in or directly above the heading, including a stated slug.
  public var anchors: [String]
  /// The section's role for the error that the section above describes.
  public var role: SectionRole?
  /// The title as the rules read it, if it is not English.
  var gloss: String?

  /// The title as the rules read it.
  var reading: String { gloss ?? title }
}

/// The role of a section for the error that the section above it describes.
public enum SectionRole: String, Hashable, Sendable {
  /// The symptoms of the error.
  case symptom
  /// The cause of the error.
  case cause
  /// The fix.
  case resolution
  /// The meaning of an alert, and its effect.
  case meaning
  /// How the error is investigated.
  case diagnosis
}

/// Code that must survive translation.
public struct Literal: Hashable, Sendable {
  /// The kind of markup that holds a literal.
  public enum LiteralKind: String, Sendable {
    case codeSpan = "code_span"
    case codeBlock = "code_block"
    case strong
    /// A package pin outside of code: `pynacl==1.2.1`.
    case pin
  }

  /// The kind of markup that holds the literal.
  public var kind: LiteralKind
  /// The literal itself, without markup.
  public var text: String
  /// The language that a code block names.
  public var language: String?
  /// The line in the file, from 1.
  public var line: Int

  /// Creates a literal with its place.
  public init(_ kind: LiteralKind, _ text: String, language: String? = nil, line: Int) {
    self.kind = kind
    self.text = text
    self.language = language
    self.line = line
  }
}

/// An error message as it would appear in a log.
public struct Message: Hashable, Sendable {
  /// The evidence that a text is a message.
  public enum MessageSource: String, Sendable {
    case heading
    case codeSpan = "code_span"
    case strong
    case quoted
    /// A `> ` quote.
    case blockQuote = "block_quote"
    /// The paragraph below a title that is an error code.
    case opening
    /// A member of an error body in JSON, or the whole body.
    case json
    /// A line of fenced output.
    case output
    /// A message with `{placeholder}`s.
    case template
    case tableCell = "table_cell"
  }

  /// The message.
  public var text: String
  /// The evidence that the text is a message.
  public var source: MessageSource
  /// The line in the file, from 1.
  public var line: Int

  /// Creates a message with its place.
  public init(_ text: String, _ source: MessageSource, line: Int) {
    self.text = text
    self.source = source
    self.line = line
  }
}

/// A row of an error table, or an item of a list of errors.
public struct ErrorRow: Hashable, Sendable {
  /// The most specific literal of the row, else `row-N` by position; unique within the section.
  public var slug: String
  /// The first cell as plain text, or the words that an item of a list leads with.
  public var title: String
  /// The fix: the other cells as Markdown; several cells each follow their column's header.
  public var markdown: String
  /// The line in the file, from 1.
  public var line: Int
  /// Literals that must survive translation.
  public var literals: [Literal]
  /// The error messages of the row.
  public var messages: [Message]
  /// Whether this is an item of a list instead of a row of a table.
  public var isItem = false
}

/// Why a section is a known error.
public struct FailureSign: Hashable, Sendable, CustomStringConvertible {
  /// The kind of evidence.
  public enum SignKind: String, Sendable {
    case title, slug, message, symptoms, table
    /// The text says that an error occurs.
    case text
    /// Its place among errors.
    case list
    /// All of its title, its text and its page together.
    case likeness
    case frontMatter = "front_matter"
  }

  /// The kind of evidence.
  public var kind: SignKind
  /// The words that were found.
  public var text: String

  /// Creates a sign from its kind and its words.
  public init(_ kind: SignKind, _ text: String) {
    self.kind = kind
    self.text = text
  }

  /// The sign as a sentence fragment.
  public var description: String {
    switch kind {
    case .title: "its title says \u{201C}\(text)\u{201D}"
    case .slug: "its anchor says \u{201C}\(text)\u{201D}"
    case .message: "it quotes the message \u{201C}\(text)\u{201D}"
    case .symptoms: "it has a part \u{201C}\(text)\u{201D}"
    case .text: "its text says \u{201C}\(text)\u{201D}"
    case .list: "it is one of the errors under a common heading"
    case .likeness: "its title, text and page read like those of an error"
    case .frontMatter: "its front matter names the known error \(text)"
    case .table where text.isEmpty: "it has an error table"
    case .table: "it has an error table under \u{201C}\(text)\u{201D}"
    }
  }
}
