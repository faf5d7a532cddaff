/// A literal that a translation lost or damaged, and that another language keeps.
public struct LiteralLoss: Hashable, Sendable {
  /// The literal as it should be.
  public let intact: String
  /// What stands in its place.
  public let found: String?
  /// The language that keeps it.
  public let locale: LocaleTag

  /// With all that is known of it.
  public init(
    intact: String, found: String?, locale: LocaleTag
  ) {
    self.intact = intact
    self.found = found
    self.locale = locale
  }
}
