/// When colours are printed.
public enum ColorChoice: String, CaseIterable, Sendable {
  /// On a terminal, as the environment says.
  case auto
  /// Always.
  case always
  /// Never.
  case never

  var help: String {
    switch self {
    case .auto: "on a terminal that has colours"
    case .always: "into pipes and files as well"
    case .never: "no colours"
    }
  }
}
