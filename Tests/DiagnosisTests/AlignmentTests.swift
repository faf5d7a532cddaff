import CasebookAnalysis
import CasebookDiagnosis
import CasebookKnowledge
import CasebookSignatures
import Testing

/// The agreement of a report with a section, word by word.
struct AlignmentTests {
  private static var cutter: LineCutter { LineCutter(Signer()) }

  private func line(_ text: String) -> DiagnosedLine {
    Self.cutter.cut(text, Analyzer(locale: .english)).weighed { _ in 0.8 }
  }

  private func compared(_ report: String, with section: String, title: String = "Depot") -> FeatureValues {
    let lead = line(report)
    let words = lead.pieces.filter { !$0.isGap }.map {
      DiagnosedReport.ReportWord(keys: Array($0.keys), weight: $0.weight, share: 1, occurs: true)
    }
    let read = DiagnosedReport(
      leads: [ReportLead(line: lead, text: report, share: 1)], words: words, names: [:])
    let analyzer = Analyzer(locale: .english)
    var known = SectionText(articleTitle: Self.cutter.cut(title, analyzer))
    known.add(.title, title, Self.cutter.cut(title, analyzer))
    known.add(.message, section, Self.cutter.cut(section, analyzer))
    return Comparison(read, known.weighed { _ in 0.8 }) { _ in true }.features
  }

  @Test func `the same message agrees completely`() {
    let features = compared("parcel 17 was refused at gate 4", with: "parcel 8 was refused at gate 9")
    #expect(features[.lineCoverage] == 1)
    #expect(features[.leadCoverage] == 1)
    #expect(features[.opposition] == 0)
  }

  @Test func `words where the values of an article vary do not speak against`() {
    let named = compared(
      "No parcel named 'lighthouse keeper'", with: "No parcel named '<parcel>'")
    #expect(named[.leadCoverage] == 1)
    #expect(named[.opposition] == 0)
    let other = compared(
      "No parcel named 'lighthouse keeper' at gate and crane", with: "No parcel named '<parcel>'")
    #expect(other[.leadCoverage] < 1)
  }

  @Test func `a message that a report has whole is contained, whatever else the report says`() {
    let message = "the depot refused the parcel because the gate is shut"
    let whole = compared(
      "hello, since monday I see that " + message + " and nobody can help", with: message, title: "Yard")
    let part = compared(
      "hello, since monday I see that the depot and nobody can help", with: message, title: "Yard")
    #expect(whole[.contained] > 0.6)
    #expect(part[.contained] < 0.1)
  }

  @Test func `words that face each other in one place speak against`() {
    let same = compared(
      "0/3 nodes are available: 3 Insufficient memory", with: "0/4 nodes are available: 4 Insufficient memory"
    )
    let other = compared(
      "0/3 nodes are available: 3 node(s) had untolerated taint",
      with: "0/4 nodes are available: 4 Insufficient memory")
    #expect(same[.opposition] == 0)
    #expect(other[.opposition] > 0.1)
    #expect(other[.lineAgreement] < same[.lineAgreement])
  }

  @Test func `a part of a message agrees less than all of it`() {
    let all = compared(
      "the depot refused the parcel because the gate is shut",
      with: "the depot refused the parcel because the gate is shut")
    let part = compared("the depot refused", with: "the depot refused the parcel because the gate is shut")
    let none = compared("disk quota exceeded", with: "the depot refused the parcel because the gate is shut")
    #expect(all[.lineAgreement] > part[.lineAgreement])
    #expect(part[.lineAgreement] > 0)
    #expect(none[.lineAgreement] == 0)
  }

  @Test func `words in another order agree less`() {
    let same = compared("connection refused by peer", with: "connection refused by peer")
    let turned = compared("peer refused connection by", with: "connection refused by peer")
    #expect(same[.lineCoverage] > turned[.lineCoverage])
  }

  @Test func `nothing, only gaps and the longest lines are compared`() {
    #expect(compared("", with: "")[.lineAgreement] == 0)
    #expect(compared("17 18 19.5 0x7fff", with: "12 13")[.lineAgreement] >= 0)
    let long = Array(repeating: "gate refused parcel", count: 5000).joined(separator: " ")
    #expect(compared(long, with: long)[.lineCoverage] == 1)
  }
}
