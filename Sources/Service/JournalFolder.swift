import CasebookIngest
import CasebookKnowledge
import CasebookStorage
import Glibc

/// A folder in which a team exchanges a journal, made for a git repository: `journal/ORIGIN/YYYY-MM.jsonl` and
/// `articles/SLUG.LOCALE.md`.
///
/// Other people write it. Links are not followed, sizes are bounded, and no name leads out of the folder.
struct JournalFolder {
  let path: String

  /// A line that is not as it should be, or a file that was skipped: `FILE:LINE: REASON`.
  typealias Complaint = String

  private static let mostBytes = 1 << 28
  private static let longestLine = 1 << 25

  /// A journal file: its entries, each with its line.
  struct JournalFile {
    var entries: [(entry: JournalEntry, line: ArraySlice<UInt8>)] = []
    /// Whether each line is an entry, so that the file may be written.
    var isWhole = true
  }

  // MARK: Reading

  /// The journal file of an origin and a month; `nil` if there is none.
  func journalFile(_ origin: String, _ month: String, _ say: (Complaint) -> Void) throws -> JournalFile? {
    let file = "\(path)/journal/\(origin)/\(month).jsonl"
    guard let bytes = try bytes(of: file, limit: Self.mostBytes, say) else { return nil }
    var read = JournalFile()
    let isEnded = bytes.last == 0x0A
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (index, line) in (isEnded ? lines.dropLast() : lines[...]).enumerated() {
      func complain(_ reason: String) {
        read.isWhole = false
        say("\(file):\(index + 1): \(reason)")
      }
      guard line.count <= Self.longestLine else {
        complain("longer than \(Self.longestLine >> 20) MiB; not taken")
        continue
      }
      guard let entry = JournalEntry(line: line) else {
        complain(Self.isConflict(line) ? Self.conflict : "not an entry of a journal; not taken")
        continue
      }
      guard entry.key.origin == origin, entry.time.month == month else {
        complain("entry \(entry.key) does not belong into this file; not taken")
        continue
      }
      read.entries.append((entry, line))
    }
    if !isEnded, !bytes.isEmpty { read.isWhole = false }
    return read
  }

  /// The origins and months of the journal files, in order.
  func journalFiles() throws -> [(origin: String, month: String)] {
    try names(in: "\(path)/journal").filter { EntryKey.isOrigin($0) }.flatMap { origin in
      try names(in: "\(path)/journal/\(origin)").compactMap { name in
        let month = name.dropLast(".jsonl".count)
        return name.hasSuffix(".jsonl") && Self.isMonth(month) ? (origin, String(month)) : nil
      }
    }
  }

  /// The names of the articles, as `SLUG.LOCALE`.
  func articles() throws -> [ArticleName] {
    try names(in: "\(path)/articles").compactMap { ArticleName(file: $0) }
  }

  /// The text of an article; `nil` if it cannot be taken.
  func article(_ name: ArticleName, _ complain: (Complaint) -> Void) throws -> String? {
    let file = "\(path)/articles/\(name.file)"
    guard let bytes = try bytes(of: file, limit: ArticleName.longestText, complain) else { return nil }
    for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
    where Self.isConflict(line) {
      complain("\(file):\(index + 1): \(Self.conflict)")
      return nil
    }
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.utf8.elementsEqual(bytes) else {
      complain("\(file):1: not UTF-8; not taken")
      return nil
    }
    return text
  }

  // MARK: Writing

  /// Writes a file, unless a link is in the way.
  func write(_ bytes: [UInt8], to name: String) throws {
    var folder = path
    for part in name.split(separator: "/").dropLast() {
      folder += "/" + part
      var status = stat()
      guard lstat(folder, &status) != 0 || status.st_mode & S_IFMT == S_IFDIR else {
        throw KnowledgeBaseError(.cannotCreate, "\(folder): not a folder; nothing is written through a link")
      }
    }
    do throws(FileError) {
      try writeFile(bytes, to: "\(path)/\(name)")
    } catch {
      throw KnowledgeBaseError(.cannotCreate, error.description)
    }
  }

  /// Removes a file; of a link, the link itself.
  func remove(_ name: String) throws {
    guard unlink("\(path)/\(name)") == 0 || errno == ENOENT else {
      throw KnowledgeBaseError(.io, "\(path)/\(name): \(String(cString: strerror(errno)))")
    }
  }

  /// Throws an error if nothing exists at its path.
  func requireFolder() throws {
    var status = stat()
    guard stat(path, &status) != 0, errno == ENOENT else { return }
    throw KnowledgeBaseError(
      .noInput, "\(path): no such folder",
      hint: "To make it, as the first of a team: casebook sync --create FOLDER")
  }

  /// Makes the folder itself.
  func make() throws {
    do throws(FileError) {
      try makeFolders(above: path + "/journal/")
    } catch {
      throw KnowledgeBaseError(.cannotCreate, "\(error.path): cannot create the folder (\(error.reason))")
    }
  }

  // MARK: Files of other people

  /// The bytes of a regular file; `nil` if there is none, or it was skipped.
  private func bytes(of file: String, limit: Int, _ complain: (Complaint) -> Void) throws -> [UInt8]? {
    let descriptor = open(file, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      complain(
        errno == ELOOP ? "\(file):1: a link; not followed" : "\(file):1: \(String(cString: strerror(errno)))")
      return nil
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      complain("\(file):1: not a regular file; skipped")
      return nil
    }
    guard status.st_size <= limit else {
      complain("\(file):1: larger than \(limit >> 20) MiB; skipped")
      return nil
    }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= limit {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw KnowledgeBaseError(.io, "\(file): \(String(cString: strerror(errno)))")
      }
      if count == 0 { break }
      bytes += buffer[..<count]
    }
    return bytes
  }

  /// The names in a folder, in order; empty if it is missing or a link.
  private func names(in folder: String) throws -> [String] {
    var status = stat()
    guard lstat(folder, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return [] }
    guard let stream = opendir(folder) else {
      throw KnowledgeBaseError(.noInput, "\(folder): \(String(cString: strerror(errno)))")
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted()
  }

  private static let conflict = "a conflict that git left; resolve it, then sync again"

  private static func isConflict(_ line: ArraySlice<UInt8>) -> Bool {
    ["<<<<<<< ", ">>>>>>> ", "||||||| "].contains { line.starts(with: $0.utf8) }
      || line.elementsEqual("=======".utf8)
  }

  private static func isMonth(_ text: Substring) -> Bool {
    text.utf8.count == 7
      && text.utf8.enumerated().allSatisfy {
        $0.offset == 4 ? $0.element == 0x2D : (0x30...0x39).contains($0.element)
      }
  }
}

extension Timestamp {
  /// `2021-10`
  var month: String { String(date.dropLast(3)) }
}
