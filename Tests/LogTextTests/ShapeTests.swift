import CasebookLogText
import Testing

/// One line of each shape that loggers write, and the event that it becomes.
struct ShapeTests {
  @Test(
    arguments: [
      (
        "2020-01-02 09:00:00,318 ERROR name: python plain",
        "2020-01-02T09:00:00.318Z error name ¦ python plain"
      ),
      (
        "2020-01-02 09:00:00,318|ERROR|230|pipes",
        "2020-01-02T09:00:00.318Z error - ¦ pipes"
      ),
      (
        "[2021-10-21 08:00:00,123] [ERROR] bracketed",
        "2021-10-21T08:00:00.123Z error - ¦ bracketed"
      ),
      (
        "[2021-10-21 08:00:00 +0200] [7] [ERROR] gunicorn",
        "2021-10-21T06:00:00Z error - ¦ gunicorn"
      ),
      (
        "2020-01-02 09:00:00,318 - azureml.core - ERROR - dashed",
        "2020-01-02T09:00:00.318Z error azureml.core ¦ dashed"
      ),
      (
        "2020-01-02T09:00:00Z ERROR iso z",
        "2020-01-02T09:00:00Z error - ¦ iso z"
      ),
      (
        "2020-01-02T09:00:00.123456+02:00 [ERROR] iso offset",
        "2020-01-02T07:00:00.123Z error - ¦ iso offset"
      ),
      (
        #"2020-01-02T09:00:00.123456789Z\#terror\#tcontroller/main.go:77\#tzap console\#t{"a": 1}"#,
        #"2020-01-02T09:00:00.123Z error controller/main.go:77 ¦ zap console\#t{"a": 1}"#
      ),
      (
        "E1021 08:00:00.123456       1 file.go:12] klog",
        "2021-10-21T08:00:00.123Z error file.go ¦ klog"
      ),
      (
        "2021-10-21T08:00:00.123456789Z stderr F cri",
        "2021-10-21T08:00:00.123Z info - ¦ cri"
      ),
      (
        #"{"log":"ERROR docker said \"no\"\n","stream":"stderr","time":"2021-10-21T08:00:00.5Z"}"#,
        #"2021-10-21T08:00:00.500Z error - ¦ docker said "no""#
      ),
      (
        #"{"ts":1634803200.25,"level":"error","logger":"a.b","msg":"zap json","error":"boom"}"#,
        "2021-10-21T08:00:00.250Z error a.b ¦ zap json: boom"
      ),
      (
        #"{"@timestamp":"2021-10-21T08:00:00.000Z","log.level":"ERROR","message":"ecs","error":{"type":"X","message":"y"}}"#,
        "2021-10-21T08:00:00Z error - ¦ ecs: X: y"
      ),
      (
        #"{"time":1634803200123,"level":50,"msg":"pino"}"#,
        "2021-10-21T08:00:00.123Z error - ¦ pino"
      ),
      (
        #"{"timestamp":"2021-10-21T08:00:00Z","severity":"CRITICAL","textPayload":"gcp"}"#,
        "2021-10-21T08:00:00Z fatal - ¦ gcp"
      ),
      (
        #"{"@t":"2021-10-21T08:00:00Z","@l":"Error","@mt":"Serilog {x}","@x":"System.Exception: a\n   at B.C()"}"#,
        #"2021-10-21T08:00:00Z error - ¦ Serilog {x}\#n│System.Exception: a\#n│   at B.C()"#
      ),
      (
        #"{"timestamp":"2021-10-21T08:00:00Z","level":"ERROR","fields":{"message":"tracing"},"target":"app::db"}"#,
        "2021-10-21T08:00:00Z error app::db ¦ tracing"
      ),
      (
        #"{"asctime":"2021-10-21 08:00:00,123","levelname":"ERROR","name":"app","message":"python json"}"#,
        "2021-10-21T08:00:00.123Z error app ¦ python json"
      ),
      (
        #"time="2021-10-21T08:00:00Z" level=error msg="logrus \"x\"" error="dial tcp: refused""#,
        #"2021-10-21T08:00:00Z error - ¦ logrus "x": dial tcp: refused"#
      ),
      (
        #"ts=2021-10-21T08:00:00Z caller=x.go:1 level=warn component=tsdb msg="go-kit" err="bad""#,
        "2021-10-21T08:00:00Z warning tsdb ¦ go-kit: bad"
      ),
      (
        "<11>Oct 21 08:00:00 host app[12]: syslog 3164",
        "2021-10-21T08:00:00Z error app ¦ syslog 3164"
      ),
      (
        "Oct 21 08:00:00 host app[12]: ERROR syslog without priority",
        "2021-10-21T08:00:00Z error app ¦ syslog without priority"
      ),
      (
        "Oct 21 08:00:00 host kernel: Out of memory: Killed process 12 (python)",
        "2021-10-21T08:00:00Z error kernel ¦ Out of memory: Killed process 12 (python)"
      ),
      (
        "<165>1 2021-10-21T08:00:00.003Z host.example.com su - ID47 - not a problem",
        "2021-10-21T08:00:00.003Z notice su ¦ not a problem"
      ),
      (
        #"<163>1 2021-10-21T08:00:00.003Z host.example.com app 12 ID47 [ex@1 a="b]\"" c="d"][y@2] is a problem"#,
        "2021-10-21T08:00:00.003Z error app ¦ is a problem"
      ),
      (
        "2021-10-21 08:00:00,570 WARN [LeaseRenewer:x@y:9000] org.apache.hadoop.hdfs.LeaseRenewer: hadoop",
        "2021-10-21T08:00:00.570Z warning org.apache.hadoop.hdfs.LeaseRenewer ¦ hadoop"
      ),
      (
        "21/10/21 18:05:27 WARN TaskSetManager: spark",
        "2021-10-21T18:05:27Z warning TaskSetManager ¦ spark"
      ),
      (
        "2021-10-21 08:00:00,747 - WARN  [SendWorker:188978561024:QuorumCnxManager$SendWorker@688] - zookeeper",
        "2021-10-21T08:00:00.747Z warning SendWorker:188978561024:QuorumCnxManager$SendWorker@688 ¦ zookeeper"
      ),
      (
        "2021-10-21 08:00:00.123 ERROR 12345 --- [           main] o.s.boot.SpringApplication               : spring boot",
        "2021-10-21T08:00:00.123Z error o.s.boot.SpringApplication ¦ spring boot"
      ),
      (
        "2021-10-21 08:00:00.123 [http-nio-1] ERROR c.e.App - logback full",
        "2021-10-21T08:00:00.123Z error c.e.App ¦ logback full"
      ),
      (
        "[Sun Dec 04 04:47:44 2005] [error] apache old",
        "2005-12-04T04:47:44Z error - ¦ apache old"
      ),
      (
        "[Wed Oct 11 14:32:52.123456 2000] [core:error] [pid 1:tid 2] [client 1.2.3.4:5] AH00035: apache new",
        "2000-10-11T14:32:52.123Z error - ¦ [client 1.2.3.4:5] AH00035: apache new"
      ),
      (
        "2021/10/21 08:00:00 [error] 7#7: *1 connect() failed (111: Connection refused) while connecting",
        "2021-10-21T08:00:00Z error - ¦ connect() failed (111: Connection refused) while connecting"
      ),
      (
        #"127.0.0.1 - - [21/Oct/2021:08:00:00 +0000] "POST /score HTTP/1.1" 503 12 "-" "curl""#,
        #"2021-10-21T08:00:00Z error - ¦ "POST /score HTTP/1.1" 503 12 "-" "curl""#
      ),
      (
        #"127.0.0.1 - - [21/Oct/2021:08:00:00 +0000] "POST /score HTTP/1.1" 200 12"#,
        #"2021-10-21T08:00:00Z info - ¦ "POST /score HTTP/1.1" 200 12"#
      ),
      (
        "2021-10-21 08:00:00.000 | ERROR    | app.mod:func:42 - loguru",
        "2021-10-21T08:00:00Z error app.mod:func:42 ¦ loguru"
      ),
      (
        "081109 203615 148 ERROR dfs.DataNode$PacketResponder: hdfs",
        "2008-11-09T20:36:15Z error dfs.DataNode$PacketResponder ¦ hdfs"
      ),
      (
        "nova-api.log.1.2017-05-16_13:53:08 2017-05-16 00:00:00.008 25746 ERROR nova.osapi [req-1 - - -] openstack",
        "2017-05-16T00:00:00.008Z error nova.osapi ¦ openstack"
      ),
      (
        "ERROR:2021-10-21 08:00:00,123:jax.bridge:444: no device",
        "2021-10-21T08:00:00.123Z error jax.bridge ¦ no device"
      ),
      (
        "- 1117838570 2005.06.03 R02-M1-N0 2005-06-03-15.42.50.675872 R02-M1-N0 RAS KERNEL FATAL bgl",
        "2005-06-03T22:42:50Z fatal KERNEL ¦ bgl"
      ),
      (
        "03-17 16:13:38.811  1702  2395 E WindowManager: android",
        "2021-03-17T16:13:38.811Z error WindowManager ¦ android"
      ),
      (
        "20171223-22:15:29:606|Step_LSC|30002312|healthapp",
        "2017-12-23T22:15:29.606Z info Step_LSC ¦ healthapp"
      ),
      (
        "2016-09-28 04:30:30, Error                 CBS    windows",
        "2016-09-28T04:30:30Z error CBS ¦ windows"
      ),
      (
        "10/21/2021 8:00:00 AM ERROR windows-ish",
        "2021-10-21T08:00:00Z error - ¦ windows-ish"
      ),
      (
        "2021-10-21 08:00:00 ERROR [ONNXRuntimeError] : 1 : FAIL : Load model",
        "2021-10-21T08:00:00Z error - ¦ [ONNXRuntimeError] : 1 : FAIL : Load model"
      ),
      (
        "2021-10-21 08:00:00 ERROR [Errno 2] No such file or directory",
        "2021-10-21T08:00:00Z error - ¦ [Errno 2] No such file or directory"
      ),
      (
        "2021-10-21 08:00:00 ERROR ValueError: not a logger",
        "2021-10-21T08:00:00Z error - ¦ ValueError: not a logger"
      ),
      (
        "2021-10-21 08:00:00 ERROR java.lang.OutOfMemoryError: Java heap space",
        "2021-10-21T08:00:00Z error - ¦ java.lang.OutOfMemoryError: Java heap space"
      ),
      (
        "2021-10-21 08:00:00 ERROR 404 - Not Found",
        "2021-10-21T08:00:00Z error - ¦ 404 - Not Found"
      ),
      (
        "2021-10-21 08:00:00 ERROR Failed: x",
        "2021-10-21T08:00:00Z error - ¦ Failed: x"
      ),
      (
        "2021-10-21 08:00:00 all fine, no error here",
        "2021-10-21T08:00:00Z info - ¦ all fine, no error here"
      ),
      (
        "2021-10-21 08:00:00 Error opening file",
        "2021-10-21T08:00:00Z error - ¦ opening file"
      ),
      (
        "2021-10-21 08:00:00 [info] fine",
        "2021-10-21T08:00:00Z info - ¦ fine"
      ),
      (
        "INFO 2021-10-21 08:00:00 level first",
        "2021-10-21T08:00:00Z info - ¦ level first"
      ),
      (
        "ERROR 2021-10-21 08:00:00,123 app: level first",
        "2021-10-21T08:00:00.123Z error app ¦ level first"
      ),
      (
        "[ERROR]\t2021-10-21T08:00:00.123Z\treq-id\tlambda",
        "2021-10-21T08:00:00.123Z error - ¦ req-id\tlambda"
      ),
      (
        "2021-10-21T08:00:00.123Z\t6bc28136-xmpl-4365\tERROR\tlambda node",
        "2021-10-21T08:00:00.123Z error - ¦ lambda node"
      ),
      (
        "2021-10-21 08:00:00.123456: E tensorflow/stream_executor/cuda/cuda_driver.cc:271] failed call to cuInit",
        "2021-10-21T08:00:00.123Z error tensorflow/stream_executor/cuda/cuda_driver.cc:271 ¦ failed call to cuInit"
      ),
      (
        "2021-10-21 08:00:00.123456: W tensorflow/x.cc:60] Could not load",
        "2021-10-21T08:00:00.123Z warning tensorflow/x.cc:60 ¦ Could not load"
      ),
      (
        "2021-10-21 08:00:00+00:00 [worker-1] WARN  a.b.C - x",
        "2021-10-21T08:00:00Z warning a.b.C ¦ x"
      ),
      (
        "Thu Oct 21 08:00:00 UTC 2021 ERROR date style",
        "2021-10-21T08:00:00Z error - ¦ date style"
      ),
      (
        "2021-10-21T08:00:00.123Z 2021-10-21 07:59:59,123 ERROR app: kubectl timestamps",
        "2021-10-21T08:00:00.123Z error app ¦ kubectl timestamps"
      ),
      (
        "2021-10-21T08:00:00.123Z host app[12]: ERROR rsyslog iso",
        "2021-10-21T08:00:00.123Z error app ¦ rsyslog iso"
      ),
    ])
  func `a line is read into time, level, logger and message`(line: String, event: String) {
    #expect(table(line, keeping: .all, written: endOf2021) == "1 " + event)
  }

