import CasebookKnowledge
import CasebookLogText
import Testing

/// The logs of `data/runs`, from bytes to events.
struct SampleTests {
  static let names = ["failed-deployment.log", "scoring-container.log", "overloaded-service.jsonl"]

  @Test func `a failed deployment has its cause in the middle and its consequences behind`() throws {
    let (events, summary) = LogReader.events(in: try #require(contents("data/runs/failed-deployment.log")))
    #expect(
      line(summary) == """
        python lines=57 broken=0 2024-05-14T06:58:11.204Z … 2024-05-14T07:13:22.003Z \
        debug=1 info=26 warning=2 error=3 exit=1
        """)
    #expect(
      events.map(row).joined(separator: "\n") == #"""
        18 2024-05-14T06:59:47.108Z warning deploy.poll ¦ no replica is ready after 90 s, usual for this service is 45 s
        24-41 2024-05-14T07:13:19.780Z error deploy.poll ¦ the service did not become healthy, the cluster answered:
        │{
        │  "error": {
        │    "code": "KubernetesDeploymentFailed",
        │    "statusCode": 400,
        │    "message": "Kubernetes Deployment failed",
        │    "details": [
        │      {
        │        "code": "Unschedulable",
        │        "message": "0/3 nodes are available: 3 Insufficient nvidia.com/gpu."
        │      },
        │      {
        │        "code": "DeploymentTimedOut",
        │        "message": "The deployment operation polling has TimedOut. The service creation is taking \#
        longer than our normal time."
        │      }
        │    ]
        │  }
        │}
        43 2024-05-14T07:13:20.217Z warning deploy.service ¦ no container has started, there are no logs to collect
        46-54 2024-05-14T07:13:21.702Z error deploy.cli ¦ deployment of gradient-scorer:14 failed after 905 s
        │Traceback (most recent call last):
        │  File "/opt/deployctl/lib/deploy/cli.py", line 88, in main
        │    service = deployer.run(arguments)
        │  File "/opt/deployctl/lib/deploy/deployer.py", line 142, in run
        │    return self.wait(operation)
        │  File "/opt/deployctl/lib/deploy/poll.py", line 61, in wait
        │    raise DeploymentError(operation.state, operation.error)
        │deploy.errors.DeploymentError: service is in state Unhealthy
        55 2024-05-14T07:13:21.705Z error deploy.notify ¦ release 2024.05.2 is blocked: step deploy-scoring failed
        """#)
  }

  @Test func `a scoring container that finds no model has one event a traceback`() throws {
    let (events, summary) = LogReader.events(in: try #require(contents("data/runs/scoring-container.log")))
    #expect(
      line(summary) == """
        gunicorn lines=43 broken=0 2024-05-21T05:11:02.114Z … 2024-05-21T05:11:07.404Z info=14 error=4 exit=3
        """)
    #expect(
      events.map(row).joined(separator: "\n") == """
        13 2024-05-21T05:11:06.733Z error root ¦ User's init function failed
        14-28 2024-05-21T05:11:06.734Z error root ¦ Encountered Exception Traceback (most recent call last):
        │  File "/var/scoring/server/startup.py", line 212, in load_entry_script
        │    entry.init()
        │  File "/var/scoring/app/score.py", line 17, in init
        │    model = joblib.load(os.path.join(folder, "scorer.pkl"))
        │  File "/opt/conda/lib/python3.10/site-packages/joblib/numpy_pickle.py", line 650, in load
        │    with open(filename, 'rb') as f:
        │FileNotFoundError: [Errno 2] No such file or directory: '/var/scoring/models/gradient-scorer/14/scorer.pkl'
        │
        │During handling of the above exception, another exception occurred:
        │
        │Traceback (most recent call last):
        │  File "/var/scoring/server/startup.py", line 216, in load_entry_script
        │    raise EntryScriptError("init() failed")
        │server.errors.EntryScriptError: init() failed
        30-38 2024-05-21T05:11:06Z error - ¦ Exception in worker process
        │Traceback (most recent call last):
        │  File "/opt/conda/lib/python3.10/site-packages/gunicorn/arbiter.py", line 589, in spawn_worker
        │    worker.init_process()
        │  File "/opt/conda/lib/python3.10/site-packages/gunicorn/workers/base.py", line 134, in init_process
        │    self.load_wsgi()
        │  File "/var/scoring/server/wsgi.py", line 33, in load
        │    raise SystemExit(3)
        │SystemExit: 3
        43 2024-05-21T05:11:07.404Z error - ¦ Exit code 3 is not normal. Killing image.
        """)
  }

  @Test func `an overloaded service tells its statuses and its stack in JSON lines`() throws {
    let (events, summary) = LogReader.events(in: try #require(contents("data/runs/overloaded-service.jsonl")))
    #expect(
      line(summary) == """
        json lines=16 broken=0 2024-06-10T12:00:00Z … 2024-06-10T12:00:49.852Z info=9 warning=2 error=5
        """)
    #expect(
      events.map(row).joined(separator: "\n") == """
        5 2024-06-10T12:00:03.586Z warning gateway.queue ¦ queue is filling
        7 2024-06-10T12:00:04.329Z error gateway ¦ upstream refused the request status=503 reason=Service Unavailable
        8 2024-06-10T12:00:04.449Z error gateway ¦ upstream refused the request status=503 reason=Service Unavailable
        9 2024-06-10T12:00:04.544Z error gateway.balancer ¦ no replica can take the request: \
        all 3 replicas are busy: queue limit of 100 reached
        10 2024-06-10T12:00:04.632Z error gateway ¦ upstream refused the request status=503 reason=Service Unavailable
        12 2024-06-10T12:00:37.032Z warning gateway.scaler ¦ replica is slow to start
        13 2024-06-10T12:00:46.232Z error gateway.scaler ¦ replica did not start
        │Traceback (most recent call last):
        │  File "/srv/gateway/scaler.py", line 57, in start
        │    probe(replica, timeout=40)
        │  File "/srv/gateway/probe.py", line 21, in probe
        │    raise ProbeTimeout(url)
        │gateway.probe.ProbeTimeout: http://10.2.0.14:5001/ gave no answer in 40 s
        """)
  }

  @Test(arguments: names)
  func `the size of the pieces does not matter`(name: String) throws {
    let bytes = try #require(contents("data/runs/\(name)"))
    for keep in [Keep.problems, .all] {
      let whole = read(bytes, inPiecesOf: bytes.count, keeping: keep)
      for size in [1, 7, 64] {
        let pieces = read(bytes, inPiecesOf: size, keeping: keep)
        #expect(pieces.0 == whole.0)
        #expect(pieces.1 == whole.1)
      }
    }
  }

  @Test(arguments: names)
  func `keeping everything counts the same records and holds the same problems`(name: String) throws {
    let bytes = try #require(contents("data/runs/\(name)"))
    let problems = LogReader.events(in: bytes)
    let all = LogReader.events(in: bytes, keeping: .all)
    #expect(all.summary == problems.summary)
    #expect(all.events.filter { $0.level >= .warning } == problems.events)
  }
}
