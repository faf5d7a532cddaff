import CasebookWordData
import Glibc

/// The words of the files in `data/words`. Keep what is made of them in a `static let`, so that a program reads a list
/// when it first needs it.
public enum Vocabulary {
  /// A list, or the part of it that has one language and the same kinds.
  public struct WordRow: Sendable {
    /// The name of the list, unique in its file.
    public var list = ""
    /// The language of the words; `nil` if they belong to none.
    public var language: String?
    /// Which words of the list these are, such as `heading`, `error`.
    public var kinds: [String] = []
    /// How the words are compared, as `WordData.swift` describes.
    public var match = ""
    /// The words, in the order of the file.
    public var words: [String] = []
  }

  /// The rows of a list. The program stops if the list does not exist.
  public static func rows(_ file: String, _ list: String, kind: String? = nil) -> [WordRow] {
    let opening = Array("{\"list\":\"\(list)\",".utf8)
    var found: [WordRow] = []
    wordData(file).withUnsafeBufferPointer { data in
      var start = 0
      while start < data.count, let base = data.baseAddress {
        let end = data.index(of: 0x0A, from: start) ?? data.count
        if end - start > opening.count, memcmp(base + start, opening, opening.count) == 0 {
          let row = RowReader.row(data.at(start..<end))
          if kind.map(row.kinds.contains) ?? true { found.append(row) }
        }
        start = end + 1
      }
    }
    precondition(!found.isEmpty, "data/words/\(file).jsonl has no list \(list) \(kind ?? "")")
    return found
  }

  /// The words of a list in all languages.
  public static func words(_ file: String, _ list: String, kind: String? = nil) -> [String] {
    rows(file, list, kind: kind).flatMap(\.words)
  }
}

/// Reads a row up to its words: an object of strings and of arrays of strings.
private struct RowReader {
  private let bytes: Bytes
  private var index = 0

  static func row(_ bytes: Bytes) -> Vocabulary.WordRow {
    var reader = RowReader(bytes: bytes)
    var row = Vocabulary.WordRow()
    while row.words.isEmpty, let name = reader.string() {
      let values = reader.values()
      switch name {
      case "list": row.list = values[0]
      case "lang": row.language = values[0]
      case "kind": row.kinds = values
      case "match": row.match = values[0]
      default: row.words = values
      }
    }
    return row
  }

  /// A string, or the strings of an array.
  private mutating func values() -> [String] {
    index += 1
    guard bytes.peek(index) == UInt8(ascii: "[") else { return string().map { [$0] } ?? [] }
    var values: [String] = []
    while bytes.peek(index) != UInt8(ascii: "]"), let value = string() { values.append(value) }
    index += 1
    return values
  }

  /// The next string. No word has an escape, which a test checks.
  private mutating func string() -> String? {
    guard let open = bytes.index(of: UInt8(ascii: "\""), from: index) else { return nil }
    let end = bytes.index(of: UInt8(ascii: "\""), from: open + 1) ?? bytes.count
    index = end + 1
    return String(decoding: bytes.at(open + 1..<end), as: UTF8.self)
  }
}