  @Test(
    arguments: [
      ("[2021-10-21 08:00:00,123: ERROR/MainProcess] celery", "error - ¦ celery"),
      ("[INFO|trainer.py:120] 2021-10-21 08:00:00,123 >> transformers", "info trainer.py:120 ¦ transformers"),
      (
        "[2021-10-21 08:00:00.123] production.ERROR: laravel {\"a\":1}",
        "error production ¦ laravel {\"a\":1}"
      ),
      ("2021-10-21 08:00:00,123 [main/ERROR]: thread and level", "error - ¦ thread and level"),
      ("2021-10-21 08:00:00.123 UTC [1234] FATAL:  postgres", "fatal - ¦ postgres"),
      ("2021-10-21T08:00:00.123000Z 0 [ERROR] [MY-010119] [Server] mysql", "error - ¦ mysql"),
      ("ERROR [2021-10-21 08:00:00,123] org.a.B: dropwizard", "error org.a.B ¦ dropwizard"),
      (
        #"{"t":{"$date":"2021-10-21T08:00:00.123+00:00"},"s":"E",  "c":"NETWORK","msg":"mongo","attr":{}}"#,
        "error - ¦ mongo"
      ),
    ])
  func `the shapes of frameworks and databases are read`(line: String, event: String) {
    #expect(table(line, keeping: .all) == "1 2021-10-21T08:00:00.123Z " + event)
  }

