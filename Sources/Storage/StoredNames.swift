import CasebookKnowledge
import CasebookRedaction
import CasebookSignatures
import CasebookText

extension Redactor {
  /// The name under which what is at a path is stored: the path itself, or where a secret stands in it, the path without
  /// the secret and with a short hash of all of it.
  package func storedName(ofPath path: String) -> String {
    let shown = redacted(path: path)
    if shown == path { return path }
    return shown + "#" + String(stableHash(Array(path.utf8)), radix: 16).prefix(8)
  }
}
