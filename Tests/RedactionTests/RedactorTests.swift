import CasebookKnowledge
import CasebookSignatures
import Glibc
import Testing

@testable import CasebookRedaction

@Suite struct RedactorTests {
  @Test(arguments: [
    ("user=u password=hunter2, retry", "user=u password=<secret:password>, retry"),
    ("postgres://app:hunter2@db/x", "postgres://app:<secret:password>@db/x"),
    (#"{"a": 1, "api_key": "fake", "b": 2}"#, #"{"a": 1, "api_key": "<secret:api-key>", "b": 2}"#),
    ("nothing to hide", "nothing to hide"),
    ("", ""),
    (
      "https://x.blob.example.net/c?sv=2020-08-04&sig=FAKEfake0FAKEfake1FAKE%3D&se=2021-10-21",
      "https://x.blob.example.net/c?sv=2020-08-04&sig=<secret:sas-signature>&se=2021-10-21"
    ),
    ("password=pä55wörd→x", "password=<secret:password>"),
  ])
  func `a secret becomes a placeholder, and its surroundings stay`(_ text: String, _ expected: String) {
    #expect(Redactor().redacted(text) == expected)
  }

  @Test(arguments: [
    "req 0b851395-2895-44b9-8265-a27d0bb52910 failed", "at commit 3f786850e387550fdab836ed7e6dc881de23001b",
    "image sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0bb822cd15d6c15b0f00a0",
    "fingerprint v1:0123456789abcdef", "author=jane", "2021-10-21T09:00:00Z key not found: model",
    "KeyError: 'password'", "TypeError: got an unexpected keyword argument 'token'",
    "Please enter your password:", "x-ms-request-id: 0b851395-2895-44b9-8265-a27d0bb52910",
    "error: password: user not found", "def login(user, password: str, token: Optional[str] = None):",
    "tokens: 512, secret: , key: 5", "http://localhost:8080/score?a=b@c", "-----BEGIN", "--token",
    "password=",
    "the API key: it was rejected", "secretKeyRef: db", "password: [required]",
  ])
  func `what only looks like a secret stays`(_ text: String) {
    #expect(Redactor().redacted(text) == text)
  }

  @Test func `a text without secrets leaves the output untouched`() {
    var output: [UInt8] = [1, 2, 3]
    let count = Array("plain = text".utf8).withUnsafeBufferPointer { Redactor().redact($0, into: &output) }
    #expect(count == 0)
    #expect(output == [1, 2, 3])
  }

  @Test func `a text with secrets is appended to the output`() {
    var output: [UInt8] = Array(">".utf8)
    let count = Array("a password=x1 b passwd=y2 c".utf8).withUnsafeBufferPointer {
      Redactor().redact($0, into: &output)
    }
    #expect(count == 2)
    #expect(
      String(decoding: output, as: UTF8.self) == ">a password=<secret:password> b passwd=<secret:password> c")
  }

