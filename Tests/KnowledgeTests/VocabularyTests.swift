import CasebookKnowledge
import CasebookText
import CasebookWordData
import ScratchKit
import Testing

/// Every row of `data/words` and `data/concepts`.
struct VocabularyTests {
  @Test(arguments: wordFiles)
  func `a row has the fields of a row, and is read as JSON reads it`(file: String) throws {
    var lists: [String] = []
    for line in lines(Vocabulary.words(of: file)) {
      let row = try JSON(parsing: line)
      let list = try #require(row["list"]?.string)
      let names = (row.members ?? []).map(\.name)
      #expect(
        names.filter { $0 != "lang" && $0 != "kind" } == ["list", "match", "words", "matches", "misses"])
      let words = (row["words"]?.array ?? []).compactMap(\.string)
      #expect(Set(words).count == words.count, "\(list) has a word twice")
      #expect(
        Vocabulary.rows(file, list).contains {
          $0.words == words && $0.language == row["lang"]?.string && $0.match == row["match"]?.string
            && $0.kinds == (row["kind"]?.array ?? []).compactMap(\.string)
        })
      lists.append(list)
    }
    #expect(lists == lists.sorted())
  }

  @Test(arguments: wordFiles)
  func `a row matches its samples, and its list none of the near misses`(file: String) throws {
    for line in lines(Vocabulary.words(of: file)) {
      let data = try JSON(parsing: line)
      let list = try #require(data["list"]?.string)
      let rows = Vocabulary.rows(file, list)
      let row = try #require(
        rows.first { $0.words == (data["words"]?.array ?? []).compactMap(\.string) })
      let samples = (data["matches"]?.array ?? []).compactMap(\.string)
      let misses = (data["misses"]?.array ?? []).compactMap(\.string)
      #expect(!samples.isEmpty && !misses.isEmpty)
      let place = "\(file) \(list) \(row.language ?? "") \(row.kinds)"
      for sample in samples {
        #expect(Self.matches(sample, row.words, row.match), "\(place) does not match \(sample)")
      }
      let words = rows.filter { $0.kinds == row.kinds }.flatMap(\.words)
      for miss in misses {
        #expect(!Self.matches(miss, words, row.match), "\(place) matches \(miss)")
      }
    }
  }

  @Test func `a concept has a row for each of its languages, in order`() throws {
    var places: [String] = []
    for line in lines(try #require(contents(package("data/concepts/concepts.jsonl")))) {
      let row = try JSON(parsing: line)
      #expect((row.members ?? []).map(\.name) == ["concept", "lang", "words"])
      let words = (row["words"]?.array ?? []).compactMap(\.string)
      #expect(!words.isEmpty && Set(words).count == words.count)
      places.append("\(row["concept"]?.string ?? "") \(row["lang"]?.string ?? "")")
    }
    #expect(places == places.sorted() && Set(places).count == places.count)
  }

  private func lines(_ data: [UInt8]) -> [ArraySlice<UInt8>] { data.split(separator: UInt8(ascii: "\n")) }

  /// Whether a text matches the words in the way that their row states.
  private static func matches(_ text: String, _ words: [String], _ match: String) -> Bool {
    let lower = text.lowercased()
    switch match {
    case "word":
      let list = WordList(words.map { $0.lowercased() })
      return list.contains(text)
        || lower.split { !$0.isLetter && !$0.isNumber && $0 != "-" }.contains { list.contains($0) }
    case "whole": return WordList(words).contains(text)
    case "exact": return WordList(words).contains(Array(text.utf8))
    case "part": return StemMatcher(words).matches(" \(lower) ")
    case "start": return StemMatcher(words).begins(lower + " ")
    case "exact-start": return StemMatcher(words, isExact: true).begins(text)
    case "end": return EndingMatcher(words).matches(Array(lower.utf8))
    case "exact-end": return EndingMatcher(words).matches(Array(text.utf8))
    default:
      Issue.record("\(match) is not a way to compare words")
      return false
    }
  }
}
