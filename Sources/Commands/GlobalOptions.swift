import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// The options that every verb has.
enum GlobalOptions {
  static let database = Option(
    "db", .path("PATH"),
    help: "the knowledge base; else $CASEBOOK_DB, else casebook/casebook.db in $XDG_DATA_HOME")
  static let language = Option(
    "lang",
    ArgumentKind(
      "LOCALE", expected: "a locale such as de, ja or pt-BR", completion: .known(.locales)
    ) { LocaleTag($0) },
    help: "the language to answer in; else LC_ALL, LC_MESSAGES or LANG")
  static let json = Option(flag: "json", help: "print one JSON object")
  static let quiet = Option(flag: "quiet", short: "q", help: "print only errors to standard error")

  static let all: [any OptionDeclaration] = [database, language, json, quiet]
}

extension Surroundings {
  /// The folder in a variable of the XDG Base Directory Specification, which requires ignoring a relative
  /// path.
  func baseFolder(_ variable: String) -> String? {
    environment[variable].flatMap { $0.hasPrefix("/") ? $0 : nil }
  }
}

extension Invocation {
  /// Where the knowledge base is.
  func databasePath(_ surroundings: Surroundings) throws -> String {
    surroundings.inputs.located(try statedDatabasePath(surroundings))
  }

  private func statedDatabasePath(_ surroundings: Surroundings) throws -> String {
    let environment = surroundings.environment
    if let path = self[GlobalOptions.database] { return path }
    // With bytes replaced, a path would name another file.
    func intact(_ path: String, _ name: String) throws -> String {
      guard path.hasReplacements else { return path }
      throw Failure(
        .configuration, "\(name) is not UTF-8: '\(path)'", hint: "Give the path with --db PATH, in UTF-8.")
    }
    if let path = environment["CASEBOOK_DB"], !path.isEmpty { return try intact(path, "CASEBOOK_DB") }
    if let folder = surroundings.baseFolder("XDG_DATA_HOME") {
      return try intact(folder, "XDG_DATA_HOME") + "/casebook/casebook.db"
    }
    guard let home = environment["HOME"], !home.isEmpty else {
      throw Failure(
        .configuration, "no path for the knowledge base: HOME is not set", hint: "Give one with --db PATH.")
    }
    _ = try intact(home, "HOME")
    // A home that does not exist is a mistake, or belongs to a user who should not have one.
    guard surroundings.isFile(home) else {
      throw Failure(
        .configuration, "no path for the knowledge base: HOME is \(home), which does not exist",
        hint: "Give one with --db PATH.")
    }
    return home + "/.local/share/casebook/casebook.db"
  }

  /// The language to answer in.
  func language(_ surroundings: Surroundings) -> LocaleTag {
    if let tag = self[GlobalOptions.language] { return tag }
    for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
      // As in setlocale(3), the first variable that is set decides, even if it names no language.
      if let value = surroundings.environment[name], !value.isEmpty { return LocaleTag(value) ?? .english }
    }
    return .english
  }

  var wantsJSON: Bool { self[GlobalOptions.json] }
  var isQuiet: Bool { self[GlobalOptions.quiet] }
}
