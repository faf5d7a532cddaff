/// The language of an article in its shortest unambiguous form: `de`, `ja`, `pt-BR`, `zh-TW`.
///
/// A region is kept only if it changes the written language (Chinese, Portuguese). `de-DE` and `de_AT.UTF-8`
/// are both `de`, so that readers of one language share all its articles.
public struct LocaleTag: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The canonical text, which is also the stored form.
  public let description: String

  /// English, the language in which most messages are written.
  public static let english = LocaleTag(canonical: "en")

  private init(canonical: String) { description = canonical }

  /// Parses `de`, `de-DE`, `de_DE.UTF-8@euro` or `zh-Hant`; `nil` for `C`, `POSIX` and anything else.
  public init?(_ text: some StringProtocol) {
    let stem = String(text.prefix { $0 != "." && $0 != "@" })
    let parts = stem.split { $0 == "-" || $0 == "_" }.map(String.init)
    guard let language = parts.first?.lowercased(), (2...3).contains(language.utf8.count),
      language.utf8.allSatisfy({ (0x61...0x7A).contains($0) })
    else { return nil }
    let rest = parts.dropFirst().map { $0.uppercased() }
    switch language {
    case "zh":
      let traditional = rest.contains { ["TW", "HK", "MO", "HANT"].contains($0) }
      description = traditional ? "zh-TW" : "zh-CN"
    case "pt":
      description = rest.contains("PT") ? "pt-PT" : "pt-BR"
    default:
      description = language
    }
  }

  /// The language without the region: `pt` for `pt-BR`.
  public var language: String { String(description.prefix { $0 != "-" }) }

  /// Alphabetical order of the tags.
  public static func < (a: LocaleTag, b: LocaleTag) -> Bool { a.description < b.description }
}
