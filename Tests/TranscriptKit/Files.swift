import Glibc

/// A file that could not be used.
struct FileProblem: Error, CustomStringConvertible {
  let path: String
  let message: String

  var description: String { "\(path): \(message)" }

  init(path: String, message: String) {
    self.path = path
    self.message = message
  }

  init(errorNumberFor path: String) { self.init(path: path, message: String(cString: strerror(errno))) }
}

func readFile(_ path: String) throws -> [UInt8] {
  let descriptor = open(path, O_RDONLY)
  if descriptor < 0 { throw FileProblem(errorNumberFor: path) }
  defer { close(descriptor) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = read(descriptor, &chunk, chunk.count)
    if count < 0 { throw FileProblem(errorNumberFor: path) }
    if count == 0 { return bytes }
    bytes += chunk[..<count]
  }
}

/// Writes a file, creating the folders above it.
func writeFile(_ path: String, _ bytes: [UInt8]) throws {
  for (index, byte) in path.utf8.enumerated() where byte == UInt8(ascii: "/") && index > 0 {
    mkdir(String(decoding: path.utf8.prefix(index), as: UTF8.self), 0o777)
  }
  let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o666)
  if descriptor < 0 { throw FileProblem(errorNumberFor: path) }
  defer { close(descriptor) }
  var rest = bytes[...]
  while !rest.isEmpty {
    let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    if count < 0 { throw FileProblem(errorNumberFor: path) }
    rest = rest.dropFirst(count)
  }
}

/// The transcripts in a folder, by path, in alphabetical order; empty if the folder does not exist.
public func transcriptFiles(in folder: String) -> [String] {
  names(in: folder).filter { $0.hasSuffix(".transcript") }.sorted().map { folder + "/" + $0 }
}

/// Calls the body with the path of a new, empty folder, and then removes the folder with its content.
public func withTemporaryFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
  let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
  var template = Array("\(base)/transcript-XXXXXX".utf8CString)
  guard mkdtemp(&template) != nil else { throw FileProblem(errorNumberFor: base) }
  let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  defer { remove(folder: path) }
  return try body(path)
}

private func names(in folder: String) -> [String] {
  guard let stream = opendir(folder) else { return [] }
  defer { closedir(stream) }
  var names: [String] = []
  while let entry = readdir(stream) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
      pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
    }
    if name != ".", name != ".." { names.append(name) }
  }
  return names
}

/// A symbolic link is removed, not followed.
private func remove(folder: String) {
  for name in names(in: folder) {
    let path = folder + "/" + name
    if unlink(path) != 0 { remove(folder: path) }
  }
  rmdir(folder)
}
