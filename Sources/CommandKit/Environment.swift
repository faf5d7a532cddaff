// `environ` is a global variable of C; it is read once, before any other thread starts.
@preconcurrency import Glibc

/// The environment variables of the process, for `main` to pass on. All other code takes them as a value.
public func processEnvironment() -> [String: String] {
  var variables: [String: String] = [:]
  var next = environ
  while let entry = next.pointee {
    let text = String(cString: entry)
    if let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")) {
      variables[String(text[..<equals])] = String(text[text.utf8.index(after: equals)...])
    }
    next += 1
  }
  return variables
}

extension String {
  /// Whether the text may come from bytes that were not UTF-8, which are replaced by U+FFFD.
  public var hasReplacements: Bool { unicodeScalars.contains("\u{FFFD}") }
}
