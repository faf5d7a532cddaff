import CasebookCommandKit
import CasebookKnowledge
import CasebookService
import Glibc

extension Surroundings {
  /// The knowledge base that an invocation names. If there is none, makes one from the bundled articles.
  func open(_ invocation: Invocation, _ access: FileAccess) throws -> KnowledgeBase {
    if access == .read { try checkExists(invocation) }
    let path = try invocation.databasePath(self)
    return try KnowledgeBase(
      path: path, access: access, preferred: invocation.language(self), now: now, articles: bundledArticles
    ) { articles in
      guard !invocation.isQuiet else { return }
      let made = articles.map { "one of \(counted($0, "bundled article")), \(path)" }
      say(
        "no knowledge base yet; made "
          + (made ?? "an empty one, \(path); fill it with: casebook ingest PATH…"))
    }
  }

  /// The knowledge base that an invocation names, for reading; `nil` if there is none. Does not make one.
  func openIfThere(_ invocation: Invocation) throws -> KnowledgeBase? {
    // A user without a home has no default knowledge base.
    guard let path = try? invocation.databasePath(self), try KnowledgeBase.isThere(path) else { return nil }
    return try KnowledgeBase(path: path, access: .read, preferred: invocation.language(self), now: now)
  }

  /// Only a verb that writes makes a file that `--db` names.
  func checkExists(_ invocation: Invocation) throws {
    guard invocation.isGiven(GlobalOptions.database) else { return }
    let path = try invocation.databasePath(self)
    if path != ":memory:", !isFile(path) { throw KnowledgeBaseError.missing(path) }
  }
}

/// The folder of the bundled articles: beside an installed program (`PREFIX/share/casebook`), or in the
/// package that it was built in.
public func bundledArticlesFolder(environment: [String: String]) -> String? {
  if let folder = environment["CASEBOOK_DATA"], !folder.isEmpty { return existing(folder + "/articles") }
  guard let program = realpath("/proc/self/exe", nil) else { return nil }
  defer { free(program) }
  var folder = String(cString: program)[...]
  while let slash = folder.lastIndex(of: "/") {
    folder = folder[..<slash]
    if let found = existing("\(folder)/share/casebook/articles") { return found }
    if existing("\(folder)/Package.swift") != nil { return existing("\(folder)/data/articles") }
  }
  return nil
}

private func existing(_ path: String) -> String? { access(path, R_OK) == 0 ? path : nil }
