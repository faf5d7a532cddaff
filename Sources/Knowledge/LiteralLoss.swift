/// A literal that a translation lost or damaged and that another language keeps.
public struct LiteralLoss: Hashable, Sendable {
  /// The intact literal.
  public let intact: String
  /// The text in its place.
  public let found: String?
  /// The language that keeps it.
  public let locale: LocaleTag

  /// A loss with all its fields.
  public init(
    intact: String, found: String?, locale: LocaleTag
  ) {
    self.intact = intact
    self.found = found
    self.locale = locale
  }
}
