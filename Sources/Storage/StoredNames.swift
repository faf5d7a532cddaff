import CasebookRedaction
import CasebookText

extension Redactor {
  /// The name under which a file is stored: its path. A path with a secret loses it and gets a short hash of the whole
  /// path instead, so that two files keep two names.
  package func storedName(ofPath path: String) -> String {
    let shown = redacted(path: path)
    if shown == path { return path }
    return shown + "#" + String(stableHash(Array(path.utf8)), radix: 16).prefix(8)
  }
}
