import Testing

@testable import CasebookService

/// Words of other alphabets that are English names as they sound.
struct SoundTests {
  private func sounds(_ word: String, like name: String) -> Bool {
    guard let sound = Sound(word.unicodeScalars) else { return false }
    let latin = Sound(latin: Array(name.utf8))
    return latin.isTelling && latin.matches(sound)
  }

  @Test(arguments: [
    ("пайторч", "pytorch"), ("тензорфлоу", "tensorflow"), ("кубернетес", "kubernetes"),
    ("дебаггер", "debugger"),
    ("шедулер", "scheduler"), ("ρεσπόνσε", "response"), ("コンフィグ", "config"), ("텐서플로", "tensorflow"),
    ("텐서플로를", "tensorflow"), ("クーベルネテス", "kubernetes"),
  ])
  func `a name written as it sounds is recognised`(_ word: String, _ name: String) {
    #expect(sounds(word, like: name))
  }

  @Test(arguments: [
    ("развертывание", "deployment"), ("сообщение", "message"), ("служба", "service"), ("コンテナー", "config"),
    ("결과", "result"), ("ошибка", "error"), ("образ", "image"), ("модель", "mode"), ("容器", "container"),
    ("data", "data"),
  ])
  func `other words are not`(_ word: String, _ name: String) {
    #expect(!sounds(word, like: name))
  }
}
