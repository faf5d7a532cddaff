import CasebookKnowledge
import Testing

struct LocaleTagTests {
  @Test(arguments: [
    ("de-DE", "de"), ("de_AT.UTF-8@euro", "de"), ("ja-JP", "ja"), ("en", "en"), ("fil-PH", "fil"),
    ("pt-br", "pt-BR"), ("pt_PT", "pt-PT"), ("zh-Hant", "zh-TW"), ("zh_CN.UTF-8", "zh-CN"),
  ])
  func `a tag is shortened without loss`(text: String, tag: String) {
    #expect(LocaleTag(text)?.description == tag)
  }

  @Test(arguments: ["", "C", "C.UTF-8", "POSIX", "1", "d-DE"])
  func `what is no language is no tag`(text: String) {
    #expect(LocaleTag(text) == nil)
  }
}

struct KnownErrorIDTests {
  @Test(arguments: ["family#slug", "family#slug/row", "f#s/r/with/slashes"])
  func `an id survives its text`(text: String) {
    #expect(KnownErrorID(text)?.description == text)
  }

  @Test(arguments: ["", "slug", "#slug", "family#", "family#slug/"])
  func `an incomplete id is none`(text: String) {
    #expect(KnownErrorID(text) == nil)
  }

  @Test func `a row satisfies a question for its section, not the other way round`() throws {
    let section = KnownErrorID(family: "f", slug: "s")
    let row = KnownErrorID(family: "f", slug: "s", row: "r")
    #expect(row.satisfies(section))
    #expect(!section.satisfies(row))
  }
}

struct FingerprintTests {
  @Test func `a fingerprint never changes once released`() {
    #expect(
      Fingerprint(template: Template(stored: "<num>/<num> nodes are available")).description
        == "v1:8e05dc82cc74a2c0")
  }
}

struct ShownValueTests {
  @Test(arguments: [
    (-5, "0 s"), (0, "0 s"), (59, "59 s"), (60, "1 min"), (2_520, "42 min"), (3_600, "1 h"),
    (11_100, "3 h 5 min"),
    (86_400, "1 d"), (187_200, "2 d 4 h"), (Int.max, "106751991167300 d 15 h"),
  ])
  func `a duration is said in its two largest units`(seconds: Int, text: String) {
    #expect(shownDuration(seconds) == text)
  }

  @Test(arguments: [
    ("No node is free", "no-node-is-free"), ("  --Ünlü: 3/4 …", "nl-3-4"), ("錨が動かない", nil), ("12 34", nil),
    ("", nil),
    (
      "one two three four five six seven eight nine ten eleven twelve thirteen",
      "one-two-three-four-five-six-seven-eight-nine-ten-eleven"
    ),
  ])
  func `a slug is made of words`(words: String, slug: String?) {
    #expect(ArticleName.slug(of: words) == slug)
    if let slug { #expect(ArticleName(slug: slug, locale: .english)?.file == slug + ".en.md") }
  }
}