  @Test(arguments: [
    ("sig=<secret:sas-signature>&se=1", "sig=<secret:sas-signature>&se=<num>"),
    ("header Bearer <secret:bearer-token>, status 401", "header Bearer <secret:bearer-token>, status 401"),
    (#"{"password":"<secret:password>"}"#, "{'password':'<secret:password>'}"),
  ])
  func `a message with placeholders keeps them in its template`(_ message: String, _ template: String) {
    let signature = Signer().signature(of: message)
    #expect(signature.template.text == template)
    #expect(!signature.identifiers.contains { $0.value.contains("secret") })
  }

  @Test func `a placeholder is stable in a template`() {
    let redactor = Redactor()
    let signer = Signer()
    for kind in Set(RedactionRules.standard.rules.map(\.kind)).sorted() {
      for text in [
        "login with <secret:\(kind)> failed", "x=<secret:\(kind)>&y",
        "https://u:<secret:\(kind)>@h.example.com/p",
      ] {
        let template = signer.signature(of: text).template.text
        #expect(signer.signature(of: template).template.text == template)
        if !text.hasPrefix("https") { #expect(template.contains("<secret:\(kind)>"), "\(template)") }
      }
    }
    let templates = ["hunter2", "x", "0b851395-2895-44b9-8265-a27d0bb52910"].map {
      signer.signature(of: redactor.redacted("connect failed: password=\($0) host=a")).template
    }
    #expect(Set(templates).count == 1, "\(templates)")
  }

  @Test func `a private key is secret line by line too`() {
    let log = """
      09:00:00 INFO reading key
      09:00:00 INFO -----BEGIN RSA PRIVATE KEY-----
      09:00:01 INFO MIIEFAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKE
      09:00:01 WARN another process says hello
      FAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKE
      FAKE0Q==
      -----END RSA PRIVATE KEY----- done
      FAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKE
      """
    #expect(
      redactedByLine(log) == """
        09:00:00 INFO reading key
        09:00:00 INFO <secret:private-key>
        09:00:01 INFO <secret:private-key>
        09:00:01 WARN another process says hello
        <secret:private-key>
        <secret:private-key>
        <secret:private-key> done
        FAKEFAKEFAKEFAKEFAKEFAKEFAKEFAKE
        """)
  }

  @Test func `a private key that never ends hides no more than a few lines`() {
    let log =
      "-----BEGIN PRIVATE KEY-----\n" + String(repeating: "step done\n", count: 20)
      + "digest 0123456789abcdef0123456789abcdef"
    #expect(redactedByLine(log) == log.replacing("-----BEGIN PRIVATE KEY-----", with: "<secret:private-key>"))
  }

  @Test(arguments: [
    "-----BEGIN PGP PRIVATE KEY BLOCK-----", "-----BEGIN OpenVPN Static key V1-----",
    "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----", "Private-Lines: 3",
  ])
  func `the lines of other sorts of keys are secret too`(_ head: String) {
    let body = "MIIEfakeFAKEq8fKz0xQv3Jw7XpLqz2MfakeFAKE0123"
    let log = [head, body, body, "bye bye"].map { "09:00:00 INFO \($0)" }.joined(separator: "\n")
    for text in [redactedByLine(log), Redactor().redacted(log)] {
      #expect(!text.contains("FAKE"), "\(text)")
      #expect(text.hasSuffix("bye bye"), "\(text)")
    }
  }

  @Test func `a path keeps its files apart from its secrets`() {
    #expect(Redactor().redacted(path: "/srv/token=FAKE0hunter/a.log") == "/srv/token=<secret:token>/a.log")
    #expect(Redactor().redacted(path: "/srv/logs/a.log") == "/srv/logs/a.log")
  }

  @Test func `what remains of a question has no placeholders`() {
    #expect(Redactor().remainder(of: "cache password=hunter2 refuses") == "cache password=  refuses")
  }

  private func redactedByLine(_ log: String) -> String {
    let redactor = Redactor()
    var state = RedactorState()
    return log.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      var output: [UInt8] = []
      let count = Array(line.utf8).withUnsafeBufferPointer {
        redactor.redact($0, into: &output, state: &state)
      }
      return count == 0 ? String(line) : String(decoding: output, as: UTF8.self)
    }.joined(separator: "\n")
  }

  @Test(arguments: [
    "=", "password=\"", "password='{", "eyJ", "eyJ.", "-----BEGIN PRIVATE KEY-----", "-", "--password <",
    "://a:b",
    "Cookie:a=<>", "pwd=/a/", "Bearer a", " =", "\"token\":", "sk-", "token=,a", "\\\"password\\\":\\\"{",
    "<password>",
    "curl -u -p ", "Authorization: Basic ", "password: ", "token=eyJ.\\n", "\u{0}", "a.", "Q~~~~", "%3D",
    "key:value=", "password&quot;:&quot;", "&lt;password&gt;", "password: |\n  a\n", "\\u0022token\\u0022:",
    "acme_x-",
    "Private-Lines: 1\n", "https://hooks.a/", "a:5432:b:c:", "login a password ", "user with password '",
    "\"value\":\"a\",",
    " -p a", "-----BEGIN PRIVATE KEY-----\n", "qz0", "%22password%22",
  ])
  func `a hostile text takes time in proportion`(_ unit: String) {
    let text = Array(String(repeating: unit, count: 200_000 / unit.utf8.count).utf8)
    let redactor = Redactor()
    let start = threadSeconds()
    text.withUnsafeBufferPointer { _ = redactor.findings(in: $0) }
    let used = threadSeconds() - start
    // Of a debug build; a quadratic scan would take minutes.
    #expect(used < 20, "\(used) s")
  }

