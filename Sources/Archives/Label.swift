/// The name of a member for display and storage. It is never used as a path to write to.
enum Label {
  /// The longest name that is kept, in bytes.
  private static let limit = 512

  /// A name without `..`, without a root, and without characters that could move a cursor.
  static func of(_ name: String) -> String {
    let parts = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).filter { $0 != "." && $0 != ".." }
    // Removing characters is fast for a slice; a string would move all that follow.
    var label = harmless(parts.joined(separator: "/"))[...]
    while label.utf8.count > limit { label.removeFirst() }
    return label.isEmpty ? "unnamed" : String(label)
  }

  /// The text with control characters and direction marks replaced.
  static func harmless(_ text: String) -> String {
    var cleaned = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: cleaned.append("\u{FFFD}")
      default: cleaned.append(scalar)
      }
    }
    return String(cleaned)
  }
}
