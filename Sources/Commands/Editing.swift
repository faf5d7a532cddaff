import CasebookCommandKit
import CasebookService
import Glibc

extension Surroundings {
  /// The typed words, all of standard input for `-`, or what a person writes in their editor; without one, standard input.
  func writtenText(_ words: [String], _ invocation: Invocation, _ explanation: String) throws -> String {
    if words.isEmpty, let text = try edited(explanation) { return text }
    return try requiredText(words, invocation)
  }

  /// The text that a person writes in `$VISUAL` or `$EDITOR`; `nil` without a terminal or an editor. Lines that start with `#` are
  /// left out, as git does.
  ///
  /// - Throws: `Failure` if the editor cannot be run or fails; nothing is stored then.
  func edited(_ explanation: String) throws -> String? {
    try edit("\n" + Self.comment(explanation)).map { text in
      text.split(separator: "\n", omittingEmptySubsequences: false).filter { !$0.hasPrefix("#") }
        .joined(separator: "\n").trimmed
    }
  }

  /// The same for a text in Markdown, whose headings start with `#`: all below the line with the scissors is left out, as
  /// git does.
  func edited(_ text: String, explanation: String) throws -> String? {
    let below = "# Do not change the line above. All below it is left out.\n"
    return try edit("\(text)\n\(Self.scissors)\n\(below)\(Self.comment(explanation))").map { edited in
      let lines = edited.split(separator: "\n", omittingEmptySubsequences: false)
      return lines.prefix { $0 != Self.scissors }.joined(separator: "\n").trimmed
    }
  }

  private static let scissors = "# ------------------------ >8 ------------------------"

  private static func comment(_ text: String) -> String {
    text.split(separator: "\n").map { "# \($0)\n" }.joined()
  }

  private func edit(_ text: String) throws -> String? {
    let names = [environment["VISUAL"], environment["EDITOR"]]
    guard isInputTerminal, let editor = names.compactMap(\.self).first(where: { !$0.isEmpty }) else {
      return nil
    }
    let folder = environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    var path = Array((folder + "/casebook-XXXXXX.md").utf8CString)
    let file = mkstemps(&path, 3)
    guard file >= 0 else {
      throw Failure(
        .cannotCreate, "\(folder): cannot make a file to edit (\(String(cString: strerror(errno))))")
    }
    let name = path.withUnsafeBufferPointer {
      String(decoding: $0.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
    defer { unlink(name) }
    let template = Array(text.utf8)
    let isWritten = template.withUnsafeBytes { write(file, $0.baseAddress, $0.count) } == template.count
    close(file)
    guard isWritten else { throw Failure(.io, "\(name): cannot write it") }
    try run(editor, on: name)
    let bytes = try inputs.bytes(of: name, limit: 2 << 20).bytes
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Runs an editor as a shell would: `$EDITOR` may have arguments.
  private func run(_ editor: String, on file: String) throws {
    let command = ShellCommand(editor, [file], environment: environment)
    guard let child = command.start() else {
      throw Failure(.unavailable, "the editor '\(editor)' cannot be run; nothing was stored")
    }
    let end = ShellCommand.end(of: child)
    guard end == .exited(0) else {
      throw Failure(
        .data, "the editor '\(editor)' failed (\(end.description)); nothing was stored",
        hint: "Set EDITOR to another one, or give the text as an argument.")
    }
  }
}

extension String {
  /// Without white space at both ends.
  fileprivate var trimmed: String {
    guard let first = firstIndex(where: { !$0.isWhitespace }),
      let last = lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return String(self[first...last])
  }
}
