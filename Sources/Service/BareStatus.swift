import CasebookAnalysis
import CasebookKnowledge
import CasebookLogText
import CasebookSignatures
import CasebookText

/// An HTTP status that a person names by its number alone: *we got a 429 from the gateway*.
///
/// In a log a bare number may be anything, so the signer takes it for a status only beside a word such as `code`. In a
/// sentence that somebody typed it likely is one, unless a word follows that it counts (*504 pages*).
enum BareStatus {
  /// The statuses of failures that are in use (RFC 9110, and those of nginx and Cloudflare).
  private static let statuses = [400...418, 421...431, 451...451, 499...511, 520...530]

  /// Words that say when something happens, and so are not what a number counts: *504 since the deploy*.
  private static let timeWords = WordList("common", "time")

  /// A longer text is a log or a pasted message.
  private static let longestSentence = 200

  /// The sentence with `HTTP` before each bare status; `nil` if it has none, or is not a sentence. Sections are found by it;
  /// the signature stays that of the text as written.
  static func spelledOut(_ report: String, _ signer: Signer) -> String? {
    let text = String(decoding: Array(report.utf8).trimmed, as: UTF8.self)
    // Where a failure is named, a number beside it may be a port, a line or a limit.
    guard text.utf8.count <= longestSentence, !text.contains(where: \.isNewline), !Phrases.isFailure(text)
    else {
      return nil
    }
    let explained = signer.explain(text)
    guard !explained.signature.identifiers.contains(where: { $0.kind.rawValue == "http_status" }) else {
      return nil
    }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var end: Int?
    for span in explained.spans where span.mask == .num && span.text.utf8.count == 3 {
      guard let status = Int(span.text), statuses.contains(where: { $0.contains(status) }),
        !isBehindMark(bytes[..<span.range.lowerBound]),
        !counts(String(decoding: bytes[span.range.upperBound...], as: UTF8.self))
      else { continue }
      result += bytes[(end ?? 0)..<span.range.lowerBound] + Array("HTTP ".utf8)
      end = span.range.lowerBound
    }
    return end.map { String(decoding: result + bytes[$0...], as: UTF8.self) }
  }

  /// Whether a mark such as a colon comes before a number: it is the value of what the words name.
  private static func isBehindMark(_ before: ArraySlice<UInt8>) -> Bool {
    before.last { $0 > 0x20 }.map { $0 < 0x80 && !$0.isLetterOrDigit } ?? false
  }

  /// Whether a number counts what follows it, or is a share or a part of it: `503 pages`, `503%`, `503 of 1000`.
  private static func counts(_ rest: String) -> Bool {
    if rest.first == "%" || rest.first == "/" { return true }
    guard rest.first == " " else { return false }
    let word = rest.dropFirst().prefix { $0.isLetter || $0 == "'" }
    // Only scripts with spaces between words: in others a particle follows as often as a noun.
    guard word.first?.isCased == true else { return false }
    let next = rest.dropFirst(2 + word.count).first
    return !FunctionWords.contains(word) && !timeWords.contains(word) || next?.isNumber == true
  }
}
