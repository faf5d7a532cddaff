package import CasebookAnalysis
import CasebookKnowledge
package import CasebookSignatures
import CasebookText

/// Cuts lines into words and gaps. The masks of signing are gaps, because values vary there.
package final class LineCutter {
  /// A line before its words are weighed.
  package struct CutLine: Sendable {
    /// A word, or a gap without a key.
    package struct CutWord: Sendable {
      package let key: UInt64?
      /// The share of its weight that a word of this kind counts for.
      package let share: Double
    }

    package var words: [CutWord] = []
    /// Hashes of the names that are made of several words: `CrashLoopBackOff`, `azureml.core.Model`.
    package var names: [UInt64] = []
    /// Hashes of the paths, images and hosts in it.
    package var values: Set<UInt64> = []

    package init() {}

    /// The line with the weight of each word.
    package func weighed(_ weight: (UInt64) -> Double) -> DiagnosedLine {
      DiagnosedLine(
        pieces: words.map { word in
          word.key.map { DiagnosedLine.LinePiece(keys: TermKeys($0), weight: weight($0) * word.share) }
            ?? DiagnosedLine.LinePiece(keys: TermKeys(), weight: 0)
        }, values: values)
    }
  }

  private let signer: Signer
  private let english = Analyzer(locale: .english)
  private var scan = SignatureScan()

  package init(_ signer: Signer) { self.signer = signer }

  /// A line of a section in one locale.
  package func cut(_ line: String, _ analyzer: Analyzer) -> CutLine {
    var cut = CutLine()
    for token in signer.template(ofTemplate: line, using: &scan).tokens {
      guard case .constant(let constant) = token else {
        cut.words.append(CutLine.CutWord(key: nil, share: 0))
        if let value = Self.value(token) { cut.values.insert(value) }
        continue
      }
      var text = String(constant)
      text.withUTF8 { utf8 in
        var end = 0
        analyzer.analyze(utf8) { term, kind, range in
          guard cut.words.count < DiagnosedLine.limit else { return }
          let key = stableHash(term)
          if range.lowerBound >= end || kind == .pair {
            cut.words.append(CutLine.CutWord(key: key, share: kind.share(of: term)))
            end = range.upperBound
          } else if kind == .whole, Self.isName(UnsafeBufferPointer(rebasing: utf8[range])) {
            cut.names.append(key)
          }
        }
      }
    }
    return cut
  }

  /// The keys of an English text's words and names.
  package func keys(of text: String) -> [UInt64] {
    let line = cut(text, english)
    return line.words.compactMap(\.key) + line.names
  }

  /// A line of a report: its words, `nil` for each gap, and its names and values.
  package struct ReportTerms {
    package fileprivate(set) var words: [QueryTerm?] = []
    package fileprivate(set) var names: [QueryTerm] = []
    /// Hashes of the paths, images and hosts in it.
    package fileprivate(set) var values: Set<UInt64> = []
  }

  /// A line of a report.
  package func terms(
    _ line: String, _ analyzer: QueryAnalyzer, limit: Int = DiagnosedLine.limit
  ) -> ReportTerms {
    var terms = ReportTerms()
    for token in signer.template(of: line, using: &scan).tokens {
      guard case .constant(let text) = token else {
        terms.words.append(nil)
        if let value = Self.value(token) { terms.values.insert(value) }
        continue
      }
      var end = 0
      for term in analyzer.sequence(of: String(text)) where terms.words.count < limit {
        if term.range.lowerBound >= end || term.kind == .pair {
          terms.words.append(term)
          end = term.range.upperBound
        } else if term.kind == .whole {
          var text = term.text
          if text.withUTF8(Self.isName) { terms.names.append(term) }
        }
      }
    }
    return terms
  }

  /// The hash of a value that may decide between errors: a path, an image, a host.
  private static func value(_ token: Template.Token) -> UInt64? {
    guard case .slot(let mask, let value?) = token, mask == .path || mask == .image || mask == .host else {
      return nil
    }
    return stableHash(Array(value.lowercased().utf8))
  }

  /// Whether an identifier of several words can be recognised anywhere: five bytes or more, with three letters.
  private static func isName(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    text.count >= 5 && text.count { $0.isLetter || $0 >= 0x80 } >= 3
  }
}

extension Analyzer.TermKind {
  /// The share of its weight that a word of this kind counts for. Neighbouring pairs share a character, so each
  /// is half of an agreement.
  package func share(of term: some Collection<UInt8>) -> Double {
    if self == .pair { return 0.5 }
    return term.allSatisfy { $0.isDigit } ? 0.8 : 1
  }
}
