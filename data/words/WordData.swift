/// The word lists that ship with the library, by the name of their file, as a Zstandard frame each, made by `script/embed`.
///
/// One row a line, for a list in a language, as JSON:
/// `{"list":"stem","lang":"de","match":"part","words":["fehlt",…],"matches":["Das Modul fehlt"],"misses":["Das Modul"]}`.
///
/// - `lang` is left out where the words belong to no language, `kind` where the list has one kind of words.
/// - `match` says how the words are compared: `word` (a word of a text, in any case), `whole` (the whole text, in any
///   case), `exact` (the whole text), `part` (anywhere in a text, in any case), `start` (the text begins with it, in any
///   case), `exact-start`, `end` or `exact-end`.
/// - `matches` and `misses` are samples for a test: texts that the words match, and texts close by that no row of this
///   list and kind matches.
public func packedWords(_ file: String) -> [UInt8] {
  switch file {
  case "common": PackageResources.common_zst
  case "failure": PackageResources.failure_zst
  case "headings": PackageResources.headings_zst
  case "logs": PackageResources.logs_zst
  case "names": PackageResources.names_zst
  case "reports": PackageResources.reports_zst
  case "tables": PackageResources.tables_zst
  default: []
  }
}

/// The names of all files of word lists.
public let wordFiles = ["common", "failure", "headings", "logs", "names", "reports", "tables"]
