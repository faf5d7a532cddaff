import CasebookAnalysis
import CasebookKnowledge
import CasebookLogText
import CasebookRedaction
import CasebookText

/// A pasted list of errors, each on a line of its own behind a label: `ERROR: …`.
///
/// Lines that share a telling word, or that only add to another one, are of one error, as pip and many tools print them.
enum PastedErrors {
  private struct PastedError {
    var lines: [(number: Int, text: Substring)]
    var words: Set<String>
    /// Whether a line of it says what failed.
    var isTelling: Bool

    var record: LogRecord {
      LogRecord(
        firstLine: lines[0].number, lastLine: lines[lines.count - 1].number, level: .error,
        body: lines.map(\.text).joined(separator: "\n"))
    }
  }

  /// A longer list is one report.
  private static let most = 50

  /// The errors; `nil` if the text is one report. A text with a key is, because only the whole of a key is masked, and so is
  /// one with another block that has a beginning and an end.
  static func records(of text: String) -> [LogRecord]? {
    var errors: [PastedError] = []
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    var bytes = text
    guard lines.count <= 2 * most, !bytes.withUTF8(Redactor.mayBeginKey),
      !text.contains(text: "---BEGIN "), !text.contains(text: "--- BEGIN ")
    else { return nil }
    for (index, line) in lines.enumerated() where line.contains(where: { !$0.isWhitespace }) {
      guard let labelled = ErrorReport.labelled(line) else { return nil }
      let words = Self.words(labelled.message)
      let place =
        errors.firstIndex { !$0.words.isDisjoint(with: words) }
        ?? (labelled.isTelling && errors.last?.isTelling != false ? nil : errors.indices.last)
      if let place {
        errors[place].lines.append((index + 1, line))
        errors[place].words.formUnion(words)
        errors[place].isTelling = errors[place].isTelling || labelled.isTelling
      } else {
        errors.append(PastedError(lines: [(index + 1, line)], words: words, isTelling: labelled.isTelling))
      }
    }
    return errors.count > 1 && errors.count <= most ? errors.map(\.record) : nil
  }

  /// The words that say what a message is about.
  private static func words(_ message: Substring) -> Set<String> {
    let words = message.split { !$0.isLetter && !$0.isNumber && !"./_-".contains($0) }
    return Set(
      words.lazy.map { $0.lowercased().filter { $0 != "." } }
        .filter { !GenericWords.contains($0) && !FunctionWords.contains($0) && !Phrases.isFailure($0) })
  }
}
