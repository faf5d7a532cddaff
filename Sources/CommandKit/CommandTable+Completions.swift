/// A shell that completes command lines.
public enum Shell: String, CaseIterable, Sendable {
  /// GNU Bash, with or without the package bash-completion.
  case bash
  /// The Z shell, with its new completion system (`compinit`).
  case zsh
  /// fish.
  case fish
}

extension CommandTable {
  /// The script that makes a shell complete verbs, options and their values.
  ///
  /// Free text gets no completions. File names would be wrong there.
  public func completions(for shell: Shell) -> String {
    switch shell {
    case .bash: bashCompletions
    case .zsh: zshCompletions
    case .fish: fishCompletions
    }
  }

  /// A call of the program that lists words only it knows.
  func call(_ arguments: [String]) -> String {
    ([name] + arguments.map(shellQuoted)).joined(separator: " ")
  }
}

/// A word that all three shells read back unchanged, quoted only if necessary.
func shellQuoted(_ word: String) -> String {
  let isPlain = word.utf8.allSatisfy { byte in
    (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte) || (0x2D...0x39).contains(byte)
      || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "=")
  }
  return isPlain && !word.isEmpty ? word : "'" + word.replacingEach("'", with: #"'\''"#) + "'"
}

extension String {
  /// The text with another one in place of each occurrence of a character.
  func replacingEach(_ old: Character, with new: String) -> String {
    split(separator: old, omittingEmptySubsequences: false).joined(separator: new)
  }
}
