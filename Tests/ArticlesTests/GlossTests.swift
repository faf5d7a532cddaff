@testable import CasebookArticles
import CasebookKnowledge
import Testing

struct GlossTests {
  @Test(arguments: [
    ("de", "Die Anmeldung ist fehlgeschlagen", "failed"), ("de", "Pod startet nicht", "not"),
    ("de", "Anmeldefehler", "error"), ("fr", "Impossible de joindre le nœud", "cannot"),
    ("fr", "Problème", "problem"), ("es", "El servicio no responde", "not responding"),
    ("ru", "Не удается подключиться", "cannot"), ("ja", "ポッドが起動しない", "not start"),
    ("ja", "原因", "cause"), ("ko", "파일을 찾을 수 없음", "not found"), ("zh", "连接失败", "failed"),
    ("zh", "連接失敗", "failed"), ("zh", "问题", "issue"), ("pt", "Erro de rede", "error"),
    ("it", "Impossibile avviare il servizio", "cannot"), ("pl", "Nie można uruchomić", "cannot"),
  ])
  func `a phrase is read as its English`(language: String, text: String, english: String) throws {
    let gloss = try #require(Gloss.of(language))
    #expect(" \(gloss.english(text)) ".contains(" \(english) "), "\(gloss.english(text))")
  }

  @Test func `what it does not know stays, and counts as a word`() throws {
    let gloss = try #require(Gloss.of("ja"))
    #expect(gloss.english("`E4711` の門") == "`E4711` の門 x")
    #expect(try #require(Gloss.of("fr")).english("CrashLoopBackOff arrive") == "CrashLoopBackOff arrive")
  }

  @Test func `wide marks are read as narrow ones`() throws {
    let gloss = try #require(Gloss.of("ja"))
    #expect(gloss.english("問題：門") == "issue : 門 x")
  }

  @Test func `a phrase with a mark only opens a text`() throws {
    let gloss = try #require(Gloss.of("fr"))
    #expect(gloss.english("Ne paniquez pas").hasPrefix("do not"))
    #expect(!gloss.english("La porte ne grince pas").contains("do not"))
  }

  @Test func `English and languages that nobody wrote down have none`() {
    #expect(Gloss.of("en") == nil)
    #expect(Gloss.of("tlh") == nil)
  }

  @Test(arguments: [
    ("Der Knoten antwortet nicht, weil das Tor zu ist und der Schlüssel fehlt.", "de"),
    ("Le nœud ne répond pas, parce que la porte est fermée et que la clé est dans la boîte.", "fr"),
    ("El nodo no responde porque la puerta está cerrada y la llave no está en la caja.", "es"),
    ("Узел не отвечает, потому что ворота закрыты и ключа нет в ящике, а они на месте.", "ru"),
    ("門が閉じているため、ノードは応答しません。", "ja"), ("문이 닫혀 있어서 노드가 응답하지 않습니다.", "ko"),
    ("因为门关着，所以节点没有响应。", "zh-CN"), ("因為門關著，所以節點沒有回應。", "zh-TW"),
    ("The node does not answer, because the gate is shut and the key is not in the box.", "en"),
  ])
  func `the language of a page is told from its text`(text: String, language: String) throws {
    let article = try Article.parse(Array("# X\n\n\(text)\n".utf8))
    #expect(article.writtenIn?.description == language)
  }

  @Test(arguments: [
    "Gates", "`kubectl get pods` and `kubectl describe pod` 4711", "Port 80: open. Port 81: open.",
  ])
  func `a text of a few words may be in any language`(text: String) throws {
    #expect(try Article.parse(Array("# X\n\n\(text)\n".utf8)).writtenIn == nil)
  }

  @Test func `code does not tell the language`() throws {
    let text =
      "# X\n\n```\nthe gate is shut and the key is not in the box of the house\n```\n\nDas Tor ist zu.\n"
    #expect(try Article.parse(Array(text.utf8)).writtenIn?.description != "en")
  }

  @Test(arguments: ["Problem", "Problème", "Problema", "問題", "问题", "문제", "Проблема"])
  func `a heading for the problem is part of the error above`(heading: String) throws {
    let article = try Article.parse(Array("# Top\n\n## \(heading)\n\nX.\n\n## Solution\n\nY.\n".utf8))
    #expect(article.sections.filter { $0.failure != nil }.map(\.title) == ["Top"])
  }
}
