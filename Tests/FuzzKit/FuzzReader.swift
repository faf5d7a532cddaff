import CasebookArticles
import CasebookGrouping
import CasebookKnowledge
import CasebookLogText
import CasebookRedaction
import CasebookSignatures

/// The readers of unchecked input, each given only the bytes.
public enum FuzzReader: String, CaseIterable, Sendable {
  case log, report, message, article, header, json, format

  /// The grammar rule that generates its input.
  var rule: String { self == .header ? "metas" : rawValue }

  /// Reads the input, checks the result if there is something to check, and returns the problem.
  public func problem(with bytes: [UInt8]) -> String? {
    switch self {
    case .log: Self.readLog(bytes)
    case .report: Self.readReport(bytes)
    case .message: Self.readMessage(bytes)
    case .article: Self.readArticle(bytes)
    case .header: Self.readArticle(Array("---\n".utf8) + bytes + Array("\n---\n# a\n\nb\n".utf8))
    case .json: Self.readJSON(bytes)
    case .format: Self.readFormat(bytes)
    }
  }

  private static let signer = Signer()

  private static func readLog(_ bytes: [UInt8]) -> String? {
    let (events, summary) = LogReader.events(in: bytes, keeping: .all)
    let lines = LogReader.events(in: bytes, keeping: .problems).summary.lines
    if lines != summary.lines { return "\(lines) lines where problems are kept, and else \(summary.lines)" }
    _ = LogReader.looksLikeLog(bytes)
    _ = LogReader.untimed(bytes)
    for event in events where event.firstLine < 1 || event.lastLine > summary.lines {
      return "an event on lines \(event.firstLine) to \(event.lastLine) of \(summary.lines)"
    }
    for event in events { _ = signer.signature(of: event.body) }
    return nil
  }

  private static func readReport(_ bytes: [UInt8]) -> String? {
    let text = String(decoding: bytes, as: UTF8.self)
    for message in ErrorReport(reading: text).messages { _ = signer.signature(of: message.text) }
    _ = ErrorReport.unescaped(text)
    return nil
  }

  private static func readMessage(_ bytes: [UInt8]) -> String? {
    let text = String(decoding: bytes, as: UTF8.self)
    let signature = signer.explain(text).signature
    if Template(stored: signature.template.text).slots != signature.template.slots {
      return "a template with other slots than its text"
    }
    _ = Redactor().redacted(text)
    var grouping = Grouping()
    for line in text.split(separator: "\n") { grouping.add(signer.signature(of: String(line)).template) }
    _ = grouping.groups()
    var cutter = WordingCutter(signer: signer)
    Array(text.utf8).withUnsafeBufferPointer { cutter.cut($0) }
    let values = cutter.values.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
    let cut = String(decoding: cutter.text, as: UTF8.self)
    let wording = Wording(
      values.isEmpty ? Template(text: cut, slots: []) : Template(stored: cut),
      values: values.map { String(decoding: $0, as: UTF8.self) })
    return wording?.message == text ? nil : "a wording that does not give its message back"
  }

  private static func readArticle(_ bytes: [UInt8]) -> String? {
    guard let article = try? Article.parse(bytes) else { return nil }
    for section in article.sections {
      if section.line > section.lastLine + 1 {
        return "a section from line \(section.line) to \(section.lastLine)"
      }
      _ = plainText(ofMarkdown: section.markdown)
    }
    return nil
  }

  private static func readJSON(_ bytes: [UInt8]) -> String? {
    _ = JSONPlaces(bytes)
    guard let json = try? JSON(parsing: bytes) else { return nil }
    guard let again = try? JSON(parsing: json.description.utf8) else {
      return "JSON that is not JSON when written"
    }
    return again.description == json.description ? nil : "JSON that differs when it is written and read"
  }

  private static func readFormat(_ bytes: [UInt8]) -> String? {
    let file = FormatFile(bytes, beside: LogFormats())
    guard let format = file.format, file.problems.isEmpty else { return nil }
    _ = LogReader.events(in: bytes, keeping: .all, formats: LogFormats(own: [format]))
    return nil
  }
}
