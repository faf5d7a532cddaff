// `environ` is a global variable of C; it is read once, before anything runs beside it.
@preconcurrency import Glibc

/// The variables of the process; for `main`, which hands them on. Everything else takes them as a value.
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
  /// Whether bytes of it may have been replaced by U+FFFD, because they were not UTF-8.
  public var hasReplacements: Bool { unicodeScalars.contains("\u{FFFD}") }
}
