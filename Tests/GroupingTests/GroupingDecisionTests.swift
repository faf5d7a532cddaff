import CasebookGrouping
import CasebookKnowledge
import CasebookSignatures
import Testing

/// People's merges and splits, applied to the groups of the rules.
@Suite struct GroupingDecisionTests {
  private let signer = Signer()

  /// A lesson about messages; `<*>` in a text makes it the template of a group.
  private func lesson(_ number: Int, _ kind: Lesson.LessonKind, _ texts: String..., undoneBy: Int? = nil)
    -> Lesson
  {
    let subjects = texts.map { text in
      let group = groups([text])[0]
      if text.contains("<*>") {
        return Lesson.Subject(fingerprint: nil, template: Template(stored: text), group: group.id, text: text)
      }
      let signature = signer.signature(of: text)
      return Lesson.Subject(
        fingerprint: signature.fingerprint, template: signature.template, group: group.id, text: text)
    }
    return Lesson(
      number: number, time: Timestamp(milliseconds: 0), author: "", kind: kind, subjects: subjects,
      undoneBy: undoneBy)
  }

  private func groups(_ lines: [String], _ lessons: Lesson...) -> [EventGroup] { grouped(lines, lessons) }

  private func groups(_ lines: [String], _ lessons: [Lesson]) -> [EventGroup] { grouped(lines, lessons) }

  /// The group of each line, as one letter per line.
  private func parts(_ lines: [String], _ lessons: Lesson...) -> String { parts(lines, lessons) }

  private func parts(_ lines: [String], _ lessons: [Lesson]) -> String {
    var letters: [String: Character] = [:]
    return String(
      groups(lines, lessons).map { group in
        let next = Character(Unicode.Scalar(UInt8(97 + letters.count)))
        let letter = letters[group.id] ?? next
        letters[group.id] = letter
        return letter
      })
  }

  private let lost = "lease lost by web-1"
  private let gone = "web-1 gave up its lease"
  private let late = "lease of web-1 is late"
  private let done = ["ann", "bob", "cy", "dan"].map { "done for user \($0)" }

  @Test func `a merge makes one group, and new messages of either are in it`() {
    let merge = lesson(1, .merge, lost, gone)
    #expect(parts([lost, gone, late], merge) == "aab")
    let found = groups(["lease lost by web-77", late, "web-8 gave up its lease"], merge)
    #expect(found[0].id == found[2].id && found[0].id != found[1].id)
    #expect(found.map(\.template.text)[0] == "lease lost by web-<*>")
    #expect(found[0].lessons == [merge] && found[1].lessons == [])
    #expect(found[0].merged.map(\.text).sorted() == [lost, gone].sorted())
    #expect(found[0].count == 2)
  }

  @Test func `a merged group has the id of one of its parts, and each id leads to it`() {
    let merge = lesson(1, .merge, lost, gone)
    let ids = groups([lost, gone]).map(\.id)
    #expect(groups([lost], merge)[0].id == ids.min())
    let decisions = GroupingDecisions([merge], signer)
    #expect(ids.compactMap { decisions.subject(ofGroup: $0)?.text } == [lost, gone])
    // An undone lesson published ids as well.
    let undone = GroupingDecisions([lesson(1, .merge, lost, gone, undoneBy: 2)], signer)
    #expect(ids.compactMap { undone.subject(ofGroup: $0)?.text } == [lost, gone])
  }

  @Test func `the order of merges and of their parts changes nothing`() {
    let orders = [
      [lesson(1, .merge, lost, gone), lesson(2, .merge, gone, late)],
      [lesson(1, .merge, late, gone), lesson(2, .merge, gone, lost)],
      [lesson(1, .merge, late, lost, gone)],
      [lesson(2, .merge, lost, late), lesson(1, .merge, gone, late)],
      // In a circle, and once more.
      [
        lesson(1, .merge, lost, gone), lesson(2, .merge, gone, late), lesson(3, .merge, late, lost),
        lesson(4, .merge, gone, lost),
      ],
    ]
    let found = orders.map { groups([lost, gone, late, "loss is nan"], $0).map(\.id) }
    #expect(Set(found).count == 1)
    #expect(Set(found[0]).count == 2)
  }

