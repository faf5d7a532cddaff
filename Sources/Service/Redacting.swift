import CasebookRedaction

/// A text with its secrets replaced by placeholders.
public func redacted(_ text: String) -> String { Redactor().redacted(text) }

/// A path with its secrets replaced by placeholders.
public func redacted(path: String) -> String { Redactor().redacted(path: path) }
