import CasebookCommandKit
import CasebookKnowledge
import CasebookService
import CasebookSignatures
import CasebookStorage
import Glibc

extension Surroundings {
  /// The knowledge base that an invocation means. Where there is none, one is made from the bundled articles.
  func open(_ invocation: Invocation, _ access: Store.Access) throws -> KnowledgeBase {
    let path = try invocation.databasePath(self)
    let language = invocation.language(self)
    try checkIsNoFolder(path)
    let isMissing = Glibc.access(path, F_OK) != 0
    if isMissing {
      if path != ":memory:" { try makeFolders(above: path) }
      let store = try Store(path: path, access: .create, now: now)
      try fill(store, path: path, isQuiet: invocation.isQuiet)
      return KnowledgeBase(store, preferred: language)
    }
    return KnowledgeBase(try Store(path: path, access: access, now: now), preferred: language)
  }

  /// The knowledge base to ingest into: a new one starts empty.
  func openForIngest(_ invocation: Invocation) throws -> KnowledgeBase {
    let path = try invocation.databasePath(self)
    try checkIsNoFolder(path)
    if path != ":memory:" { try makeFolders(above: path) }
    return KnowledgeBase(
      try Store(path: path, access: .create, now: now), preferred: invocation.language(self))
  }

  /// SQLite calls a folder an I/O error, which sounds like a broken disk.
  private func checkIsNoFolder(_ path: String) throws {
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR {
      throw Failure(.data, "\(path): a folder; give --db the path of a file, such as \(path)/casebook.db")
    }
  }

  private func fill(_ store: Store, path: String, isQuiet: Bool) throws {
    guard let folder = bundledArticles() else {
      if !isQuiet {
        say("no knowledge base yet; made an empty one, \(path); fill it with: casebook ingest PATH…")
      }
      return
    }
    var ingest = Ingest(into: store, signer: Signer(), renaming: folder, to: "bundled:")
    let report = try ingest.run([folder])
    if !isQuiet {
      say("no knowledge base yet; made one of \(counted(report.articles.added, "bundled article")), \(path)")
    }
  }
}

/// The folder of the articles that come with the program: beside an installed one (`PREFIX/share/casebook`), or in the
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
