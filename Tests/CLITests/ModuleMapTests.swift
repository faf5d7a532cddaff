import Glibc
import Testing

/// Imports follow the map in docs/architecture.md.
struct ModuleMapTests {
  /// The modules of this package that each module may import.
  static let map: [String: Set<String>] = [
    "Text": [],
    "Knowledge": ["Text"],
    "SQLite": [],
    "CommandKit": [],
    "Redaction": ["Text", "Knowledge"],
    "LogText": ["Text", "Knowledge"],
    "Signatures": ["Text", "Knowledge", "LogText"],
    "Grouping": ["Text", "Knowledge", "Signatures"],
    "Articles": ["Text", "Knowledge"],
    "Analysis": ["Text", "Knowledge"],
    "Archives": ["Text", "Knowledge"],
    "Translations": ["Text", "Knowledge", "Articles"],
    "Storage": [
      "Text", "Knowledge", "SQLite", "Analysis", "Signatures", "Redaction", "LogText", "Articles", "Archives",
    ],
    "Ingest": [
      "Text", "Knowledge", "Analysis", "Signatures", "Redaction", "LogText", "Articles", "Archives",
      "Storage",
    ],
    "Service": [
      "Text", "Knowledge", "Analysis", "Signatures", "Grouping", "Redaction", "LogText", "Articles",
      "Storage",
      "Ingest", "Translations",
    ],
    "Commands": [
      "Knowledge", "CommandKit", "Service", "Storage", "Ingest", "SQLite", "Signatures", "Grouping",
      "Redaction", "LogText", "Archives",
    ],
  ]

  /// Modules of embedded data, which import nothing.
  static let data: Set<String> = ["Migrations", "ConceptData", "FormatData", "IdentifierData", "SecretData"]

  @Test(arguments: map.keys.sorted())
  func `a module imports only modules below it`(module: String) throws {
    let folder = Casebook.package + "/Sources/" + module
    let files = try #require(Self.names(in: folder)).filter { $0.hasSuffix(".swift") }
    #expect(!files.isEmpty)
    for file in files {
      let text = String(decoding: try Casebook.bytes(of: folder + "/" + file), as: UTF8.self)
      for line in text.split(separator: "\n") {
        let words = line.split(separator: " ")
        guard let place = words.firstIndex(of: "import"), place <= 1, place + 1 < words.count else {
          continue
        }
        let name = words[place + 1]
        guard name.hasPrefix("Casebook") else { continue }
        let imported = String(name.dropFirst("Casebook".count))
        #expect(
          Self.map[module, default: []].contains(imported) || Self.data.contains(imported),
          "\(module)/\(file) imports \(imported)")
      }
    }
  }

  @Test func `every folder of sources is on the map`() throws {
    let folders = try #require(Self.names(in: Casebook.package + "/Sources"))
    #expect(Set(folders).subtracting(Self.map.keys) == ["System", "casebook"])
  }

  private static func names(in folder: String) -> [String]? {
    guard let directory = opendir(folder) else { return nil }
    defer { closedir(directory) }
    var names: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names
  }
}
