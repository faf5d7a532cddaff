import ScratchKit
import Testing

/// Imports follow the map in docs/architecture.md.
struct ModuleMapTests {
  /// The modules of this package that each module may import.
  static let map: [String: Set<String>] = [
    "Text": [],
    "Knowledge": ["Text"],
    "SQLite": [],
    "Postgres": [],
    "CommandKit": [],
    "Calculations": ["Text"],
    "Redaction": ["Text", "Knowledge"],
    "LogText": ["Text", "Knowledge"],
    "Signatures": ["Text", "Knowledge", "LogText"],
    "Grouping": ["Text", "Knowledge", "Signatures", "Archives"],
    "Articles": ["Text", "Knowledge"],
    "Analysis": ["Text", "Knowledge"],
    "Archives": ["Text", "Knowledge"],
    "Diagnosis": ["Text", "Knowledge", "Analysis", "Signatures"],
    "Translations": ["Text", "Knowledge", "Articles"],
    "Storage": [
      "Text", "Knowledge", "SQLite", "Postgres", "Analysis", "Signatures", "Redaction", "LogText", "Articles",
      "Archives",
    ],
    "Ingest": [
      "Text", "Knowledge", "Analysis", "Signatures", "Redaction", "LogText", "Articles", "Archives",
      "Storage",
    ],
    "Service": [
      "Text", "Knowledge", "Analysis", "Signatures", "Grouping", "Redaction", "LogText", "Articles",
      "Storage", "Postgres",
      "Ingest", "Translations", "Diagnosis", "Calculations",
    ],
    "Library": ["Knowledge", "Service"],
    "Commands": ["Knowledge", "CommandKit", "Service"],
  ]

  /// Modules of embedded data, which import nothing.
  static let data: Set<String> = [
    "Migrations", "ConceptData", "DiagnosisData", "FormatData", "GroupingData", "IdentifierData",
    "LeadData", "ReadingData",
    "SecretData", "WordData", "DemoData", "SchemaData",
  ]

  @Test(arguments: map.keys.sorted())
  func `a module imports only modules below it`(module: String) throws {
    for (file, imported) in try Self.imports(below: Casebook.package + "/Sources/" + module) {
      guard imported.hasPrefix("Casebook") else { continue }
      let name = String(imported.dropFirst("Casebook".count))
      #expect(
        Self.map[module, default: []].contains(name) || Self.data.contains(name),
        "\(module)/\(file) imports \(imported)")
    }
  }

  /// Otherwise a build from nothing fails now and then: a module is compiled before what it imports.
  @Test func `Package.swift names what each target imports`() throws {
    let manifest = String(
      decoding: try Casebook.bytes(of: Casebook.package + "/Package.swift"), as: UTF8.self)
    var targets = 0
    for match in manifest.matches(of: /\b(module|tests)\(\s*"(\w+)"(?:,\s*\[([^\]]*)\])?/) {
      targets += 1
      let folder = match.1 == "module" ? "Sources/\(match.2)" : "Tests/\(match.2)Tests"
      let named = Set((match.3 ?? "").matches(of: /"(\w+)"/).map { String($0.1) })
      for (file, imported) in try Self.imports(below: Casebook.package + "/" + folder)
      where imported.hasPrefix("Casebook") || imported.hasSuffix("Kit") {
        #expect(named.contains(imported), "\(folder)/\(file) imports \(imported)")
      }
    }
    #expect(targets > 2 * 14)
  }

  /// The modules that the files of a folder import, with the name of the file.
  private static func imports(below folder: String) throws -> [(file: String, module: String)] {
    let files = try #require(names(in: folder)).filter { $0.hasSuffix(".swift") }
    #expect(!files.isEmpty)
    return try files.flatMap { file in
      let text = String(decoding: try Casebook.bytes(of: folder + "/" + file), as: UTF8.self)
      return text.split(separator: "\n").compactMap { line -> (file: String, module: String)? in
        let words = line.split(separator: " ")
        guard let place = words.firstIndex(of: "import"), place <= 2, place + 1 < words.count else {
          return nil
        }
        return (file, String(words[place + 1]))
      }
    }
  }

  /// A newcomer who reads a name, in a message of the compiler or in a diff, knows which type it is.
  @Test func `a type's name is used once in the package`() throws {
    var files: [String: [String]] = [:]
    for module in Self.map.keys {
      let folder = Casebook.package + "/Sources/" + module
      for file in try #require(names(in: folder)) where file.hasSuffix(".swift") {
        let text = String(decoding: try Casebook.bytes(of: folder + "/" + file), as: UTF8.self)
        for line in text.split(separator: "\n") {
          let words = line.split(separator: " ").drop {
            ["public", "package", "private", "fileprivate", "final", "indirect"].contains($0)
          }
          let keywords: [Substring] = ["struct", "class", "enum", "protocol", "actor"]
          guard let keyword = words.first, keywords.contains(keyword), let name = words.dropFirst().first
          else {
            continue
          }
          files[String(name.prefix { $0.isLetter || $0.isNumber }), default: []].append("\(module)/\(file)")
        }
      }
    }
    #expect(files.count > 300)
    for (name, places) in files where places.count > 1 {
      Issue.record("\(name) is declared in \(places.joined(separator: " and "))")
    }
  }

  @Test func `every folder of sources is on the map`() throws {
    let folders = try #require(names(in: Casebook.package + "/Sources"))
    #expect(Set(folders).subtracting(Self.map.keys) == ["System", "casebook"])
  }
}
