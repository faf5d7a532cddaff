/// The name of a member as it is shown and stored: never a path that anything is written to.
enum Label {
  /// The longest name that is kept, in bytes.
  private static let limit = 512

  /// A name without `..`, without a root, and without what could move a cursor.
  static func of(_ name: String) -> String {
    let parts = name.split(whereSeparator: { $0 == "/" || $0 == "\\" }).filter { $0 != "." && $0 != ".." }
    // Characters leave a slice in no time, but a string by moving all that follow.
    var label = harmless(parts.joined(separator: "/"))[...]
    while label.utf8.count > limit { label.removeFirst() }
    return label.isEmpty ? "unnamed" : String(label)
  }

  /// Control characters, and those that turn the direction of writing, replaced.
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
