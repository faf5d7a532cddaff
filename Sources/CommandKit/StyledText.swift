/// The style of text on a terminal.
public struct TextStyle: OptionSet, Hashable, Sendable {
  /// One bit per property.
  public let rawValue: UInt8
  /// The properties of these bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Headings and matches.
  public static let bold = TextStyle(rawValue: 1)
  /// Details that can be skipped.
  public static let dim = TextStyle(rawValue: 2)
  /// Placeholders and links.
  public static let underline = TextStyle(rawValue: 4)
  /// Errors.
  public static let red = TextStyle(rawValue: 8)
  /// Success.
  public static let green = TextStyle(rawValue: 16)
  /// Warnings.
  public static let yellow = TextStyle(rawValue: 32)
  /// Places and ids.
  public static let cyan = TextStyle(rawValue: 64)
  /// Emphasis in prose.
  public static let italic = TextStyle(rawValue: 128)

  /// The parameters of ECMA-48's "select graphic rendition".
  private static let codes: [(style: TextStyle, code: String)] = [
    (.bold, "1"), (.dim, "2"), (.italic, "3"), (.underline, "4"), (.red, "31"), (.green, "32"),
    (.yellow, "33"),
    (.cyan, "36"),
  ]

  var codes: String {
    Self.codes.lazy.filter { contains($0.style) }.map(\.code).joined(separator: ";")
  }
}

/// Text with styles, which become escape codes only on a stream that wants them.
///
///     output.writeLine("\(title, .bold)  \(id, .cyan)")
public struct StyledText: Hashable, Sendable {
  /// Text of one style.
  public struct StyledRun: Hashable, Sendable {
    /// The text.
    public var text: String
    /// Its style.
    public var style: TextStyle
  }

  /// The pieces, in order.
  public private(set) var runs: [StyledRun] = []

  /// Text of one style.
  public init(_ text: String, _ style: TextStyle = []) { append(text, style) }

  /// Adds text of one style.
  public mutating func append(_ text: String, _ style: TextStyle = []) {
    if text.isEmpty { return }
    if runs.last?.style == style {
      runs[runs.count - 1].text += text
    } else {
      runs.append(StyledRun(text: text, style: style))
    }
  }

  /// Adds other text with its styles.
  public mutating func append(_ other: StyledText) {
    for run in other.runs { append(run.text, run.style) }
  }

  /// The text without styles.
  public var plain: String { runs.lazy.map(\.text).joined() }

  /// The columns that the text takes on a terminal.
  public var displayWidth: Int { runs.reduce(0) { $0 + $1.text.displayWidth } }

  /// If `styled`, sanitized text between escape codes; else the text as it is.
  public func rendered(styled: Bool) -> String {
    guard styled else { return plain }
    return runs.lazy.map { run in
      let codes = run.style.codes
      let text = sanitized(run.text)
      return codes.isEmpty ? text : "\u{1B}[\(codes)m\(text)\u{1B}[0m"
    }.joined()
  }

  /// Applies `change` to each piece and keeps its style.
  func mapRuns(_ change: (String) -> String) -> StyledText {
    runs.reduce(into: StyledText("")) { $0.append(change($1.text), $1.style) }
  }

  /// Cut to a number of columns; if text is cut off, the last column is `…`.
  public func truncated(to columns: Int) -> StyledText {
    var result = StyledText("")
    var left = columns
    for (position, run) in runs.enumerated() {
      let width = run.text.displayWidth
      let isLast = position == runs.count - 1
      if width < left || (width == left && isLast) {
        result.append(run.text, run.style)
        left -= width
      } else {
        // The extra column forces the ellipsis even if this piece alone would just fit.
        result.append((run.text + " ").truncated(to: left), run.style)
        break
      }
    }
    return result
  }
}

extension DefaultStringInterpolation {
  /// Styles would be lost in a plain text, and their description would take their place.
  @available(*, unavailable, message: "write 'as StyledText' behind the literal, or use 'plain'")
  public mutating func appendInterpolation(_ styled: StyledText) {}
}

extension StyledText: ExpressibleByStringInterpolation {
  /// Plain text.
  public init(stringLiteral value: String) { self.init(value) }

  /// The text of a literal with interpolations.
  public init(stringInterpolation: StringInterpolation) { self = stringInterpolation.text }

  /// Collects the pieces of a literal.
  public struct StringInterpolation: StringInterpolationProtocol {
    var text = StyledText("")

    /// An empty text.
    public init(literalCapacity: Int, interpolationCount: Int) {}

    /// A piece of the literal itself.
    public mutating func appendLiteral(_ literal: String) { text.append(literal) }

    /// A value in a style.
    public mutating func appendInterpolation(_ value: some CustomStringConvertible, _ style: TextStyle = []) {
      text.append(value.description, style)
    }

    /// Text with its own styles.
    public mutating func appendInterpolation(_ styled: StyledText) { text.append(styled) }
  }
}
