import Testing

@testable import CasebookTranslations

/// Cyrillic transcriptions of English names.
struct PronunciationTests {
  private func sounds(_ word: String, like name: String) -> Bool {
    guard let sound = Pronunciation(cyrillic: word.unicodeScalars) else { return false }
    let latin = Pronunciation(latin: Array(name.utf8))
    return latin.isTelling && latin.matches(sound)
  }

  @Test(arguments: [
    ("пайторч", "pytorch"), ("тензорфлоу", "tensorflow"), ("кубернетес", "kubernetes"),
    ("дебаггер", "debugger"),
    ("шедулер", "scheduler"),
  ])
  func `a name written as it sounds is recognised`(_ word: String, _ name: String) {
    #expect(sounds(word, like: name))
  }

  @Test(arguments: [
    ("развертывание", "deployment"), ("сообщение", "message"), ("служба", "service"),
    ("ошибка", "error"), ("образ", "image"), ("модель", "mode"), ("容器", "container"),
    ("data", "data"),
  ])
  func `other words are not`(_ word: String, _ name: String) {
    #expect(!sounds(word, like: name))
  }
}
