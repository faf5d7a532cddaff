import CasebookAnalysis
import CasebookKnowledge
import Testing

private func terms(_ text: String, _ locale: String = "en") throws -> String {
  let tag = try #require(LocaleTag(locale))
  return String(Analyzer(locale: tag).terms(of: text).dropLast())
}

struct AnalyzerTests {
  @Test(arguments: [
    ("Deployments failing", "en", "deploy fail"),
    ("Fehlermeldungen", "de", "fehlermeld"),
    ("Контейнеры контейнера", "ru", "контеинер контеинер"),
    ("Résolution des erreurs", "fr", "resolu de erreur"),
    ("Größe GRÖSSE", "de", "gross gross"),
    ("İstanbul", "tr", "istanbul"),
    ("errors エラー", "ja", "error エラ ラー"),
  ])
  func `words are folded and stemmed by their locale`(text: String, locale: String, expected: String) throws {
    #expect(try terms(text, locale) == expected)
  }

  @Test(arguments: [
    ("get_model_path", "get model path get_model_path"),
    ("CrashLoopBackOff", "crash loop back off crashloopbackoff"),
    ("azureml.core.Model", "azureml core model azureml.core.model"),
    ("nvidia.com/gpu.", "nvidia com gpu nvidia.com/gpu"),
    ("pynacl==1.2.1", "pynacl 1 2 1 pynacl==1.2.1"),
    ("HTTPServer", "http server httpserver"),
    ("run(input_data)", "run input data input_data"),
    ("__init__() a-", "init a"),
    ("C2065: x", "c2065 x"),
  ])
  func `identifiers are indexed whole and in parts`(text: String, expected: String) throws {
    #expect(try terms(text) == expected)
  }

  @Test(arguments: [
    ("モデルファイル", "モデ デル ルフ ファ ァイ イル"),
    ("AKSクラスター", "ak クラ ラス スタ ター"),
    ("無法", "無法"),
    ("鍵", "鍵"),
    ("ﾓﾃﾙ", "モテ テル"),
    ("Ｈｔｔｐ ５０３", "http 503"),
    ("오류가 발생", "오류 류가 발생"),
  ])
  func `scripts without spaces are indexed in pairs`(text: String, expected: String) throws {
    #expect(try terms(text, "ja") == expected)
  }

  @Test(arguments: ["\0\u{1}", "\"(NEAR", "–—…", ""])
  func `what is no word leaves no term with syntax in it`(text: String) throws {
    let terms = try terms(text)
    #expect(terms.isEmpty || terms == "near")
  }

  @Test func `bytes that are no UTF-8 separate words`() {
    let bytes: [UInt8] = Array("ab".utf8) + [0xFF, 0xC3] + Array("cd".utf8) + [0xE3, 0x83]
    var output: [UInt8] = []
    bytes.withUnsafeBufferPointer { Analyzer(locale: .english).appendTerms(of: $0, to: &output) }
    #expect(String(decoding: output, as: UTF8.self) == "ab cd ")
  }

  @Test func `data that is too long for a word is left out`() throws {
    #expect(try terms("a " + String(repeating: "x", count: 1000) + " b") == "a b")
  }
}

struct QueryAnalyzerTests {
  @Test func `a word has its stems in all locales of the knowledge base`() throws {
    let locales = try ["de", "fr", "ja"].map { try #require(LocaleTag($0)) }
    let terms = QueryAnalyzer(locales: locales).terms(of: "Running running")
    #expect(terms.map(\.text) == ["Running"])
    #expect(terms.first?.alternatives == ["running", "run"])
  }
}
