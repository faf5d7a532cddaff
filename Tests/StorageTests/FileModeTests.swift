import CasebookKnowledge
import Glibc
import ScratchKit
import Testing

@testable import CasebookStorage

struct FileModeTests {
  private let scratch = Scratch()

  private func mode(_ path: String) -> mode_t {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode & 0o777 : 0
  }

  @Test func `only its owner may read a new knowledge base, and one that is there keeps its mode`() throws {
    let path = scratch["new.db"]
    do { _ = try Store(path: path, access: .create) }
    #expect(mode(path) == 0o600)
    chmod(path, 0o640)
    do { _ = try Store(path: path, access: .create) }
    #expect(mode(path) == 0o640)
  }
}
