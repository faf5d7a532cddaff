import CasebookCommandKit
import CasebookService
import Testing

@testable import CasebookCommands
@testable import CasebookSQLite

/// The exit status and message for refusals by the system.
struct FailureTests {
  private func failure(_ code: Int32, _ message: String, systemError: Int32 = 0) -> Failure {
    let error = SQLiteError(
      code: code, message: message, sql: "SELECT 1", path: "kb.db", systemError: systemError)
    return Failure(KnowledgeBaseError(error) ?? error)
  }

  @Test(arguments: [Int32(7), 3082]) func `no memory is no defect, and shows no SQL`(code: Int32) {
    let failure = failure(code, "out of memory")
    #expect(failure.status == .unavailable)
    #expect(
      failure.message == "kb.db: out of memory; raise the limit (ulimit -v), or close other programs")
  }

  @Test func `a limit on the size of files is named`() {
    let failure = failure(778, "disk I/O error", systemError: 27)
    #expect(failure.status == .io)
    #expect(
      failure.message.hasPrefix("kb.db: writing failed, at the limit on the size of files (ulimit -f);"))
  }

  @Test func `the system's reason is told`() {
    let failure = failure(14, "unable to open database file", systemError: 30)
    #expect(failure.status == .cannotCreate)
    #expect(
      failure.message.hasPrefix(
        "kb.db: cannot be opened (unable to open database file: Read-only file system);"))
  }
}
