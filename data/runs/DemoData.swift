/// The sample logs that `casebook demo` plays with.
public enum DemoData {
  /// The logs, by file name.
  public static let logs: [(name: String, bytes: [UInt8])] = [
    ("failed-deployment.log", PackageResources.failed_deployment_log),
    ("overloaded-service.jsonl", PackageResources.overloaded_service_jsonl),
    ("scoring-container.log", PackageResources.scoring_container_log),
  ]

  /// The commands that it runs on them: a line each, without the name of the program.
  public static let commands = PackageResources.demo_txt
}
