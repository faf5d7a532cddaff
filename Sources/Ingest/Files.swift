import CasebookText
import Glibc

/// Why a file could not be read.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The path as given.
  public let path: String
  /// The operating system's error number.
  public let number: Int32

  init(_ path: String, _ number: Int32 = errno) {
    self.path = path
    self.number = number
  }

  /// Whether the file does not exist.
  public var isMissing: Bool { number == ENOENT || number == ENOTDIR }

  /// Whether it exists but may not be read.
  public var isForbidden: Bool { number == EACCES || number == EPERM }

  /// Whether a folder was read as a file.
  public var isFolder: Bool { number == EISDIR }

  /// Whether the path leads to no readable file; otherwise reading failed.
  public var isUnreachable: Bool { isMissing || isForbidden || number == ELOOP }

  /// `No such file or directory`
  public var reason: String {
    switch number {
    case EILSEQ: "the name is not UTF-8; rename the file"
    case ESTALE: "changed while it was read; ingest it again when nothing writes it"
    case ELOOP: "a symbolic link that leads to itself; remove it"
    default: String(cString: strerror(number))
    }
  }

  /// `path: No such file or directory`
  public var description: String { "\(path): \(reason)" }
}

/// A file descriptor that is closed when it goes out of scope.
struct OpenFile: ~Copyable {
  let descriptor: Int32

  init(reading path: String) throws(FileError) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    if descriptor < 0 { throw FileError(path) }
  }

  deinit { close(descriptor) }
}

/// The kind of file at a path.
enum FileKind {
  case file(size: Int)
  case folder
  /// A pipe, a socket, a device.
  case stream

  init(_ path: String) throws(FileError) {
    var status = stat()
    guard stat(path, &status) == 0 else { throw FileError(path) }
    switch status.st_mode & S_IFMT {
    case S_IFDIR: self = .folder
    case S_IFREG: self = .file(size: Int(status.st_size))
    default: self = .stream
    }
  }
}

/// All bytes of a file, up to `limit`. If another process changes the file meanwhile, the bytes would mix two
/// texts: the file is read once more, and then refused with `ESTALE`. `meanwhile` is called before each check
/// for changes.
func readFile(
  _ path: String, limit: Int, meanwhile: () -> Void = {}
) throws(FileError) -> (bytes: [UInt8], isWhole: Bool) {
  for _ in 0..<2 {
    let file = try OpenFile(reading: path)
    var before = stat()
    var after = stat()
    fstat(file.descriptor, &before)
    let result = try readBytes(file, limit: limit, size: Int(before.st_size), path)
    meanwhile()
    fstat(file.descriptor, &after)
    if !result.isWhole || isUntouched(before, after) { return result }
  }
  throw FileError(path, ESTALE)
}

/// All bytes of an article's file; `nil` if a stored path leads to a device or a pipe, which might never end.
public func articleBytes(_ path: String) -> [UInt8]? {
  guard case .file? = try? FileKind(path), let read = try? readFile(path, limit: Ingest.articleLimit),
    read.isWhole
  else { return nil }
  return read.bytes
}

private func isUntouched(_ before: stat, _ after: stat) -> Bool {
  before.st_size == after.st_size && before.st_mtim.tv_sec == after.st_mtim.tv_sec
    && before.st_mtim.tv_nsec == after.st_mtim.tv_nsec
}

private func readBytes(
  _ file: borrowing OpenFile, limit: Int, size: Int, _ path: String
) throws(FileError) -> (bytes: [UInt8], isWhole: Bool) {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(min(size, limit) + 1)
  while bytes.count <= limit {
    var count = 0
    let chunk = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, filled in
      count = read(file.descriptor, buffer.baseAddress, buffer.count)
      filled = max(0, count)
    }
    if count < 0 && errno == EINTR { continue }
    if count < 0 { throw FileError(path) }
    if count == 0 { return (bytes, true) }
    bytes += chunk
  }
  bytes.removeLast(bytes.count - limit)
  return (bytes, false)
}

/// The canonical absolute path; the path unchanged if it does not exist.
package func canonicalPath(_ path: String) -> String {
  guard let resolved = realpath(path, nil) else { return path }
  defer { free(resolved) }
  return String(cString: resolved)
}

/// Caches canonical paths by folder, because many files share one. Belongs to one thread.
final class CanonicalPaths {
  private var folder = (given: "", canonical: "/")