  @Test func `groups as a whole are merged, with all that joins them later`() {
    let merge = lesson(1, .merge, "done for user <*>", "loss is nan")
    #expect(parts(done + ["loss is nan", "loss is inf"], merge) == "aaaaab")
    #expect(parts(["done for user zoe", "loss is nan"], merge) == "aa")
    #expect(groups(["done for user zoe"], merge)[0].reasons.map(\.rule) == [.masked])
  }

  @Test func `merges that meet in a group of the rules stay apart`() {
    let merges = [lesson(1, .merge, done[0], lost), lesson(2, .merge, done[1], gone)]
    // Nobody said which group the others belong to.
    #expect(parts([done[0], lost, done[1], gone] + done[2...], merges) == "aabbcc")
    let whole = merges + [lesson(3, .merge, "done for user <*>", late)]
    #expect(parts([done[0], lost, done[1], gone, late] + done[2...], whole) == "aabbccc")
    // Six causes look like one variable. People who named each of them are not outvoted.
    let causes = ["quota", "disk", "lease", "memory", "network", "driver", "socket"].map {
      ("the job stopped, cause: \($0)", "no \($0) left")
    }
    let taught = causes.enumerated().map { lesson($0 + 1, .merge, $1.0, $1.1) }
    #expect(Set(groups(causes.map(\.0)).map(\.id)).count == 1)
    #expect(Set(groups(causes.map(\.0), taught).map(\.id)).count == causes.count)
  }

  @Test func `a split message is alone, whatever rules and merges say`() {
    #expect(parts(done, lesson(1, .split, done[2])) == "aaba")
    let split = lesson(2, .split, gone)
    let merged = [lesson(1, .merge, lost, gone, late), split]
    #expect(parts([lost, gone, late], merged) == "aba")
    let found = groups([lost, gone, "web-9 gave up its lease"], merged)
    #expect(found[1].id == groups([gone])[0].id)
    #expect(found[1].lessons == [split] && found[1].count == 2)
    #expect(parts([lost, gone], lesson(1, .merge, lost, gone), split) == "ab")
    // The rest keeps its id.
    #expect(groups(done, lesson(1, .split, done[2]))[0].id == groups(done)[0].id)
    #expect(groups(done, lesson(1, .split, done[2]))[0].count == 3)
  }

  @Test func `the last word about a message counts`() {
    let (merge, split) = (lesson(1, .merge, lost, gone), lesson(2, .split, gone))
    #expect(parts([lost, gone], merge, split, lesson(3, .merge, gone, lost)) == "aa")
    #expect(parts([lost, gone], lesson(1, .split, gone), lesson(2, .merge, lost, gone)) == "aa")
    #expect(parts([lost, gone, late], merge, split, lesson(3, .merge, late, lost)) == "aba")
  }

  @Test func `what was taken back decides nothing`() {
    #expect(parts([lost, gone], lesson(1, .merge, lost, gone, undoneBy: 2)) == "ab")
    let merge = lesson(1, .merge, lost, gone)
    #expect(parts([lost, gone], merge, lesson(2, .split, gone, undoneBy: 3)) == "aa")
  }

  @Test func `the order of lines changes nothing`() {
    let lessons = [
      lesson(1, .merge, lost, gone), lesson(2, .merge, done[1], late), lesson(3, .split, done[2]),
    ]
    let lines = done + [lost, gone, late, "loss is nan", "web-3 gave up its lease"]
    func told(_ lines: [String]) -> [String: String] {
      Dictionary(
        zip(lines, groups(lines, lessons)).map { ($0, "\($1.id) \($1.template.text) \($1.count)") }
      ) { one, _ in one }
    }
    #expect(told(lines) == told(lines.reversed()))
    #expect(told(lines) == told(Array(lines[5...] + lines[..<5])))
  }

  @Test func `what other rules signed still counts`() {
    let texts = [lost, gone]
    let old = texts.map { text in
      Lesson.Subject(
        fingerprint: Fingerprint(stored: "v0:\(text.utf8.count)"), template: Template(stored: "of \(text)"),
        group: "g0:\(text.utf8.count)", text: text)
    }
    let time = Timestamp(milliseconds: 0)
    let merge = Lesson(number: 1, time: time, author: "", kind: .merge, subjects: old)
    #expect(Set(groups(texts, merge).map(\.id)) == ["g0:\(lost.utf8.count)"])
    let split = Lesson(number: 2, time: time, author: "", kind: .split, subjects: [old[1]])
    #expect(parts(texts, merge, split) == "ab")
  }
}
