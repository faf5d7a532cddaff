import CasebookIngest
public import CasebookKnowledge
import CasebookLogText
import CasebookSignatures
import CasebookStorage
import Glibc

extension KnowledgeBase {
  /// Opens the knowledge base in a file; makes one if there is none and `access` or `bundled` allows that.
  ///
  /// A file that exists gets the bundled articles of another version when it is opened for writing. If only reading is
  /// asked for, and the file cannot be made, the knowledge base is in memory.
  ///
  /// - Parameters:
  ///   - path: The path of the file; `:memory:` for one in memory.
  ///   - bundled: The articles that come with the program, which a new one begins with; `nil` for none.
  ///   - areas: The areas of these articles that a new one has; `nil` for all, empty for none.
  ///   - told: Called when something was made or brought up to date.
  /// - Throws: An error that `KnowledgeBaseError` explains.
  public convenience init(
    path: String, access: FileAccess = .create, preferred: LocaleTag = .english,
    now: @escaping () -> Timestamp = Timestamp.now,
    bundled: BundledSource? = nil, areas: Set<String>? = nil, told: (BundledNews) -> Void = { _ in }
  ) throws {
    let isThere = try Self.isThere(path)
    let isMade = !isThere && (bundled != nil || access == .create)
    var made: [Int?] = []
    func open(_ path: String, _ access: FileAccess) throws -> Store {
      try Store(
        path: path, access: isMade ? .create : access,
        busyTimeout: isThere || bundled == nil ? Store.busyTimeout : Store.makingTimeout, now: now
      ) { store in
        if let bundled { made.append(try bundled.fill(store, areas)) }
      }
    }
    let store: Store
    var reason: String?
    do {
      if isMade { try Self.makeFolders(for: path) }
      store = try open(path, access)
    } catch let error as StoreError where access == .writeIfPossible && error.isReadOnly {
      store = try open(path, .read)
    } catch let error
      where access == .read && bundled != nil && (isMade || Self.isUnfinished(path))
      && Self.isLackOfRoom(error)
    {
      reason = KnowledgeBaseError(error)?.message
      made = []
      store = try open(":memory:", .create)
      // Without an article there is nothing to answer from.
      if made.last.flatMap(\.self) == nil { throw error }
    }
    if let articles = made.last { told(.made(articles: articles, insteadOf: reason)) }
    self.init(store, preferred: preferred)
    if isMade {
      try store.noteSigning(Signer.version)
    } else if try store.isSigningOutdated(Signer.version) {
      if access == .read {
        // A file that is only read is upgraded, too, where that is possible.
        _ = try? KnowledgeBase(path: path, access: .write, now: now)
      } else {
        try signAgain()
      }
    }
    if try store.areLocalArticlesOutdated() {
      if access == .read {
        _ = try? KnowledgeBase(path: path, access: .write, now: now)
      } else {
        try store.followLocalResolutions(signer: signer)
      }
    }
    if isThere, access != .read, let bundled, let articles = try bundled.refresh(self) {
      told(.refreshed(articles: articles))
    }
  }

  /// Signs what is stored again if the rules moved.
  private func signAgain() throws {
    try store.signAgain(
      version: Signer.version, message: { signer.signature(of: $0) },
      report: { signer.signature(of: LogRecord($0).lead) })
  }

  /// Whether a file has no schema yet, because the disk was full when it was made.
  private static func isUnfinished(_ path: String) -> Bool {
    guard let file = fopen(path, "rb") else { return false }
    defer { fclose(file) }
    // The four bytes from 60 are the version of the schema (https://sqlite.org/fileformat.html).
    var header = [UInt8](repeating: 0, count: 64)
    return fread(&header, 1, header.count, file) == header.count && header[60...].allSatisfy { $0 == 0 }
  }

  /// Whether a file cannot be made although nothing is wrong with the request: a full disk, a folder without permission.
  private static func isLackOfRoom(_ error: any Error) -> Bool {
    switch KnowledgeBaseError(error)?.cause {
    case .cannotCreate, .io: true
    default: false
    }
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
        .data,
        "\(path): a folder; give --db the path of a file, such as \(path)\(path.hasSuffix("/") ? "" : "/")casebook.db"
      )
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
}
