import CasebookAnalysis
import CasebookKnowledge
import Testing

struct PlaceTests {
  @Test(arguments: [
    "batch 17 of node-3 was refused", "get_model_path_7 (10.0.0.7:80) failed", "モデル12が見つからない 3 x", "7",
    "a7b 7-7 --7--",
    "x=7,y=8;z_9", "é7é 7", "/srv/app/7/loader.py:12", "7 8 9",
  ])
  func `the words with a place in them and the others are all words, none torn apart`(_ text: String) {
    let analyzer = Analyzer(locale: .english)
    var text = text
    let (parts, whole) = text.withUTF8 { utf8 in
      var places: [Range<Int>] = []
      for index in utf8.indices where (0x30...0x39).contains(utf8[index]) {
        if let last = places.last, last.upperBound == index {
          places[places.count - 1] = last.lowerBound..<index + 1
        } else {
          places.append(index..<index + 1)
        }
      }
      var parts: [UInt8] = []
      analyzer.appendTerms(of: utf8, at: places, to: &parts)
      let varying = String(decoding: parts, as: UTF8.self)
      #expect(varying.split(separator: " ").contains { $0.contains { $0.isNumber } })
      analyzer.appendTerms(of: utf8, outside: places, to: &parts)
      return (parts, Array(analyzer.terms(of: String(decoding: utf8, as: UTF8.self)).utf8))
    }
    func sorted(_ terms: [UInt8]) -> [String] {
      String(decoding: terms, as: UTF8.self).split(separator: " ").map(String.init).sorted()
    }
    #expect(sorted(parts) == sorted(whole))
  }

  @Test func `a place that the one before reaches into is no harm`() {
    var text = "gate 7:5 seconds late"
    var terms: [UInt8] = []
    text.withUTF8 {
      Analyzer(locale: .english).appendTerms(of: $0, outside: [5..<6, 7..<16], to: &terms)
    }
    #expect(String(decoding: terms, as: UTF8.self) == "gate late ")
  }

  @Test func `of what means something only as a whole the parts are left out`() {
    let analyzer = Analyzer(locale: .english)
    func terms(_ text: String, opaque: String) -> [String] {
      var text = text
      let start = text.utf8.firstRange(of: opaque.utf8)!.lowerBound
      let offset = text.utf8.distance(from: text.utf8.startIndex, to: start)
      let place = offset..<offset + opaque.utf8.count
      var terms: [UInt8] = []
      text.withUTF8 { analyzer.appendTerms(of: $0, at: [place], opaque: [place], to: &terms) }
      return String(decoding: terms, as: UTF8.self).split(separator: " ").map(String.init)
    }
    #expect(
      terms("request 0b851395-2895-44b9 is late", opaque: "0b851395-2895-44b9") == ["0b851395-2895-44b9"])
    #expect(
      terms("(req-0b851395-2895)", opaque: "0b851395-2895") == ["req", "req-0b851395-2895", "0b851395-2895"])
    #expect(terms("id=4711", opaque: "4711") == ["id", "4711", "id=4711"])
    #expect(terms("took 3.25 s", opaque: "3.25") == ["3.25"])
  }
}