  /// Same as `canonicalPath`.
  func path(of file: String) -> String {
    guard let slash = file.lastIndex(of: "/") else { return canonicalPath(file) }
    let name = file[file.index(after: slash)...]
    var status = stat()
    guard !["", ".", ".."].contains(name), lstat(file, &status) == 0, status.st_mode & S_IFMT != S_IFLNK
    else {
      return canonicalPath(file)
    }
    let given = String(file[..<slash])
    if given != folder.given { folder = (given, canonicalPath(given)) }
    return folder.canonical == "/" ? "/\(name)" : "\(folder.canonical)/\(name)"
  }
}

/// A symbolic link that is not followed.
public struct PassedLink: Sendable {
  /// The path of the link.
  public let path: String
  /// The reason, and what to do.
  public let reason: String

  init(toFolder path: String) {
    self.path = path
    let isLoop = (canonicalPath(IncludeFiles.parent(of: path)) + "/").hasPrefix(canonicalPath(path) + "/")
    reason =
      isLoop
      ? "a symbolic link to a folder around it; not followed"
      : "a symbolic link to a folder; not followed, give the folder itself"
  }

  init(leadingOut path: String) {
    self.path = path
    reason = "a symbolic link to a file outside of the folder; not followed, give the file itself"
  }
}

/// The files below a folder in a stable order. Symbolic links to folders are not followed, which avoids
/// loops. Links to files outside this folder and `others` are not followed either: the owner of a folder must
/// not choose what else is read. Hidden folders are skipped. Calls `report` for unreadable files, and
/// `passOver` for skipped links.
func filesBelow(
  _ folder: String, or others: [String] = [], report: (FileError) -> Void, passOver: (PassedLink) -> Void
) -> [String] {
  var files: [String] = []
  let roots = ([folder] + others).map { canonicalPath($0) }.map { $0.hasSuffix("/") ? $0 : $0 + "/" }
  var pending = [folder]
  while let next = pending.popLast() {
    guard let stream = opendir(next) else {
      report(FileError(next))
      continue
    }
    defer { closedir(stream) }
    var folders: [String] = []
    while let entry = readdir(stream) {
      let (name, isValid) = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) {
          (String(cString: $0), String(validatingCString: $0) != nil)
        }
      }
      if name.hasPrefix(".") { continue }
      let path = next.hasSuffix("/") ? next + name : "\(next)/\(name)"
      // With its bytes replaced, the name would refer to another file.
      guard isValid else {
        report(FileError(path, EILSEQ))
        continue
      }
      var status = stat()
      guard lstat(path, &status) == 0 else {
        report(FileError(path))
        continue
      }
      switch status.st_mode & S_IFMT {
      case S_IFDIR: folders.append(path)
      case S_IFREG: files.append(path)
      case S_IFLNK:
        do throws(FileError) {
          switch try FileKind(path) {
          case .file:
            let target = canonicalPath(path)
            if roots.contains(where: target.hasPrefix) {
              files.append(path)
            } else {
              passOver(PassedLink(leadingOut: path))
            }
          case .folder: passOver(PassedLink(toFolder: path))
          case .stream: break
          }
        } catch {
          // Nobody misses a file whose name says that it is neither an article nor a log.
          let isWanted = ![.other, .text].contains(FileSort(suffixOf: path))
          if error.number == ELOOP || isWanted { report(error) }
        }
      default: break
      }
    }
    pending += folders
  }
  return files.sorted()
}

/// The JSON files in a folder, in a stable order; `nil` if the path is not a folder. Links to files are
/// followed, because people keep their configuration elsewhere.
public func jsonFiles(below folder: String) throws(FileError) -> [String]? {
  guard case .folder = try FileKind(folder) else { return nil }
  var problem: FileError?
  let files = filesBelow(folder, or: ["/"], report: { problem = problem ?? $0 }, passOver: { _ in }).filter {
    $0.hasSuffix(".json")
  }
  if let problem { throw problem }
  return files
}

/// The files below a folder whose names may be those of logs, in a stable order; `nil` if the path is not a
/// folder. Calls `passOver` for links that are not followed.
public func logFiles(
  below folder: String, report: (FileError) -> Void, passOver: (PassedLink) -> Void
) throws(FileError) -> [String]? {
  guard case .folder = try FileKind(folder) else { return nil }
  return filesBelow(folder, report: report, passOver: passOver).filter {
    [.runLog, .text].contains(FileSort(suffixOf: $0))
  }
}
