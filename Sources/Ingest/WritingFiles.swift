import Glibc

/// Writes a file completely or not at all, and creates the folders above it. The data goes to a hidden file
/// beside the target first; that file remains if the process is killed.
///
/// - Throws: `FileError` with the path that failed.
public func writeFile(_ bytes: [UInt8], to path: String) throws(FileError) {
  try makeFolders(above: path)
  let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
  var template = Array((folder + ".casebook-XXXXXX").utf8CString)
  let descriptor = mkstemp(&template)
  guard descriptor >= 0 else { throw FileError(path) }
  let temporary = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  var written = 0
  while written < bytes.count {
    let count = bytes.withUnsafeBytes {
      write(descriptor, $0.baseAddress.map { $0 + written }, bytes.count - written)
    }
    if count < 0 && errno == EINTR { continue }
    if count <= 0 {
      let number = errno
      close(descriptor)
      unlink(temporary)
      throw FileError(path, number)
    }
    written += count
  }
  fchmod(descriptor, 0o644)
  guard close(descriptor) == 0, rename(temporary, path) == 0 else {
    let number = errno
    unlink(temporary)
    throw FileError(path, number)
  }
}

/// Creates the missing folders above a path.
public func makeFolders(above path: String) throws(FileError) {
  var end = path.startIndex
  while let slash = path[end...].firstIndex(of: "/") {
    let folder = String(path[..<slash])
    if !folder.isEmpty, mkdir(folder, 0o755) != 0, errno != EEXIST { throw FileError(folder) }
    end = path.index(after: slash)
  }
}
