import Glibc
import Testing

@testable import CasebookRedaction

/// Real logs, reports and articles contain words like `token` and `password` everywhere, but no secrets.
@Suite struct RedactOpenDataTests {
  static let folder: String = {
    let parts = #filePath.split(separator: "/").dropLast(3)
    return "/" + parts.dropLast().joined(separator: "/") + "/shared"
  }()

  static var isPresent: Bool { access(folder, R_OK) == 0 }

  private func files(in folder: String) -> [String] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var files: [String] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name.hasPrefix(".") { continue }
      let path = "\(folder)/\(name)"
      files += entry.pointee.d_type == UInt8(DT_DIR) ? self.files(in: path) : [path]
    }
    return files
  }

  private func bytes(of path: String) -> [UInt8] {
    guard let file = fopen(path, "r") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
    return bytes
  }

  @Test(
    .enabled(if: isPresent, "the open data is not beside the package"),
    arguments: ["loghub", "cases", "seeds"])
  func `nothing in the open data is taken for a secret`(_ part: String) {
    let paths = files(in: "\(Self.folder)/\(part)")
    #expect(!paths.isEmpty)
    for path in paths {
      let bytes = bytes(of: path)
      let found = bytes.withUnsafeBufferPointer { Redactor().findings(in: $0) }
      #expect(found.isEmpty, "\(path): \(found.map { String(decoding: bytes[$0.range], as: UTF8.self) })")
    }
  }
}
