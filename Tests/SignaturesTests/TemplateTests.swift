import CasebookKnowledge
import CasebookSignatures
import Testing

struct TemplateTests {
  @Test func `a template is constant texts and slots with the values that they stood for`() {
    let template = Signer().signature(of: "7/12 of 'a_b' since 30s").template
    #expect(template.text == "<num>/<num> of 'a_b' since <duration>")
    #expect(
      template.tokens == [
        .slot(.num, value: "7"), .constant("/"), .slot(.num, value: "12"), .constant(" of 'a_b' since "),
        .slot(.duration, value: "30s"),
      ])
    #expect(Template(stored: template.text).tokens.last == .slot(.duration, value: nil))
  }

  @Test(arguments: [
    ("GPU 0000:3b:00.0 is lost", "GPU <hex> is lost"), ("GPU 0000:af:00.0 is lost", "GPU <hex> is lost"),
    ("Xid (PCI:0000:5e:00): 7", "Xid (PCI:<hex>): <num>"),
    ("at 10:20:30 and 0001:02", "at <time> and <num>:<num>"), ("in 1234:56:78", "in <num>:<num>:<num>"),
  ])
  func `the address of a device is one value, whatever its digits`(message: String, template: String) {
    #expect(Signer().signature(of: message).template.text == template)
  }

  /// A template that is read back has the tokens that the signer gave it.
  @Test(
    arguments: [
      "", "no slot", "the text <num> of a mask", "<<num>> <any> <*>", "<nu\u{200B}m> and 7", "<\u{1B}[1mnum>",
      "web-0a1b2c3d is at /var/log/x.", String(repeating: "retry 7 ", count: 5000), "é 7 モデル <",
    ] + HostileInputTests.inputs.map(\.text))
  func `the text of a template has its slots and no others`(_ message: String) {
    let template = Signer().signature(of: message).template
    #expect(Template(stored: template.text).slots == template.slots)
    #expect(template.values.count == template.slots.count)
  }

  @Test func `a word of a template is in lower case, without punctuation but with its masks`() {
    let words = Template(stored: "Node(s) 'web-<id>:<num>' failed: <*>, -- İ. vector<int>").words
    #expect(words.map(\.text) == ["node(s", "'web-<id>:<num>'", "failed", "<*>,", "i̇", "vector<int"])
    #expect(words.map(\.isConstant) == [true, false, true, false, true, true])
  }

  @Test func `what is not constant can be left out`() {
    let template = Template(stored: "<num>/<num> nodes, <any> at <*>")
    #expect(template.constants == " /  nodes, <any> at  ")
    #expect(Template(template.bytes { _ in 0 }, slot: 0).text == "<*>/<*> nodes, <any> at <*>")
  }
}
