import CasebookKnowledge
import ScratchKit
import Testing

/// The figures of docs/accuracy.md are those that training measured.
struct AccuracyPageTests {
  private let page = String(decoding: contents(package("docs/accuracy.md")) ?? [], as: UTF8.self)

  @Test func `the page has the held-out figures of each knowledge base`() throws {
    let bases = try ["judge", "judge-bundled"].flatMap(heldOut)
    #expect(bases.count > 2)
    for base in bases {
      let figures = base.value
      let counts = try ["answerable", "near_misses"].map { try String(Int(#require(figures[$0]?.number))) }
      let shares = try ["first_any", "three", "first", "claims"].map {
        try share(#require(figures[$0]?.number))
      }
      let row = "| " + ([base.name] + counts + shares).joined(separator: " | ") + " |"
      #expect(page.contains(row + "\n"), "run script/train: the page lacks \(row)")
    }
  }

  @Test func `the bundled cases have the same figures in the table of the bundled articles`() throws {
    let figures = try #require(heldOut("judge-bundled").first).value
    let counts = try ["answerable", "near_misses"].map { try Int(#require(figures[$0]?.number)) }
    let shares = try ["first", "three", "claims"].map { try #require(figures[$0]?.number) }
    let claims = Int((shares[2] * Double(counts[1])).rounded())
    let row =
      "| free, held out: \(counts[0]) messages, \(counts[1]) look-alikes | \(share(shares[0])) "
      + "| \(share(shares[1])) | \(claims) of \(counts[1]) |"
    #expect(page.contains(row + "\n"), "run script/train: the page lacks \(row)")
  }

  @Test func `the page has the figures of each log whose lines were grouped`() throws {
    let judge = try JSON(parsing: #require(contents(package("data/grouping/grouping.json"))))
    let logs = try #require(judge["held_out"]?.members)
    #expect(logs.count > 8)
    for log in logs {
      let isHeldOut = log.name.hasPrefix("h-")
      let counts = try ["lines", "events"].map { try String(Int(#require(log.value[$0]?.number))) }
      let shares = try ["GA", "FGA"].map { key in
        let value = try share(#require(log.value[key]?.number))
        return value.hasPrefix(".") ? "0" + value : value
      }
      let name = isHeldOut ? log.name.dropFirst(2) + " (held out)" : log.name
      let row = "| " + ([name] + counts + shares).joined(separator: " | ") + " |"
      #expect(page.contains(row + "\n"), "run script/train-grouping: the page lacks \(row)")
    }
  }

  @Test func `the page has the figures of the reports that a message leads`() throws {
    let judge = try JSON(parsing: #require(contents(package("data/leads/leads.json"))))
    let bases = try #require(judge["held_out"]?.members)
    #expect(bases.count > 8)
    for base in bases {
      let count = try String(Int(#require(base.value["reports"]?.number)))
      let cells =
        try [base.name, count] + ["rules", "right"].map { try share(#require(base.value[$0]?.number)) }
      let row = "| " + cells.map { base.name == "all" ? "**\($0)**" : $0 }.joined(separator: " | ") + " |"
      #expect(page.contains(row + "\n"), "run script/train-leads: the page lacks \(row)")
    }
  }

  private func heldOut(_ name: String) throws -> [JSON.Member] {
    let judge = try JSON(parsing: #require(contents(package("data/diagnosis/\(name).json"))))
    return try #require(judge["held_out"]?.members)
  }

  /// `0.7` → `.700`.
  private func share(_ value: Double) -> String {
    let thousandths = Int((value * 1000).rounded())
    if thousandths == 1000 { return "1.000" }
    let digits = String(thousandths)
    return "." + String(repeating: "0", count: 3 - digits.count) + digits
  }
}
