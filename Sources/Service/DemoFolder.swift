import CasebookDemoData
import CasebookIngest
import CasebookKnowledge
import Glibc

/// A temporary folder with the sample logs, to play with. It is removed with everything in it when it goes out of scope.
public struct DemoFolder: ~Copyable {
  /// Its path.
  public let path: String

  /// The first steps of a new user in it: the arguments of the program, as a shell reads them.
  public static var commands: [String] {
    String(decoding: DemoData.commands, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  /// Makes a folder in another one.
  ///
  /// - Throws: `KnowledgeBaseError` if it cannot be written.
  public init(in parent: String) throws { path = try Self.made(in: parent) }

  private static func made(in parent: String) throws -> String {
    var template = Array("\(parent)/casebook-demo-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw KnowledgeBaseError(
        .cannotCreate, "\(parent): cannot make a temporary folder (\(String(cString: strerror(errno))))",
        hint: "Give another folder in TMPDIR.")
    }
    let path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    do {
      for (name, bytes) in DemoData.logs { try writeFile(bytes, to: path + "/" + name) }
    } catch {
      remove(path)
      throw error
    }
    return path
  }

  deinit { Self.remove(path) }

  private static func remove(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      unlink(path)
      return
    }
    if let stream = opendir(path) {
      while let entry = readdir(stream) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) {
          $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { remove(path + "/" + name) }
      }
      closedir(stream)
    }
    rmdir(path)
  }
}