  /// The time that this thread had a processor, whatever else the machine does.
  private func threadSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  @Test func `any bytes are read without a crash`() {
    var state: UInt64 = 42
    let words = [
      "password", "=", ":", "\"", "'", "\\", "-----BEGIN PRIVATE KEY-----", "eyJ", "://", "@", "--token", " ",
      "\n", "Bearer ", "Cookie: ", "AKIA", "Q~", "<", ">", "%3D", "\u{0}", "é", "&quot;", "\\u0022",
      "\\u003d", "&gt;", "</password>", "Private-Lines: 2",
      "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----", "-----END PRIVATE KEY-----", "https://hooks.x/", ":5432:",
      "login ", "IDENTIFIED BY ",
      " -p ", "mysql", "curl -u a:", "value", "name", "|", ":AA", "acme_live_", "fA8kQzX3vJ7qWm2LxP0zQf",
      "%22", "&lt;",
    ].map { Array($0.utf8) }
    let redactor = Redactor()
    for _ in 0..<3_000 {
      var text: [UInt8] = []
      for _ in 0..<12 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let choice = Int(state >> 33)
        if choice % 5 == 0 {
          text.append(UInt8(truncatingIfNeeded: choice >> 8))
        } else {
          text += words[choice % words.count]
        }
      }
      var output: [UInt8] = []
      var lines = RedactorState()
      text.withUnsafeBufferPointer { bytes in
        let findings = redactor.findings(in: bytes)
        #expect(zip(findings, findings.dropFirst()).allSatisfy { $0.range.upperBound <= $1.range.lowerBound })
        #expect(redactor.redact(bytes, into: &output) == findings.count)
        _ = redactor.redact(bytes, into: &output, state: &lines)
      }
    }
  }

  @Test(arguments: [
    #"{"xml":"\u003cpassword\u003ehunter2fake9\u003c/password\u003e"}"#,
    #"{"xml":"\u003CdbPassword\u003Ehunter2fake9\u003C/dbPassword\u003E"}"#,
    #"{"url":"password\u003Ahunter2fake9"}"#, "token\\x3Dhunter2fake9",
  ])
  func `a mark that is escaped in either case is a mark`(text: String) {
    #expect(!Redactor().redacted(text).contains("hunter2fake9"))
  }

  @Test(arguments: [
    "insufficient gpu nodes", "Container cannot be scheduled", "モデルファイルが見つからない", "no such_file", "",
  ])
  func `plain words need no rules`(_ text: String) {
    #expect(Redactor.isPlain(text))
    #expect(Redactor().redacted(text) == text)
  }

  @Test func `no text with a secret is plain`() {
    for sample in RedactionRules.standard.rules.flatMap(\.samples) where sample.contains("«") {
      let text = sample.filter { $0 != "«" && $0 != "»" }
      #expect(!Redactor.isPlain(text), "\(text)")
    }
    for family in SecretFamily.all {
      for made in family.cases(seed: 3) where Redactor().redacted(made.text) != made.text {
        #expect(!Redactor.isPlain(made.text), "\(made.text)")
      }
    }
    for text in ["machine example login ann password hunter", "CREATE USER ann IDENTIFIED BY hunter"] {
      #expect(!Redactor.isPlain(text))
    }
  }
}
