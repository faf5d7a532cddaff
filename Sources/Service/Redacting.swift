public import CasebookKnowledge
import CasebookRedaction

/// A text with its secrets replaced by placeholders.
public func redacted(_ text: String) -> String { Redactor().redacted(text) }

/// Whether a text is a few plain words, for which no rule need be read.
public func isPlain(_ text: String) -> Bool { Redactor.isPlain(text) }

/// A path with its secrets replaced by placeholders.
public func redacted(path: String) -> String { Redactor().redacted(path: path) }

extension RunLabel {
  /// A label from its text, without its secrets; `nil` without a name before the `=`, or without one.
  public init?(_ text: String) {
    let text = redacted(text)
    guard let equals = text.firstIndex(of: "="), equals > text.startIndex else { return nil }
    self.init(name: String(text[..<equals]), value: String(text[text.index(after: equals)...]))
  }
}
