import CasebookCommandKit

/// The files or the message that the operands of a verb name.
struct NamedInputs {
  /// The files and folders; `-` is standard input.
  let paths: [String]
  /// The words that name no file, as one message; `nil` without any.
  let message: String?

  /// The name of a message among the names of files.
  static let messageName = "message"

  /// The inputs by name.
  var names: [String] { (message == nil ? [] : [Self.messageName]) + paths }
}

extension Surroundings {
  /// Sorts operands: a word is part of the message unless a file has that name, or it looks like the path of
  /// one. No operand means standard input.
  func inputs(_ operands: [String]) -> NamedInputs {
    func isPath(_ word: String) -> Bool { word == "-" || word.looksLikePath || isFile(word) }
    let words = operands.filter { !isPath($0) }
    return NamedInputs(
      paths: operands.isEmpty ? ["-"] : operands.filter(isPath),
      message: words.isEmpty ? nil : words.joined(separator: " "))
  }
}

extension ArgumentKind where Value == String {
  /// A message, or a path: the empty text and words that were not UTF-8 would name another file.
  static let input = Self("INPUT", expected: "a message or a path in UTF-8", completion: .file) {
    $0.isEmpty || $0.looksLikePath && $0.hasReplacements ? nil : $0
  }
}

extension String {
  /// Whether a word has no space, but a slash or an extension. Names of exceptions have dots too, but their
  /// last part is longer than extensions are.
  var looksLikePath: Bool {
    guard !contains(where: \.isWhitespace) else { return false }
    guard !contains("/") else { return true }
    guard let dot = lastIndex(of: ".") else { return false }
    let end = self[index(after: dot)...]
    return (1...8).contains(end.count) && end.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
  }
}
