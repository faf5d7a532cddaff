import CasebookGrouping
import CasebookKnowledge
import CasebookSignatures
import Testing

@Suite struct GroupingTests {
  private func templates(_ lines: String...) -> [String] { grouped(lines).map(\.template.text) }

  @Test(arguments: [
    ("retry 3 of 40 in 5 seconds", "retry <*> of <*> in <*> seconds"),
    ("peer 10.0.0.7:443, rule: 3.", "peer <*>:<*>, rule: <*>."),
    ("load 0.75 at 09:15:02", "load <*>.<*> at <*>:<*>:<*>"),
    ("died: exit code 137", "died: exit code <*>"),
    ("drop attempt_1587_0001_m_000002_0 now!", "drop attempt_<*> now!"),
    ("Session 15_99 of ssh2", "Session <*>_<*> of ssh2"),
    ("idle <1 sec", "idle <*> sec"),
    ("say \"yes\"", "say \"yes\""),
  ])
  func `a group's template keeps the punctuation around its variables`(_ line: String, _ template: String) {
    #expect(grouped([line]).map(\.template.text) == [template])
  }

  @Test func `names that differ in their digits are one variable`() {
    #expect(
      templates("card U11 in slot J16 failed", "card U01 in slot J8 failed")
        == ["card U<*> in slot J<*> failed", "card U<*> in slot J<*> failed"])
    #expect(templates("speaks ssh2 to 7", "speaks ssh2 to 9")[0] == "speaks ssh2 to <*>")
  }

  @Test func `a list of any length is one variable`() {
    let ask = templates(
      "ask 10.0.0.1 to delete blk_71 blk_-72", "ask 10.0.0.1 to delete blk_73",
      "ask 10.0.0.2 to delete blk_74 blk_75 blk_76")
    #expect(Set(ask).count == 1)
    #expect(Set(templates("fans ( 31 32 )", "fans ( 31 **** 33 34 )", "fans ( 30 )")).count == 1)
    #expect(
      Set(templates("bad sets n-1 0x1f <ok> n-2 0x2f <ok>", "bad sets n-1 0x1f <ok>")).count == 1)
  }

  @Test(arguments: [
    ["unit 7 Started by hand", "unit 7 Paused by hand", "unit 7 Resumed by hand", "unit 7 Stopped by hand"],
    ["link is up", "link is down"],
    [
      "moved from NEW to READY", "moved from NEW to DONE", "moved from NEW to LOST", "moved from NEW to IDLE",
    ],
    [
      "cupsd startup succeeded", "syslogd startup succeeded", "crond startup succeeded",
      "hcid startup succeeded",
    ],
    ["cache hit took 3 ms", "cache miss took 3 ms"],
    ["load org.apple.tree", "load org.pear.tree"],
    ["12 KB sent", "12 KB received"],
    ["x=1 a=2", "y=1 a=2"],
    ["error: timeout", "error: refused", "error: eof", "error: canceled", "error: denial", "error: 5"],
    [
      "closed for ann", "closed for bob", "closed for cy", "closed for dan", "waiting for input",
      "waiting for output",
    ],
  ])
  func `words that are states or names stay apart`(_ lines: [String]) {
    let apart = zip(lines, grouped(lines)).filter { !$0.0.hasPrefix("closed") }.map(\.1.id)
    #expect(apart.count >= 2)
    #expect(Set(apart).count == apart.count)
  }

  @Test(arguments: [
    (
      ["ann", "bob", "cy", "dan"].map { "session opened for user \($0) now" }, "introduced"
    ),
    (["17", "sweep", "purge", "4"].map { "the program \($0) is gone from this host" }, "masked"),
    (["open 10.0.0.7 ()", "open 10.0.0.8 (10.0.0.8)"], "masked"),
    (["from 10.0.0.7 (gw-1.lan-4.example) ok", "from 10.0.0.7 (10.1.1.1) ok"], "masked"),
    (
      ["10.0.0.7:80", "short.zz:443", "long.example:80"].map {
        "\($0) close, the peer has closed the connection"
      },
      "masked"
    ),
    (["left via eth0 today", "left via wlan1 today", "left via tun3 today"], "generated"),
    (["job started, dry=true", "job started, dry=false"], "truth"),
  ])
  func `words that are values are one variable, and the group says why`(_ lines: [String], _ rule: String) {
    let groups = grouped(lines)
    #expect(Set(groups.map(\.id)).count == 1)
    #expect(groups[0].reasons.map(\.rule.rawValue) == [rule])
  }

  @Test func `a reason shows the place and some of the values`() {
    let reason = grouped(["ann", "bob", "cy", "dan"].map { "hello for user \($0) today" })[0].reasons[0]
    #expect(reason.place == "for user <*> today")
    #expect(reason.values == 4)
    #expect(reason.examples == ["ann", "bob", "cy"])
  }

  @Test func `what many values show in one event helps in another`() {
    let lines =
      ["ann", "bob", "cy", "dan"].map { "closed for user \($0)" } + [
        "opened for user ann", "opened for user cy",
      ]
    #expect(Set(grouped(lines).map(\.template.text)) == ["closed for user <*>", "opened for user <*>"])
  }

  @Test func `values that differ in two places at once are found`() {
    let people = zip(
      ["annbe", "bobli", "cydor", "danto", "evexi"], ["xdb", "qweb", "zmail", "kproxy", "vlog"])
    let lines = people.map { "session opened for user \($0) from host \($1) today" }
    #expect(Set(grouped(lines).map(\.template.text)) == ["session opened for user <*> from host <*> today"])
    let pairs = people.map { "session of a client opened, who='\($0)', where='\($1)'" }
    let template = "session of a client opened, who='<*>', where='<*>'"
    #expect(Set(grouped(pairs).map(\.template.text)) == [template])
    let other = "session of a client closed, who='annbe', where='xdb'"
    #expect(Set(grouped(pairs + [other]).map(\.template.text)) == [template, other])
  }

  @Test func `a variable at the beginning is found`() {
    #expect(
      Set(templates("10.0.0.7:80 close, 5 bytes sent", "db-1.eu.example.com:443 close, 7 bytes sent")).count
        == 1)
  }

  @Test func `a value of several words is one variable`() {
    let lines = ["no such host", "connection refused by the peer", "end of file", "timed out"].map {
      "the upload of a shard has failed error='\($0)' attempt=3"
    }
    #expect(Set(grouped(lines).map(\.template.text)).count == 1)
    let lists = ["a", "a b", "a b c"].map { "the members of the ring have changed ids=[\($0)] epoch=7" }
    #expect(Set(grouped(lists).map(\.template.text)).count == 1)
  }

  @Test func `lines of one word, and words behind a bare error, are never joined`() {
    let words = (0..<40).map { number in
      "w" + String(repeating: "aeiou".map(String.init)[number % 5], count: 1 + number / 5)
    }
    #expect(Set(grouped(words).map(\.id)).count == words.count)
    let errors = words.map { "error: \($0)" }
    #expect(Set(grouped(errors).map(\.id)).count == errors.count)
  }

  @Test func `the order of arrival changes nothing`() {
    var lines: [String] = []
    for name in ["ann", "bob", "cy", "dan", "eve", "root"] {
      lines += ["failed for \(name) from 10.0.0.1 port 22", "user \(name) unknown", "\(name) is up"]
    }
    for number in [1, 7, 12, 345] {
      lines += [
        "node n\(number) via eth\(number)", "node m-\(number) via lo", "took \(number) ms",
        "took \(number).5 s",
      ]
    }
    func told() -> [String: String] {
      let told = grouped(lines).map { "\($0.id) \($0.reasons)" }
      return Dictionary(zip(lines, told), uniquingKeysWith: { one, _ in one })
    }
    let expected = told()
    var state: UInt64 = 7
    for _ in 0..<20 {
      for index in lines.indices.reversed() {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        lines.swapAt(index, Int(state >> 33) % (index + 1))
      }
      #expect(told() == expected)
    }
  }

  @Test func `templates can be added with their counts`() {
    var grouping = Grouping()
    grouping.add(Template(stored: "job <num> is done"), count: 5)
    let last = grouping.add(Template(stored: "job <id> is done"), count: 2)
    let group = grouping.groups().group(ofTemplate: last)
    #expect(group.template.text == "job <*> is done")
    #expect(group.count == 7)
    #expect(group.id == "g1:" + grouped(["job 1 is done"])[0].id.dropFirst(3))
  }

  @Test func `hostile templates make groups in bounded time`() {
    var grouping = Grouping()
    grouping.add(Template(stored: ""))
    grouping.add(Template(stored: String(repeating: "<num>,", count: 20_000)))
    grouping.add(Template(stored: String(repeating: "a <num> ", count: 5_000)))
    grouping.add(Template(stored: String(repeating: "=", count: 20_000)))
    for number in 0..<3_000 {
      let word = String(String(number, radix: 8).map { Array("ghjklmnp")[Int(String($0)) ?? 0] })
      grouping.add(Template(stored: "x \(word) y \(String(word.reversed())) z"))
    }
    let groups = grouping.groups()
    #expect(groups.places.count == grouping.count)
    #expect(groups.groups.contains { $0.template.text.isEmpty })
  }
}

/// The group of each line, after the decisions of people.
func grouped(_ lines: [String], _ lessons: [Lesson] = []) -> [EventGroup] {
  let signer = Signer()
  var scan = SignatureScan()
  scan.isForming = true
  var grouping = Grouping()
  let places = lines.map { line in
    var line = line
    line.withUTF8 { signer.template(of: $0, into: &scan) }
    return grouping.add(scan)
  }
  let groups = grouping.groups(GroupingDecisions(lessons, signer))
  return places.map { groups.group(ofTemplate: $0) }
}
