import CasebookCommandKit
import CasebookIngest
import CasebookKnowledge
import CasebookService
import CasebookStorage
import Glibc

extension Surroundings {
  /// The knowledge base that an invocation names. If there is none, makes one from the bundled articles.
  func open(_ invocation: Invocation, _ access: Store.Access) throws -> KnowledgeBase {
    let path = try invocation.databasePath(self)
    let isThere = try isThere(path)
    if access == .read { try checkExists(invocation) }
    if !isThere { try makeRoom(path) }
    var remark: String?
    let store = try Store(
      path: path, access: isThere ? access : .create,
      busyTimeout: isThere ? Store.busyTimeout : Store.makingTimeout, now: now
    ) {
      remark = try fill($0, path: path)
    }
    if let remark, !invocation.isQuiet { say(remark) }
    return KnowledgeBase(store, preferred: invocation.language(self))
  }

  /// The knowledge base that an invocation names, for reading; `nil` if there is none. Does not make one.
  func openIfThere(_ invocation: Invocation) throws -> KnowledgeBase? {
    // A user without a home has no default knowledge base.
    guard let path = try? invocation.databasePath(self), try isThere(path) else { return nil }
    return KnowledgeBase(
      try Store(path: path, access: .read, now: now), preferred: invocation.language(self))
  }

  /// The knowledge base to check; opens it read-only if it cannot be written.
  func openForCheck(_ invocation: Invocation) throws -> KnowledgeBase {
    try checkExists(invocation)
    do {
      return try open(invocation, .write)
    } catch let error as StoreError where error.isReadOnly {
      return try open(invocation, .read)
    }
  }

  /// The knowledge base to ingest into; a new one starts empty.
  func openForIngest(_ invocation: Invocation) throws -> KnowledgeBase {
    let path = try invocation.databasePath(self)
    _ = try isThere(path)
    try makeRoom(path)
    return KnowledgeBase(
      try Store(path: path, access: .create, now: now), preferred: invocation.language(self))
  }

  /// Only a verb that writes makes a file that `--db` names.
  func checkExists(_ invocation: Invocation) throws {
    guard invocation.isGiven(GlobalOptions.database) else { return }
    let path = try invocation.databasePath(self)
    if path != ":memory:", !isFile(path) { throw StoreError.missing(path: path) }
  }

  /// Whether there is a file to open. An empty file, as `mktemp` makes it, will become a knowledge base.
  ///
  /// Checked here because SQLite reports a folder as an I/O error and a device as a full disk, and blocks on
  /// a pipe until the other end opens.
  private func isThere(_ path: String) throws -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { return false }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return status.st_size > 0
    case S_IFDIR:
      throw Failure(.data, "\(path): a folder; give --db the path of a file, such as \(path)/casebook.db")
    default: throw Failure(.data, "\(path): not a regular file; give --db another path")
    }
  }

  private func makeRoom(_ path: String) throws {
    if path == ":memory:" { return }
    do throws(FileError) {
      try makeFolders(above: path)
    } catch {
      throw Failure(
        .cannotCreate, "\(error.path): cannot create the folder of the knowledge base (\(error.reason))",
        hint: "Give another path with --db PATH.")
    }
  }

  /// Puts the bundled articles into a new knowledge base; returns a message about it.
  private func fill(_ store: Store, path: String) throws -> String {
    guard let folder = bundledArticles() else {
      return "no knowledge base yet; made an empty one, \(path); fill it with: casebook ingest PATH…"
    }
    let report = try KnowledgeBase(store).ingestBundled(folder)
    return
      "no knowledge base yet; made one of \(counted(report.articles.added, "bundled article")), \(path)"
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
