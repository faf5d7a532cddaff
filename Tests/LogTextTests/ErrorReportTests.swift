import CasebookKnowledge
import CasebookLogText
import Testing

@Suite struct ErrorReportTests {
  /// The messages, one per line: role, source, line, code and text.
  private func tree(_ text: String) -> String {
    ErrorReport(reading: text).messages.map { message in
      let code = message.code.map { "(\($0)) " } ?? ""
      return "\(message.role.rawValue) \(message.source.rawValue) \(message.line): \(code)\(message.text)"
    }.joined(separator: "\n")
  }

  @Test func `the innermost error of nested JSON leads`() {
    let text = """
      Deployment failed:
      {
        "error": {
          "code": "DeploymentFailed",
          "message": "At least one operation failed.",
          "details": [{"code": "QuotaExceeded", "message": "Quota of 10 cores is exceeded."}]
        }
      }
      """
    #expect(
      tree(text) == """
        root json 2: (QuotaExceeded) Quota of 10 cores is exceeded.
        consequence json 2: (DeploymentFailed) At least one operation failed.
        consequence plain 1: Deployment failed:
        """)
  }

  @Test func `JSON inside a string of JSON is read`() {
    let text =
      #"{"code":"Outer","message":"{\"error\":{\"code\":\"Inner\",\"message\":\"The disk is gone.\"}}"}"#
    #expect(tree(text) == "root json 1: (Inner) The disk is gone.")
  }

  @Test func `the notation of Python is read like JSON`() {
    let text = """
      {'code': 'StartFailed', 'details': [{'code': 'Crashed', 'message': "The worker's init() crashed."}], 'message': 'No start', 'ok': False, 'x': None}
      Content: b'{"code":"Conflict","message":"A service \\\\u0041 exists already"}'
      """
    #expect(
      tree(text) == """
        root json 1: (Crashed) The worker's init() crashed.
        root json 2: (Conflict) A service A exists already
        consequence json 1: (StartFailed) No start
        """)
  }

  @Test func `JSON that is cut off does not swallow what follows`() {
    let text = """
      {"error": {"code": "Lost", "message": "The lease was lost"
      Traceback (most recent call last):
        File "a.py", line 1, in <module>
      ValueError: bad value
      """
    #expect(
      tree(text) == """
        root traceback 4: (ValueError) ValueError: bad value
        root json 1: (Lost) The lease was lost
        """)
  }

  @Test func `the exception that was raised first leads a chained traceback`() {
    let text = """
      Traceback (most recent call last):
        File "a.py", line 3, in load
          read()
      ConnectionRefusedError: [Errno 111] Connection refused

      During handling of the above exception, another exception occurred:

      Traceback (most recent call last):
        File "a.py", line 9, in <module>
          load()
      acme.errors.StartError: could not load the model
      """
    #expect(
      tree(text) == """
        root traceback 4: (ConnectionRefusedError) ConnectionRefusedError: [Errno 111] Connection refused
        consequence traceback 11: (StartError) StartError: could not load the model
        """)
  }

  @Test func `tracebacks that are not chained are roots of their own`() {
    let block = "Traceback (most recent call last):\n  File \"a.py\", line 3, in f\n    g()\n"
    #expect(
      tree(block + "KeyError: 'a'\n" + block + "KeyError: 'b'\n") == """
        root traceback 4: (KeyError) KeyError: 'a'
        root traceback 8: (KeyError) KeyError: 'b'
        """)
  }

  @Test func `the last cause leads in Java`() {
    let text = """
      2021-03-04 10:00:00,123 ERROR [main] com.acme.Server - Startup failed
      java.lang.IllegalStateException: Could not start
      \tat com.acme.Server.start(Server.java:10)
      Caused by: com.acme.ConfigException: Cannot read settings
      \tat com.acme.Config.load(Config.java:7)
      Caused by: java.io.FileNotFoundException: settings.yml
      \t... 3 more
      """
    #expect(
      tree(text) == """
        root caused_by 6: (FileNotFoundException) FileNotFoundException: settings.yml
        consequence caused_by 2: (IllegalStateException) IllegalStateException: Could not start
        consequence caused_by 4: (ConfigException) ConfigException: Cannot read settings
        consequence plain 1: Startup failed
        """)
  }

  @Test func `the inner exception leads in dotnet`() {
    let messages = ErrorReport(
      reading:
        "System.InvalidOperationException: No start ---> System.Net.SocketException (98): Address in use"
    ).messages
    #expect(messages.first?.text == "SocketException: Address in use")
    #expect(messages.first?.code == "SocketException")
  }

  @Test func `what failed first leads in a chain of wrapped errors`() {
    let text = """
      2024-03-04T10:00:00Z INFO  starting
      2024-03-04T10:00:03Z ERROR failed to start web-1: failed to pull "acme/web:2": rpc error: code = NotFound \
      desc = failed to resolve acme/web:2: not found
      """
    #expect(
      tree(text) == """
        root caused_by 2: (NotFound) failed to resolve acme/web:2: not found
        consequence plain 2: failed to start web-1: failed to pull "acme/web:2": rpc error: code = NotFound \
        desc = failed to resolve acme/web:2: not found
        consequence caused_by 2: failed to start web-1
        consequence caused_by 2: failed to pull "acme/web:2"
        consequence caused_by 2: rpc error: code = NotFound
        context plain 1: starting
        """)
  }

  @Test(arguments: [
    (
      "failed to create pod: rpc error: code = Unavailable desc = connection refused",
      "rpc error: code = Unavailable desc = connection refused"
    ),
    (
      "Failed to list models: Get \"https://10.0.0.7/v1\": dial tcp 10.0.0.7:443: connect: connection refused",
      "dial tcp 10.0.0.7:443: connect: connection refused"
    ),
    (
      "Error: cannot reload the settings: parsing rule 7 of gateway.yaml: unknown operator \"=~\" in the condition",
      "unknown operator \"=~\" in the condition"
    ),
    (
      "unable to mount volume data: mount failed: exit status 32: wrong fs type or bad superblock on /dev/sdb",
      "wrong fs type or bad superblock on /dev/sdb"
    ),
    (
      "could not sync replica 3: write tcp 10.0.0.1:55000->10.0.0.2:9092: write: broken pipe",
      "write tcp 10.0.0.1:55000->10.0.0.2:9092: write: broken pipe"
    ),
    (
      #"{"level":"error","msg":"sync","error":"cannot sync store: opening segment 7: checksum mismatch in block 12 of 40"}"#,
      "checksum mismatch in block 12 of 40"
    ),
    (
      #"level=error msg=sync err="cannot sync store: opening segment 7: checksum mismatch in block 12 of 40""#,
      "checksum mismatch in block 12 of 40"
    ),
  ])
  func `the end of a chain leads, with what was being done where it is a bare reason`(
    _ text: String, _ root: String
  ) {
    let messages = ErrorReport(reading: text).messages
    #expect(messages.first?.text == root)
    #expect(messages.first?.role == .root)
    #expect(messages.count > 1)
  }

  @Test(arguments: [
    "Error: cannot open the model because it is not there",
    "open /etc/gateway.yaml: permission denied",
    "the check of 10:20:30 failed at src/main.cpp:12 with code 7",
    "main.go:12:5: undefined: settings of the gateway are not there at all",
    "Reason: the image could not be pulled from any of the registries",
    "could not resolve host: registry.example.com",
    "no such file or directory: model.pkl",
    "I tried to restart it: the pod cannot be scheduled on any of the nodes",
    "the upload has failed: Please ask an administrator to raise the invalid quota",
    "cannot read the model: the file (error: bad header in block 7 of it",
    "java.io.IOException: failed to read block: bad header in the seventh block of it",
    "LoadError: cannot load the model: bad header in the seventh block of the file",
    "status: failed: true",
    "Error from server (Forbidden): pods is forbidden: User \"ann\" cannot list pods at the cluster scope",
    "unknown flag given on the command line: --max-replicas",
    "failed to sync: : : : ",
    "request r1 to the backend failed: status 502 upstream connect error user=u1",
  ])
  func `a text with colons that is no chain stays whole`(_ text: String) {
    #expect(ErrorReport(reading: text).messages.count == 1)
  }

  @Test func `a line that introduces an error does not lead it`() {
    func lead(_ text: String) -> String? { ErrorReport(reading: text).messages.first?.text }
    #expect(
      lead("Errors in file /u01/app/trace/db1_ora_551.trc:\nORA-01555: snapshot too old: segment 14")
        == "ORA-01555: snapshot too old: segment 14")
    #expect(lead("Cannot load these:\nfirst.bin\nsecond.bin") == "Cannot load these:")
  }

  @Test func `what was cut out of a string is read as what the string says`() {
    let piece = #"on crashed.\n\t\"RestartCount\": 3\n\"State\": {\"reason\": \"Acme\\\\Error\"} it\'s \d"#
    #expect(
      ErrorReport.unescaped(piece)
        == "on crashed.\n\t\"RestartCount\": 3\n\"State\": {\"reason\": \"Acme\\\\Error\"} it's \\d")
    // A whole string, with the text around it, is read as JSON.
    #expect(ErrorReport.unescaped("{\"message\": " + piece + "\"}") == nil)
    #expect(ErrorReport.unescaped(#"a path like C:\new\table, and "quotes""#) == nil)
  }

  @Test func `a warning of kubectl describe leads, with its reason`() {
    let text = """
      Events:
        Type     Reason       Age                From     Message
        Normal   Scheduled    2m                 default  Successfully assigned default/web-1 to node-a
        Warning  FailedMount  10s (x3 over 1m)   kubelet  MountVolume.SetUp failed : secret "acme" not found
      """
    #expect(
      tree(text).hasPrefix(#"root event 4: (FailedMount) MountVolume.SetUp failed : secret "acme" not found"#)
    )
  }

  @Test func `the cause in the middle of a log leads, wrappers and notes follow`() {
    let text = """
      2021-03-04T10:00:00Z INFO  Pulling image
      2021-03-04T10:00:02Z WARN  Slow disk
      2021-03-04T10:00:03Z ERROR Cannot open the model: No space left on device
      2021-03-04T10:00:04Z ERROR Deployment failed, see logs for details
      """
    #expect(
      tree(text) == """
        root plain 3: Cannot open the model: No space left on device
        context plain 2: Slow disk
        consequence plain 4: Deployment failed, see logs for details
        context plain 1: Pulling image
        """)
  }

  @Test func `a response is read by its fields`() {
    let text = """
      Received bad response from the service:
      Response Code: 502
      Headers: {'Content-Type': 'text/html', 'Server': 'nginx'}
      Content: b"run() got an unexpected keyword argument 'method'"
      """
    let messages = ErrorReport(reading: text).messages
    #expect(messages.map(\.line) == [4, 2, 1, 3])
    #expect(messages.first?.text == "run() got an unexpected keyword argument 'method'")
  }

  @Test func `a diagnostic of a compiler leads without its place`() {
    let text = """
      1>c:\\src\\main.cpp(10): error C2065: 'foo': undeclared identifier
      /src/a.cpp:10:5: error: 'bar' was not declared
      make: *** [all] Error 2
      """
    #expect(
      tree(text) == """
        root plain 1: (C2065) error C2065: 'foo': undeclared identifier
        consequence plain 2: 'bar' was not declared
        consequence plain 3: make: *** [all] Error 2
        """)
  }

  @Test func `the error of a structured log line leads its message`() {
    let text = """
      time="2021-01-01T00:00:00Z" level=info msg="starting"
      time="2021-01-01T00:00:01Z" level=error msg="sync failed" err="open store: permission denied"
      """
    #expect(
      tree(text) == """
        root caused_by 2: open store: permission denied
        consequence plain 2: sync failed
        context plain 1: starting
        """)
  }

  @Test(arguments: [
    ("2021-10-21 09:00:00,318|ERROR|230|disk full", "disk full"),
    ("Jun 15 04:06:18 host sshd[19939]: authentication failure", "authentication failure"),
    ("[Sun Dec 04 04:47:44 2005] [error] worker failed", "worker failed"),
    ("2021-10-21T09:00:00Z WARN [a:b@c:1] org.acme.Lease: Failed to renew", "Failed to renew"),
    ("ERROR - polling failed", "polling failed"),
    (
      "api.log.1 2021-10-21 09:00:00.067 25746 INFO acme.api.wsgi [req-1 - -] HTTP exception thrown",
      "HTTP exception thrown"
    ),
    ("TypeError: bad argument", "TypeError: bad argument"),
    ("E1021 08:00:00.123456       7 reflector.go:138] lease was lost", "lease was lost"),
    ("[2021-10-21 08:00:00,123: ERROR/MainProcess] no route to the broker", "no route to the broker"),
    ("  Error: disk full", "disk full"),
    ("ERROR:    [Errno 99] cannot bind", "[Errno 99] cannot bind"),
    ("ERROR: ResolutionImpossible: see the guide", "ResolutionImpossible: see the guide"),
    ("error in state 6", "error in state 6"),
  ])
  func `the header of a log line is no part of the message`(_ line: String, _ message: String) {
    #expect(ErrorReport(reading: line).messages.map(\.text) == [message])
  }

  /// A container that ended, and now waits to be started again.
  private static func pod(_ reason: String, _ message: String = "") -> String {
    """
    Status:  Running
    Containers:
      web:
        State:          Waiting
          Reason:       CrashLoopBackOff
        Last State:     Terminated
          Reason:       \(reason)\(message.isEmpty ? "" : "\n      Message:      \(message)")
          Exit Code:    3
        Ready:          False
    Events:
      Type     Reason   Age             From     Message
      ----     ------   ----            ----     -------
      Warning  BackOff  2m (x9 over 5m)  kubelet  Back-off restarting failed container web in pod web-1
    """
  }

  @Test func `the reason for which a container ended leads, and that it is started again is left out`() {
    let messages = ErrorReport(reading: Self.pod("EvictedByOwl")).messages
    #expect(messages.first?.text == "Reason: EvictedByOwl")
    #expect(messages.first?.line == 7)
    #expect(!messages.contains { $0.text.contains("CrashLoop") || $0.text.contains("Back-off") })
    #expect(ErrorReport(reading: Self.pod("EvictedByOwl")).idleLines == [5, 13])
  }

  @Test func `a reason that says nothing leaves the lead to the rest`() {
    for reason in ["Error", "Completed"] {
      let report = ErrorReport(reading: Self.pod(reason))
      #expect(report.messages.first?.text == "Back-off restarting failed container web in pod web-1")
      #expect(report.idleLines.isEmpty)
    }
  }

  @Test func `the message of a container that ended says more than its reason`() {
    let report = ErrorReport(reading: Self.pod("StartError", "no such lamp: /etc/lamp"))
    #expect(report.messages.first?.text == "no such lamp: /etc/lamp")
  }

  @Test func `a warning beside a back-off is its cause, wherever it stands`() {
    let text = """
      Events:
        Type     Reason     Age                From     Message
        Warning  BackOff    2m (x9 over 5m)    kubelet  Back-off restarting failed container web in pod web-1
        Warning  Unhealthy  10s (x3 over 1m)   kubelet  Liveness probe failed: the lamp is out
      """
    #expect(
      tree(text).hasPrefix(
        """
        root event 4: (Unhealthy) Liveness probe failed: the lamp is out
        consequence event 3: (BackOff) Back-off restarting failed container web in pod web-1
        """))
  }

  @Test(arguments: [
    """
    containerStatuses:
    - lastState:
        terminated:
          exitCode: 3
          reason: EvictedByOwl
      state:
        waiting:
          message: back-off 5m0s restarting failed container=web
          reason: CrashLoopBackOff
    """,
    """
    {
      "containerStatuses": [
        {
          "lastState": {
            "terminated": {
              "exitCode": 3,
              "reason": "EvictedByOwl"
            }
          },
          "state": {
            "waiting": {
              "message": "back-off 5m0s restarting failed container=web",
              "reason": "CrashLoopBackOff"
            }
          }
        }
      ]
    }
    """,
  ])
  func `the same holds in YAML and in JSON`(text: String) {
    let messages = ErrorReport(reading: text).messages
    #expect(messages.first?.text.hasSuffix("EvictedByOwl") == true)
    #expect(!messages.contains { $0.text.contains("CrashLoop") || $0.text.contains("back-off") })
  }
}
