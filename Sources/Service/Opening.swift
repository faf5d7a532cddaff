import CasebookIngest
public import CasebookKnowledge
import CasebookLogText
import CasebookSignatures
import CasebookStorage
import Glibc

extension KnowledgeBase {
  /// Opens the knowledge base in a file; makes one if there is none and `access` or `articles` allows that.
  ///
  /// - Parameters:
  ///   - path: The path of the file; `:memory:` for one in memory.
  ///   - articles: The folder of the articles that a new one begins with. It may know none.
  ///   - made: Called for a new one with the number of these articles; `nil` without a folder.
  /// - Throws: An error that `KnowledgeBaseError` explains.
  public convenience init(
    path: String, access: FileAccess = .create, preferred: LocaleTag = .english,
    now: @escaping () -> Timestamp = Timestamp.now,
    articles: (() -> String?)? = nil, made: (_ articles: Int?) -> Void = { _ in }
  ) throws {
    let isThere = try Self.isThere(path)
    let isMade = !isThere && (articles != nil || access == .create)
    if isMade { try Self.makeFolders(for: path) }
    var counts: [Int?] = []
    func open(_ access: FileAccess) throws -> Store {
      try Store(
        path: path, access: isMade ? .create : access,
        busyTimeout: isThere || articles == nil ? Store.busyTimeout : Store.makingTimeout, now: now
      ) { store in
        if let articles { try counts.append(articles().map { try KnowledgeBase(store).ingestBundled($0) }) }
      }
    }
    let store: Store
    do {
      store = try open(access)
    } catch let error as StoreError where access == .writeIfPossible && error.isReadOnly {
      store = try open(.read)
    }
    if let count = counts.last { made(count) }
    self.init(store, preferred: preferred)
    if try store.isSigningOutdated(Signer.version) {
      if access == .read && !isMade {
        // A file that is only read is upgraded, too, where that is possible.
        _ = try? KnowledgeBase(path: path, access: .write, now: now)
      } else {
        try signAgain()
      }
    }
  }

  /// Signs what is stored again if the rules moved.
  private func signAgain() throws {
    try store.signAgain(
      version: Signer.version, message: { signer.signature(of: $0) },
      report: { signer.signature(of: LogRecord($0).lead) })
  }

  /// Whether there is a file to open. An empty file, as `mktemp` makes it, will become a knowledge base.
  ///
  /// Checked here because SQLite reports a folder as an I/O error and a device as a full disk, and blocks on
  /// a pipe until the other end opens.
  ///
  /// - Throws: `KnowledgeBaseError` for what is not a file.
  public static func isThere(_ path: String) throws(KnowledgeBaseError) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { return false }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return status.st_size > 0
    case S_IFDIR:
      throw KnowledgeBaseError(
        .data, "\(path): a folder; give --db the path of a file, such as \(path)/casebook.db")
    default: throw KnowledgeBaseError(.data, "\(path): not a regular file; give --db another path")
    }
  }

  private static func makeFolders(for path: String) throws(KnowledgeBaseError) {
    if path == ":memory:" { return }
    do throws(FileError) {
      try CasebookIngest.makeFolders(above: path)
    } catch {
      throw KnowledgeBaseError(
        .cannotCreate, "\(error.path): cannot create the folder of the knowledge base (\(error.reason))",
        hint: "Give another path with --db PATH.")
    }
  }

  /// Ingests the articles that come with the program, under names that do not depend on where it is installed. Returns
  /// their number.
  private func ingestBundled(_ folder: String) throws -> Int {
    var ingest = Ingest(into: store, signer: signer, renaming: folder, to: "bundled:")
    return try ingest.run([folder]).articles.added
  }
}
