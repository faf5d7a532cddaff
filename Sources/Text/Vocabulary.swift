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

  private static let common = decompressed(packedWords("common"))
  private static let failure = decompressed(packedWords("failure"))
  private static let headings = decompressed(packedWords("headings"))
  private static let logs = decompressed(packedWords("logs"))
  private static let names = decompressed(packedWords("names"))
  private static let reports = decompressed(packedWords("reports"))
  private static let tables = decompressed(packedWords("tables"))

  /// The rows of a file, which is unpacked when it is first needed.
  package static func words(of file: String) -> [UInt8] {
    switch file {
    case "common": common
    case "failure": failure
    case "headings": headings
    case "logs": logs
    case "names": names
    case "reports": reports
    case "tables": tables
    default: preconditionFailure("data/words has no file \(file)")
    }
  }

  /// The rows of a list. The program stops if the list does not exist.
  public static func rows(_ file: String, _ list: String, kind: String? = nil) -> [WordRow] {
    let opening = Array("{\"list\":\"\(list)\",".utf8)
    var found: [WordRow] = []
    words(of: file).withUnsafeBufferPointer { data in
      var start = 0
      while start < data.count, let base = data.baseAddress {
        let end = data.index(of: 0x0A, from: start) ?? data.count
        if end - start > opening.count, memcmp(base + start, opening, opening.count) == 0 {
          let row = WordRow(data.at(start..<end))
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

extension Vocabulary.WordRow {
  /// Reads a row up to its words: an object of strings and of arrays of strings.
  fileprivate init(_ bytes: Bytes) {
    var scanner = JSONScanner(bytes)
    _ = scanner.object { scanner, name in
      let values = scanner.value().map { Self.strings(bytes.at($0)) } ?? []
      switch bytes.at(name).text {
      case "list": list = values[0]
      case "lang": language = values[0]
      case "kind": kinds = values
      case "match": match = values[0]
      default: words = values
      }
      return words.isEmpty
    }
  }

  /// The strings of an array, or the one that these bytes are. No word has an escape, which a test checks.
  private static func strings(_ bytes: Bytes) -> [String] {
    bytes.split(separator: UInt8(ascii: "\""), omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String(decoding: $0.element, as: UTF8.self) }
  }
}
