import CasebookCommandKit
import CasebookIngest
import Glibc
import ScratchKit

func readFile(_ path: String) throws -> [UInt8] {
  var bytes: [UInt8] = []
  try forEachChunk(of: path) { bytes.append(contentsOf: $0) }
  return bytes
}

/// Writes a whole file, and creates its folder.
func writeFile(_ bytes: [UInt8], to path: String) throws {
  if let slash = path.lastIndex(of: "/") { mkdir(String(path[..<slash]), 0o700) }
  guard let file = fopen(path, "wb") else {
    throw Failure(.cannotCreate, "\(path): \(String(cString: strerror(errno)))")
  }
  defer { fclose(file) }
  guard fwrite(bytes, 1, bytes.count, file) == bytes.count else {
    throw Failure(.io, "\(path): cannot be written")
  }
}

/// The files below a folder, ordered by path.
func files(below folder: String) -> [String] {
  let paths = (names(in: folder, withHidden: true) ?? []).map { folder + "/" + $0 }
  return paths.flatMap { names(in: $0) == nil ? [$0] : files(below: $0) }.sorted()
}

/// Removes a folder and its contents.
func remove(folder: String) {
  for name in names(in: folder, withHidden: true) ?? [] { remove(folder: folder + "/" + name) }
  remove(folder)
}

/// Writes a line immediately, so that output before a crash is kept.
func say(_ line: String, to descriptor: Int32 = STDOUT_FILENO) {
  let bytes = Array((line + "\n").utf8)
  _ = write(descriptor, bytes, bytes.count)
}
