/// How a person names an incident: by its number in this file, or by the name that it has in every copy.
public enum IncidentName: Hashable, Sendable, CustomStringConvertible {
  /// `12`, `#12`, `incident#12`
  case number(Int)
  /// `8f3a90b1-12`, `incident#8f3a90b1-12`: the first digits of an origin, and the number there
  case shared(prefix: String, index: Int)

  /// Reads a name; `nil` for anything else.
  public init?(_ text: String) {
    var rest = text[...]
    for prefix in ["incident#", "#"] where rest.hasPrefix(prefix) {
      rest = rest.dropFirst(prefix.count)
      break
    }
    guard rest.first != "+" else { return nil }
    if let number = Int(rest) {
      guard number > 0 else { return nil }
      self = .number(number)
      return
    }
    let parts = rest.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, Self.leastDigits...EntryKey.originLength ~= parts[0].utf8.count,
      parts[0].utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }),
      parts[1].first != "+", let index = Int(parts[1]), 1...EntryKey.greatestIndex ~= index
    else { return nil }
    self = .shared(prefix: String(parts[0]), index: index)
  }

  /// `12`, `8f3a90b1-12`
  public var description: String {
    switch self {
    case .number(let number): String(number)
    case .shared(let prefix, let index): "\(prefix)-\(index)"
    }
  }

  /// Fewer digits would name another origin too often.
  private static let leastDigits = 4
}
