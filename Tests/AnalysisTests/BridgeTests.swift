import CasebookAnalysis
import CasebookKnowledge
import Testing

struct BridgeTests {
  private func bridge(to language: String) throws -> Bridge {
    let locale = try #require(LocaleTag(language))
    return try #require(Bridge(to: locale))
  }

  @Test(arguments: [
    ("de", "connection", "verbind"), ("de", "Connections", "verbind"), ("fr", "file", "fichi"),
    ("es", "password", "contrasen"), ("ru", "server", "сервер"), ("pt-BR", "user", "usuari"),
    ("pl", "file", "plik"), ("tr", "file", "dosya"),
  ])
  func `a word leads to the index terms of its translation`(language: String, word: String, term: String)
    throws
  {
    #expect(try bridge(to: language).terms(for: word).joined().contains(term))
  }

  @Test(arguments: [("ja", "server", "サー"), ("zh-Hans", "server", "服务"), ("ko", "server", "서버")])
  func `a word of a script without spaces leads to its pairs of characters`(
    language: String, word: String, pair: String
  ) throws {
    let terms = try bridge(to: language).terms(for: word).joined()
    #expect(terms.contains(pair))
    #expect(terms.allSatisfy { $0.unicodeScalars.count == 2 })
  }

  @Test func `a word that is the same in both languages, or unknown, needs no bridge`() throws {
    #expect(try bridge(to: "de").terms(for: "kubelet").isEmpty)
    #expect(try bridge(to: "fr").terms(for: "").isEmpty)
  }

  @Test func `English and languages that nobody learned have none`() throws {
    for language in ["en", "tlh", "de-x", "x"].compactMap(LocaleTag.init) where language.language != "de" {
      #expect(Bridge(to: language) == nil)
    }
  }
}
