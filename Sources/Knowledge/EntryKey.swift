/// The name of an entry of the journal, the same in every copy: the file that it was added to, and its number there.
public struct EntryKey: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The random id of the file, 16 hexadecimal digits.
  public let origin: String
  /// The number of the entry among those of its origin, from 1.
  public let index: Int

  /// A key from its parts.
  public init(origin: String, index: Int) {
    self.origin = origin
    self.index = index
  }

  /// Parses the canonical text; `nil` for any other.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, Self.isOrigin(parts[0]), parts[1].first != "0", parts[1].first != "+",
      let index = Int(parts[1]), 1...Self.greatestIndex ~= index
    else { return nil }
    self.init(origin: String(parts[0]), index: index)
  }

  /// The canonical text, `8f3a90b1c2d4e5f6-12`.
  public var description: String { "\(origin)-\(index)" }

  /// The name for people: the first eight digits of the origin are enough among the files of a team.
  public var shown: String { "\(origin.prefix(8))-\(index)" }

  /// Orders by origin, then by number.
  public static func < (a: EntryKey, b: EntryKey) -> Bool { (a.origin, a.index) < (b.origin, b.index) }

  /// The greatest number that all readers of JSON represent exactly.
  public static let greatestIndex = 1 << 53

  /// The number of digits of an origin.
  public static let originLength = 16

  /// Whether a text can be an origin.
  public static func isOrigin(_ text: some StringProtocol) -> Bool {
    text.utf8.count == originLength
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) }
  }
}