  @Test(
    arguments: [
      (
        "ERROR:root:python basic",
        "1 - error root ¦ python basic"
      ),
      (
        #"ERROR:my.pkg.mod:C:\dir not found"#,
        #"1 - error my.pkg.mod ¦ C:\dir not found"#
      ),
      (
        "08:00:00.123 [main] ERROR com.example.App - logback",
        "1 - error com.example.App ¦ logback"
      ),
      ("ERROR: plain", "1 - error - ¦ plain"),
      ("[ERROR] bracketed", "1 - error - ¦ bracketed"),
      ("ERROR:root:basic", "1 - error root ¦ basic"),
      ("WARNING:tensorflow:From x.py", "1 - warning tensorflow ¦ From x.py"),
      ("level=error msg=\"no time\"", "1 - error - ¦ no time"),
      ("\u{1B}[31mERROR\u{1B}[0m: coloured\r", "1 - error - ¦ coloured"),
      ("ERROR ", "1 - error - ¦ "),
      ("Errors: 0", "1 - info - ¦ Errors: 0"),
      ("INFORM the user", "1 - info - ¦ INFORM the user"),
      ("[   12.345678] usb 1-1: new device", "1 - info - ¦ usb 1-1: new device"),
      ("Oct 21 08:00:00 host app[12]: year unknown", "1 - info app ¦ year unknown"),
    ])
  func `a line without a date has no time`(line: String, event: String) {
    #expect(table(line, keeping: .all) == event)
  }

  @Test(
    arguments: [
      ("[rank0]: 2021-10-21 08:00:00 ERROR app: x", "process/python"),
      ("(Trainer pid=123, ip=10.0.0.1) ERROR: x", "process/level"),
      ("web_1  | 2021-10-21 08:00:00 ERROR app: x", "compose/python"),
      ("[pod/scorer-abc/main] ERROR:root:x", "compose/python"),
      ("2021-10-21T08:00:00.1Z stderr F E1021 08:00:00.123456       1 file.go:12] x", "cri/klog"),
      (#"{"log":"time=\"2021-10-21T08:00:00Z\" level=error msg=x\n","stream":"stdout"}"#, "docker/logfmt"),
      ("2021-10-21T08:00:00.123Z 2021-10-21 07:59:59,123 ERROR app: x", "time-level"),
    ])
  func `an envelope is unwrapped and named`(line: String, format: String) {
    let (events, summary) = LogReader.events(in: line.utf8)
    #expect(summary.format == format)
    #expect(events.map(\.body) == ["x"])
  }
}
