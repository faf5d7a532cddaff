package import CasebookKnowledge
import CasebookText

/// The path of a file without its language, equal for an article in all parallel folders:
/// `docs.de-de/a/x.md`, `docs/a/x.md`, `content/de/x.md` and `content/en/x.md`, `x.fr.md` and `x.md`.
package func neutralPath(_ source: String) -> String {
  var components = source.split(separator: "/", omittingEmptySubsequences: false)
  guard let file = components.popLast() else { return source }
  let folders = components.compactMap { component -> Substring? in
    if LocaleTag(ofFolder: component) != nil { return nil }
    guard let dot = component.utf8.lastIndex(of: UInt8(ascii: ".")), dot > component.startIndex,
      LocaleTag(ofFolder: component[component.index(after: dot)...]) != nil
    else { return component }
    return component[..<dot]
  }
  return (folders + [withoutLocale(file)]).joined(separator: "/")
}

/// Turns `x.de.md` into `x.md`.
private func withoutLocale(_ file: Substring) -> Substring {
  guard file.utf8.count(where: { $0 == UInt8(ascii: ".") }) >= 2 else { return file }
  let parts = file.split(separator: ".", omittingEmptySubsequences: false)
  guard parts.count >= 3, LocaleTag(ofFolder: parts[parts.count - 2]) != nil, !parts[0].isEmpty else {
    return file
  }
  return (parts.dropLast(2) + parts.suffix(1)).joined(separator: ".")[...]
}

extension LocaleTag {
  /// The locale in a folder's name: `…/fr-fr/…`, `…/cpp-docs.de-de/…`, `…/ja/…`; the innermost counts.
  package init?(inPath path: String) {
    for component in path.split(separator: "/").dropLast().reversed() {
      guard let tag = LocaleTag(ofFolder: component.split(separator: ".").last ?? component) else { continue }
      self = tag
      return
    }
    return nil
  }

  /// The locale that a word of a folder's name states: `de`, `fr-fr`, `zh-hans`, `pt_BR`.
  package init?(ofFolder word: Substring) {
    // The length of the first part rules out nearly every other folder.
    guard word.utf8.prefix(while: { $0 != UInt8(ascii: "-") && $0 != UInt8(ascii: "_") }).count == 2 else {
      return nil
    }
    let parts = word.split { $0 == "-" || $0 == "_" }
    guard let language = parts.first, Self.documentationLanguages.contains(language),
      parts.count == 1 || (parts.count == 2 && (parts[1].count == 2 || parts[1].count == 4)),
      let tag = LocaleTag(word)
    else { return nil }
    self = tag
  }

  private static let documentationLanguages = WordList("names", "documentation-language")
}
