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

  @Test(arguments: [
    ("de", "Das Kennwort ist abgelaufen", "password"), ("fr", "le fichier est verrouillé", "file"),
    ("ru", "сервер недоступен", "server"), ("ja", "サーバーが起動しない", "server"), ("zh", "连接服务器失败", "server"),
    ("ko", "서버 오류", "server"),
  ])
  func `a word of another language leads to the English ones that it translates`(
    language: String, text: String, term: String
  ) throws {
    let words = QueryAnalyzer(locales: [.english]).sequence(of: text)
    let found = try #require(EnglishBridge(from: language)).terms(of: words)
    let meaning = try #require(found.first { $0.terms.contains(term) })
    #expect(meaning.places.upperBound <= words.count)
    #expect(try #require(EnglishBridge(from: language)).terms(of: [nil]).isEmpty)
  }

  @Test func `there is no bridge from English or a language that nobody learned`() {
    for language in ["en", "tlh", "", "zh-TW"] { #expect(EnglishBridge(from: language) == nil) }
  }

  @Test(arguments: [
    ("the server does not start", nil), ("der Server startet nicht", "de"), ("сервер", "ru"), ("サーバー", "ja"),
    ("服务器 error", "zh"), ("서버", "ko"), ("connection refused", nil), ("", nil), ("no such file", nil),
    ("le serveur ne répond pas", "fr"),
  ])
  func `the language of a question is told by its script or its function words`(
    text: String, language: String?
  ) {
    #expect(FunctionWords.language(of: text) == language)
  }

  @Test func `one word may be of any language where two are asked for`() {
    #expect(FunctionWords.language(of: "self.der failed", least: 2) == nil)
    #expect(FunctionWords.language(of: "der Server ist weg", least: 2) == "de")
  }
}
