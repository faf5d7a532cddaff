import CasebookCommandKit
import CasebookCommands
import Glibc
import ScratchKit
import Testing

/// The scripts in real shells, if installed. The program itself is a function there.
struct CompletionTests {
  private static let program = """
    casebook() {
      case "$*" in
        'completions --list ids') printf '%s\\n' disk-is-full 'odd $(reboot)' out-of-memory/42 ;;
        'completions --list locales') printf '%s\\n' de ja ;;
        'completions --list incidents') printf '%s\\t%s\\n' 12 'gate 7' 15 'quota' ;;
      esac
    }
    """

  /// The text after `casebook`, and bash's completions for its last word.
  @Test(
    .enabled(if: isInstalled("bash"), "bash is not installed"),
    arguments: [
      ("se", "search"),
      ("--db x.db se", "search"),
      ("h", "history help"),
      ("search --in ''", "all articles incidents events"),
      ("search --in = e", "events"),
      ("search --in =", "all articles incidents events"),
      ("search --in events --li", "--limit"),
      ("search --no", "--no-color --no-pager"),
      ("--l", "--lang"),
      ("search ''", ""),
      ("search -- --l", ""),
      ("ingest --keep w", "warnings"),
      ("show ''", #"disk-is-full odd\ \$\(reboot\) out-of-memory/42"#),
      ("show disk-is-full ''", ""),
      ("note 1", "12 15"),
      ("show --lang ''", "de ja"),
      ("note 1 'no help' --tried o", #"odd\ \$\(reboot\) out-of-memory/42"#),
      ("help sh", "show"),
      ("diagnose a.log ''", "(compopt -o default)"),
      ("--db ''", "(compopt -o default)"),
      ("export --to ''", "(compopt -o default)"),
      ("completions ''", "bash zsh fish"),
      ("no-such-verb ''", ""),
    ])
  func `bash offers what the table knows`(_ typed: String, _ offered: String) throws {
    let script = """
      \(Self.program)
      compopt() { printf '(%s)' "compopt $*"; }
      \(casebookTable.completions(for: .bash))
      COMP_WORDS=(casebook \(typed))
      COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
      _casebook
      printf '%s' "${COMPREPLY[*]}"
      """
    #expect(try output(of: "bash --norc", script) == offered)
  }

  /// zsh completes only where somebody types, so the script types at a shell on a terminal of its own.
  @Test(
    .enabled(if: isInstalled("zsh"), "zsh is not installed"),
    arguments: [
      ("se", "search"),
      ("--db x.db sh", "show"),
      ("search --in e", "events"),
      ("search --in ", "all articles incidents events"),
      ("search --lim", "--limit"),
      ("show d", "disk-is-full"),
      ("note 1", "12 15"),
      ("help sh", "show"),
      ("completions ", "bash zsh fish"),
    ])
  func `zsh offers what the table knows`(_ typed: String, _ offered: String) throws {
    let inside = """
      PROMPT=
      \(Self.program)
      autoload -Uz compinit && compinit -u -D
      \(casebookTable.completions(for: .zsh))
      bindkey '^I' complete-word
      compadd() {
        [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\\ * ]] && { builtin compadd "$@"; return }
        local -a hits
        builtin compadd -A hits "$@"
        (( $#hits )) && print -rl -- '' "hit:"$^hits
        builtin compadd "$@"
      }
      finish() { print 'all told' }
      comppostfuncs=(finish)
      print 'listening now'
      """
    let script = """
      zmodload zsh/zpty
      cat >inside <<'INSIDE'
      \(inside)
      INSIDE
      zpty shell zsh -f -i
      zpty -w shell 'source ./inside'
      zpty -r shell heard '*listening now*'
      zpty -w -n shell $'casebook \(typed)\\t'
      zpty -r shell heard '*all told*'
      zpty -d shell
      print -r -- $heard
      """
    let heard = try output(of: "zsh -f", script)
    var hits: [String] = []
    for match in heard.matches(of: /hit:([^\r\n]*)/) where !hits.contains(String(match.1)) {
      hits.append(String(match.1))
    }
    #expect(hits.joined(separator: " ") == offered, "\(heard)")
  }

  @Test(
    .enabled(if: isInstalled("fish"), "fish is not installed"),
    arguments: [
      ("se", "search"), ("search --in e", "events"), ("search ", ""), ("--db x.db show d", "disk-is-full"),
    ])
  func `fish offers what the table knows`(_ typed: String, _ offered: String) throws {
    let script = """
      function casebook; echo disk-is-full; end
      \(casebookTable.completions(for: .fish))
      complete -C 'casebook \(typed)' | string split -f 1 \\t
      """
    #expect(try output(of: "fish --no-config", script).split(separator: "\n").joined() == offered)
  }

  @Test(.enabled(if: isInstalled("groff"), "groff is not installed"))
  func `the manual page is sound and shows every verb`() throws {
    let page = try output(of: "groff -man -Tascii -P-cbou -ww", casebookTable.manual())
    #expect(!page.contains("troff:"))
    for command in casebookTable.commands {
      #expect(page.contains("   \(command.name)\n"), "\(command.name) is missing")
    }
  }

  @Test(
    .enabled(if: isInstalled("groff"), "groff is not installed"),
    arguments: casebookTable.commands.map(\.name))
  func `the manual page of each verb is sound`(verb: String) throws {
    let context = Surroundings(
      standardOutput: .inMemory(), standardError: .inMemory(), environment: [:], bundled: nil)
    #expect(casebookTable.run(["help", "--man", verb], context: context) == .success)
    let page = try output(of: "groff -man -Tascii -P-cbou -ww", context.standardOutput.text)
    #expect(!page.contains("troff:"))
    #expect(page.contains("casebook-\(verb) "))
  }

  private static func isInstalled(_ name: String) -> Bool {
    system("command -v \(name) >/dev/null 2>&1") == 0
  }

  /// The output of a command for a script, including errors of the shell.
  private func output(of command: String, _ script: String) throws -> String {
    let scratch = Scratch()
    scratch.write(script, to: "script")
    system("cd \(scratch.path) && \(command) script >output 2>&1")
    return String(decoding: try #require(contents(scratch["output"])), as: UTF8.self)
  }
}
