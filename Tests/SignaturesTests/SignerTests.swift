import CasebookKnowledge
import CasebookSignatures
import Testing

@Suite struct SignerTests {
  @Test(arguments: [
    (
      "0/3 nodes are available: 3 Insufficient nvidia.com/gpu.",
      "<num>/<num> nodes are available: <num> Insufficient nvidia.com/gpu"
    ),
    ("Request failed with status code 504", "Request failed with status code 504"),
    ("2020-01-02 09:00:00,318 started in 1m30s", "<time> started in <duration>"),
    ("Jun 15 04:06:18 host up", "<time> host up"),
    ("[Sun Dec 04 04:47:44 2005] worker 6", "[<time>] worker <num>"),
    ("2021-10-21T09:00:00.123Z ok at 10:15", "<time> ok at <time>"),
    ("id 0b851395-2895-44b9-8265-a27d0bb52910 at 0x0157", "id <uuid> at <hex>"),
    ("commit f7b8d1f1d4d44643b07fa10ca7d021fb", "commit <hex>"),
    ("from 10.0.0.1:443 to fe80::1", "from <ip> to <ip>"),
    ("see https://example.com/a?b=c. Then stop", "see <url>. Then stop"),
    ("mail a.b@example.com now", "mail <email> now"),
    ("open /var/azureml-app/x: or ./MyModel", "open <path>: or <path>"),
    (#"load "C:\Program Files\a b\x.dll" twice"#, "load '<path>' twice"),
    (
      "azureml.core.model and score.py and nvidia.com/gpu",
      "azureml.core.model and score.py and nvidia.com/gpu"
    ),
    ("either/or n/a text/html", "either/or n/a text/html"),
    ("2GB of 1.5 GiB and 10.5 KB/s", "<size> of <size> and <size>"),
    ("job_1445144423722_0020 of web-5d78c9869d-abcde", "job_<id>_<num> of web-<id>-<id>"),
    ("pip install pynacl==1.2.1", "pip install pynacl==1.2.1"),
    ("nginx 1.10.3 with utf-8", "nginx <version> with utf-8"),
    ("image registry.azurecr.io/team/app:7 gone", "image <image> gone"),
    ("connect to db1.eu.example.com:5432", "connect to <host>"),
    ("0000000d then 0000000a", "<hex> then <hex>"),
    ("from 10.0.0.1.dsl.example.net to DB-7.eu.example.com", "from <host> to <host>"),
    ("org.apache.hadoop.io and java.io", "org.apache.hadoop.io and java.io"),
    ("error C2065: undeclared", "error C2065: undeclared"),
    ("died with <Signals.SIGKILL: 9>", "died with <Signals.SIGKILL: 9>"),
    ("lr:00004ed0 cr:00000010", "lr:<hex> cr:<hex>"),
    ("offer from 00:16:3e:a1:b2:c3 at 10:16:31", "offer from <hex> at <time>"),
    ("took <1 sec, or <500 KB, or <5 tries", "took <duration>, or <size>, or <<num> tries"),
    (#"open '\\?\C:\data\a b\x' now"#, "open '<path>' now"),
    ("commit ab12cde by IO80211PeerManager", "commit <hex> by IO80211PeerManager"),
    ("gw.example.com.mx:8080 is gone", "<host> is gone"),
  ])
  func `volatile parts are masked and meaning stays`(_ message: String, _ template: String) {
    #expect(Signer().signature(of: message).template.text == template)
  }

  @Test(arguments: [
    ("Model not found.", "Model not found"),
    ("say “yes” now", "say 'yes' now"),
    ("say \"yes\" now", "say `yes` now"),
    ("  a \t b\r\n", "a b"),
    ("\u{1B}[31mred\u{1B}[0m alert", "red alert"),
    ("no\u{A0}break", "no break"),
    ("took 5 s", "took 7 s"),
  ])
  func `what does not matter does not change the fingerprint`(_ one: String, _ other: String) {
    #expect(Signer().signature(of: one).fingerprint == Signer().signature(of: other).fingerprint)
  }

  @Test(arguments: [
    ("status code 502", "status code 503"), ("exit code 1", "exit code 137"), ("C2065", "C2066"),
    ("pynacl==1.2.1", "pynacl==1.3.0"), ("errno 2", "errno 13"),
  ])
  func `numbers that carry meaning tell messages apart`(_ one: String, _ other: String) {
    #expect(Signer().signature(of: one).fingerprint != Signer().signature(of: other).fingerprint)
  }

  @Test(arguments: [
    (
      "Model.get_model_path() failed",
      ["function=get_model_path", "symbol=Model.get_model_path", "symbol=get_model_path"]
    ),
    ("run() got an unexpected keyword argument", ["function=run"]),
    ("azureml.exceptions.ModelNotFoundException: gone", ["exception=ModelNotFoundException"]),
    ("2 error(s) and a warning", []),
    ("Error: failed", []),
    ("install pynacl==1.2.1", ["package_pin=pynacl==1.2.1"]),
    ("exited with code 137", ["exit_code=137", "signal=SIGKILL"]),
    ("use --append_row now", ["option=--append_row"]),
    ("import of score.py", ["file=score.py"]),
    ("1 Insufficient nvidia.com/gpu", ["resource=nvidia.com/gpu"]),
    ("/a/b/get_model_path.py", []),
  ])
  func `a message names its identifiers in order`(_ message: String, _ identifiers: [String]) {
    #expect(Signer().signature(of: message).identifiers.map(\.description) == identifiers)
  }

  @Test(arguments: [
    ("The <name> of {thing} is %s, not %1", "The <*> of <*> is <*>, not <*>"),
    ("port <num> of XXX", "port <num> of <*>"),
    ("from ... to end...", "from <*> to end"),
    ("100%safe {", "<num>%safe {"),
  ])
  func `placeholders of an article stand for anything`(_ message: String, _ template: String) {
    #expect(Signer().signature(ofTemplate: message).template.text == template)
  }

  @Test(arguments: [
    "a <num> b", "worker 6 of 7 at 10.0.0.1", "<time> x", "id <uuid>, job_<id>_<num>", "x <*> y",
    "jetty-6.1.26",
  ])
  func `the signature of a template is that template`(_ message: String) {
    let once = Signer().signature(of: message)
    #expect(Signer().signature(of: once.template.text).template.text == once.template.text)
  }
}
