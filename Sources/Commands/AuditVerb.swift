import CasebookCommandKit
import CasebookKnowledge
import CasebookService

/// `casebook audit`
enum AuditVerb {
  static let family = Option("family", .family, help: "only this family of articles")

  static let secrets = Option(
    flag: "secrets", help: "look for secrets in all stored texts instead")

  static let command = Command<Surroundings>(
    "audit", summary: "report damage of translations, and stored secrets",
    discussion: """
      Compares each article with the newest of its family. Reports missing sections, rows and tables, how far behind it \
      is, and code that a translation lost, altered or split, with the intact text beside it. With --secrets, searches \
      articles, events and incidents for what the rules for secrets match, and prints the place and the kind, never the \
      secret.
      """,
    options: [family, secrets],
    examples: [
      Example("everything", "casebook audit"),
      Example(
        "one family, for a program", "casebook audit --family troubleshooting-remote-model-deployment --json"),
      Example("before you share the file", "casebook audit --secrets"),
    ],
    statuses: [
      StatusNote(.success, "there is nothing to report"),
      StatusNote(.notFound, "there is something to report, or no such family"),
    ]
  ) { invocation, surroundings in
    let base = try surroundings.open(invocation, .read)
    if invocation[secrets] { return try reportSecrets(base, invocation, surroundings) }
    guard let report = try base.audit(family: invocation[family]) else {
      throw try base.unknownFamily(invocation[family] ?? "")
    }
    if invocation.wantsJSON {
      surroundings.standardOutput.writeLine(report.json.description)
    } else {
      report.write(to: surroundings.standardOutput)
      if report.families.isEmpty, !invocation.isQuiet {
        surroundings.say(
          report.compared == 0
            ? "nothing to compare: no article exists in two languages"
            : "nothing to report; families compared: \(report.compared)")
      }
    }
    return report.families.isEmpty ? .success : .notFound
  }

  private static func reportSecrets(
    _ base: KnowledgeBase, _ invocation: Invocation, _ surroundings: Surroundings
  ) throws -> ExitStatus {
    let found = try base.auditSecrets()
    if invocation.wantsJSON {
      let json = found.map { secret -> JSON in
        ["place": .string(secret.place), "kind": .string(secret.kind), "count": .int(secret.count)]
      }
      surroundings.printJSON(.init("secrets", .array(json)))
    } else {
      for secret in found {
        let count = secret.count > 1 ? ", \(secret.count) times" : ""
        surroundings.standardOutput.writeLine("\(singleLine(secret.place), .cyan): \(secret.kind)\(count)")
      }
      if found.isEmpty, !invocation.isQuiet { surroundings.say("no secrets found") }
    }
    return found.isEmpty ? .success : .notFound
  }
}

extension AuditReport {
  fileprivate func write(to output: Output) {
    for (index, family) in families.enumerated() {
      if index > 0 { output.writeLine() }
      let date = family.newest.updated.map { ", \($0)" } ?? ""
      output.writeLine("\(family.name, .bold)\("  (newest: \(family.newest.locale)\(date))", .dim)")
      for translation in family.translations { translation.write(to: output) }
    }
  }

  fileprivate var json: JSON {
    [
      "version": 1, "compared": .int(compared),
      "families": .array(
        families.map { family in
          [
            "family": .string(family.name), "newest": family.newest.head,
            "translations": .array(family.translations.map(\.json)),
          ]
        }),
    ]
  }
}

extension AuditReport.Translation {
  fileprivate func write(to output: Output) {
    let date = updated.map { "  \($0)" } ?? ""
    let behind = monthsBehind > 0 ? ", \(counted(monthsBehind, "month")) behind" : ""
    output.writeLine("  \("\(locale)", .cyan)\(date)\(behind)  \(source, .dim)")
    for finding in findings {
      output.writeLine("    \(finding.text)")
      output.writeLine(
        "      \("\(finding.source)  (\(finding.reference.locale): \(finding.reference.source))", .dim)")
    }
  }

  fileprivate var head: JSON {
    ["locale": .string(locale.description), "updated": JSON(updated), "source": .string(source)]
  }

  fileprivate var json: JSON {
    [
      "locale": .string(locale.description), "updated": JSON(updated), "source": .string(source),
      "months_behind": .int(monthsBehind), "findings": .array(findings.map(\.json)),
    ]
  }
}

extension AuditReport.Finding {
  /// `other-messages/row: `pin==1` became `pin = = 1``
  fileprivate var text: String {
    let place = row.map { "\(slug)/\($0)" } ?? slug
    let intact = "`\(singleLine(intact).truncated(to: 120))`"
    let found = "`\(singleLine(found ?? "").truncated(to: 120))`"
    return switch kind {
    case .sectionMissing: "\(place): section missing"
    case .rowMissing: "\(place): row missing"
    case .tableMissing: "\(place): table missing"
    case .literalLost: "\(place): lost \(intact)"
    case .literalAltered: "\(place): \(found) should be \(intact)"
    case .literalSplit: "\(place): \(found) was split; should be \(intact)"
    case .codeBlockMissing: "\(place): code block missing, \(intact)"
    case .codeBlockDiffers:
      self.found?.isEmpty == false
        ? "\(place): code differs, \(found) for \(intact)" : "\(place): code differs, without \(intact)"
    }
  }

  fileprivate var json: JSON {
    [
      "kind": .string(kind.rawValue), "section": .string(slug), "row": JSON(row), "intact": .string(intact),
      "found": JSON(found), "source": .string(source),
      "reference": ["locale": .string(reference.locale.description), "source": .string(reference.source)],
    ]
  }
}
