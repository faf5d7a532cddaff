import CasebookArticles
import CasebookKnowledge

/// Compares an article with the newest one of its family.
struct TranslationComparison {
  typealias Finding = AuditReport.Finding

  let own: ComparedArticle
  let reference: ComparedArticle
  /// The other articles of the family. If they keep something too, it was not left out on purpose.
  let witnesses: [ComparedArticle]
  /// Whether the other article is not a newer revision, so that only visible damage counts.
  let onlyDamage: Bool

  private(set) var findings: [Finding] = []

  init(
    _ own: ComparedArticle, with reference: ComparedArticle, witnesses: [ComparedArticle], onlyDamage: Bool
  ) {
    self.own = own
    self.reference = reference
    self.witnesses = witnesses
    self.onlyDamage = onlyDamage
    compareSections()
  }

  private mutating func compareSections() {
    var hosts: [Int: [Int]] = [:]
    var host: Int?
    var missing: (index: Int, level: Int)?
    let surplus = MergedSections(own, reference)
    var left = surplus.ofHost
    for index in reference.sections {
      let part = reference.parts[index]
      if own.part(matching: index, of: reference) != nil {
        host = index
        hosts[index] = [index]
        missing = nil
        continue
      }
      if let above = missing, part.level > above.level { continue }
      if let host, surplus.holds(index, in: host, left: &left) {
        hosts[host, default: []].append(index)
      } else if !onlyDamage, part.level > 1 {
        missing = (index, part.level)
        findings.append(
          finding(.sectionMissing, part, intact: part.title, at: place(before: index), reference: index))
      }
    }
    for (index, members) in hosts.sorted(by: { $0.key < $1.key }) {
      guard let section = own.part(matching: index, of: reference) else { continue }
      compareRows(of: section, with: index)
      compareText(of: section, with: members)
    }
    findings = findings.enumerated().sorted { ($0.element.order, $0.offset) < ($1.element.order, $1.offset) }
      .map(\.element)
  }

  private func place(before index: Int) -> String {
    let above = reference.sections.last { $0 < index && own.part(matching: $0, of: reference) != nil }
    let part =
      above.flatMap { own.part(matching: $0, of: reference) }.map { own.parts[$0] } ?? own.parts.first
    return "\(own.source):\(part?.line ?? 1)"
  }

  // MARK: Rows

  private mutating func compareRows(of section: Int, with index: Int) {
    let rows = own.rows(of: section)
    let wanted = reference.rows(of: index)
    guard !wanted.isEmpty else { return }
    if rows.isEmpty, own.passage(section).tables.count < reference.passage(index).tables.count {
      if !onlyDamage {
        let part = reference.parts[index]
        findings.append(
          finding(.tableMissing, part, intact: part.title, at: own.place(section), reference: index))
      }
      return
    }
    for target in wanted {
      if let row = own.part(matching: target, of: reference) {
        compareLiterals(of: own.passage(row), with: reference.passage(target), row, target)
      } else if !onlyDamage, !rows.isEmpty {
        let part = reference.parts[target]
        findings.append(
          finding(.rowMissing, part, intact: part.title, at: own.place(section), reference: target))
      }
    }
  }

  // MARK: Text

  private mutating func compareText(of section: Int, with members: [Int]) {
    guard let index = members.first else { return }
    let wanted = reference.group(members)
    let found = own.group(own.members(of: section))
    compareLiterals(of: found, with: wanted, section, index)
    if onlyDamage { return }
    if found.tables.count < wanted.tables.count,
      !reference.rows(of: index).isEmpty || own.rows(of: section).isEmpty,
      !findings.contains(where: { $0.kind == .tableMissing && $0.slug == reference.parts[index].slug })
    {
      let part = reference.parts[index]
      findings.append(
        finding(.tableMissing, part, intact: part.title, at: own.place(section), reference: index))
    }
    for (block, difference) in CodeBlock.differences(of: found.blocks, from: wanted.blocks, in: found) {
      let part = reference.parts[index]
      let line = block.lines.first { !$0.text.isEmpty }.map { String(decoding: $0.text, as: UTF8.self) } ?? ""
      let intactAt = reference.place(index, at: block.place, in: wanted)
      switch difference {
      case .missing:
        findings.append(
          finding(
            .codeBlockMissing, part, intact: line.trimmed, at: own.place(section), referencePlace: intactAt))
      case .differs(let intact, let other, let place):
        findings.append(
          finding(
            .codeBlockDiffers, part, intact: intact, found: other,
            at: own.place(section, at: place, in: found),
            referencePlace: intactAt))
      }
    }
  }

  private mutating func compareLiterals(
    of passage: ComparedText, with wanted: ComparedText, _ part: Int, _ index: Int
  ) {
    let others = witnesses.compactMap { witness in
      witness.part(matching: index, of: reference).map { place in
        Witness(locale: witness.locale) { witness.passage(place) }
      }
    }
    let damage = passage.damage(
      besides: Witness(locale: reference.locale) { wanted }, witnesses: others, onlyVisible: onlyDamage)
    for one in damage {
      let kind: Finding.FindingKind
      var found: (text: String, place: Int)?
      switch one.fate {
      case .intact: continue
      case .split(let text, let place): (kind, found) = (.literalSplit, (text, place))
      case .altered(let text, let place): (kind, found) = (.literalAltered, (text, place))
      case .lost: kind = .literalLost
      }
      findings.append(
        finding(
          kind, reference.parts[index], intact: one.intact, found: found?.text,
          at: found.map { own.place(part, at: $0.place, in: passage) } ?? own.place(part),
          referencePlace: reference.place(index, at: one.place, in: wanted)))
    }
  }

  // MARK: Making findings

  private func finding(
    _ kind: Finding.FindingKind, _ part: TranslatedArticle.Part, intact: String, found: String? = nil,
    at source: String,
    reference index: Int
  ) -> Finding {
    finding(kind, part, intact: intact, found: found, at: source, referencePlace: reference.place(index))
  }

  private func finding(
    _ kind: Finding.FindingKind, _ part: TranslatedArticle.Part, intact: String, found: String? = nil,
    at source: String,
    referencePlace: String
  ) -> Finding {
    Finding(
      kind: kind, slug: part.slug, row: part.row.isEmpty ? nil : part.row, intact: intact, found: found,
      source: source, reference: AuditReport.SourcePlace(locale: reference.locale, source: referencePlace))
  }
}

extension AuditReport.Finding {
  /// The line number, which orders the report.
  fileprivate var order: Int { source.split(separator: ":").last.flatMap { Int($0) } ?? 0 }
}

extension String {
  /// The text without leading white space.
  fileprivate var trimmed: String { String(drop { $0 == " " || $0 == "\t" }) }
}
