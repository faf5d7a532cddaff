import CasebookDiagnosis
import CasebookIngest
import CasebookRedaction
import CasebookSignatures

/// The rules that a question needs.
public enum RulesAhead: Sendable {
  /// Those for secrets alone.
  case search
  /// Those for secrets, identifiers and judging.
  case diagnosis

  /// Reads the rules on another thread, while this one opens the knowledge base. Whoever needs a rule before it is read
  /// waits for it.
  public func read() {
    runAside {
      _ = RedactionRules.standard
      guard self == .diagnosis else { return }
      _ = IdentifierRules.standard
      _ = BackgroundFrequencies.standard
      _ = (Judge.standard, Judge.bundled)
    }
  }
}
