/// A number of seconds as people say it: `42 s`, `42 min`, `3 h 5 min`, `2 d 4 h`.
public func shownDuration(_ seconds: Int) -> String {
  func parts(_ large: Int, _ one: String, _ small: Int, _ other: String) -> String {
    small == 0 ? "\(large) \(one)" : "\(large) \(one) \(small) \(other)"
  }
  switch max(0, seconds) {
  case ..<60: return "\(max(0, seconds)) s"
  case ..<3600: return "\(seconds / 60) min"
  case ..<86_400: return parts(seconds / 3600, "h", seconds / 60 % 60, "min")
  default: return parts(seconds / 86_400, "d", seconds / 3600 % 24, "h")
  }
}

/// The same in its largest unit alone, for a column of a table: `42 min`, `3 h`, `12 days`.
public func roughDuration(_ seconds: Int) -> String {
  switch max(0, seconds) {
  case ..<60: "\(max(0, seconds)) s"
  case ..<3600: "\(seconds / 60) min"
  case ..<172_800: "\(seconds / 3600) h"
  default: "\(seconds / 86_400) days"
  }
}
