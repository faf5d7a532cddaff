/// The name of a local article: its slug in `local#slug`, and its language.
///
/// It is a file's name, too, which others may have written: it cannot lead out of a folder, and no two file systems write it
/// differently.
public struct ArticleName: Hashable, Sendable {
  /// Lower-case letters and digits of ASCII, hyphens and underscores.
  public let slug: String
  /// The language of the text.
  public let locale: LocaleTag

  /// The longest slug, in bytes.
  public static let longestSlug = 100
  /// The longest text of a local article, in bytes.
  public static let longestText = 1 << 20
  /// The family of all local articles.
  public static let family = "local"

  /// `nil` for a slug with other characters.
  public init?(slug: String, locale: LocaleTag) {
    guard 1...Self.longestSlug ~= slug.utf8.count, slug.utf8.first != UInt8(ascii: "-"),
      slug.utf8.allSatisfy({
        (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F
      })
    else { return nil }
    self.slug = slug
    self.locale = locale
  }

  /// Reads `SLUG.LOCALE.md`.
  public init?(file: String) {
    let parts = file.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, parts[2] == "md", let locale = LocaleTag(String(parts[1])),
      locale.description == parts[1]
    else { return nil }
    self.init(slug: String(parts[0]), locale: locale)
  }

  /// `SLUG.LOCALE.md`
  public var file: String { "\(slug).\(locale).md" }

  /// The known error that the article is about.
  public var id: KnownErrorID { KnownErrorID(family: Self.family, slug: slug) }

  /// A slug from words: `no node is free` → `no-node-is-free`. `nil` if they have no letter that a slug may have.
  public static func slug(of words: String) -> String? {
    var slug = ""
    for byte in words.lowercased().utf8 {
      let isKept = (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
      if isKept {
        slug.unicodeScalars.append(Unicode.Scalar(byte))
      } else if !slug.isEmpty, slug.last != "-" {
        slug += "-"
      }
    }
    if slug.utf8.count > madeLength {
      slug = String(slug.prefix(madeLength))
      if let last = slug.lastIndex(of: "-") { slug = String(slug[..<last]) }
    }
    while slug.last == "-" { slug.removeLast() }
    return slug.contains(where: \.isLetter) ? slug : nil
  }

  /// How long a slug becomes that is made from words.
  private static let madeLength = 60
}
