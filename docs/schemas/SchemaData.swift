/// The published schema of what a verb prints with `--json`, for the verbs that are tools of `casebook mcp`; empty for
/// others.
public func schemaData(_ verb: String) -> [UInt8] {
  switch verb {
  case "diagnose": PackageResources.diagnose_json
  case "history": PackageResources.history_json
  case "incidents": PackageResources.incidents_json
  case "search": PackageResources.search_json
  case "show": PackageResources.show_json
  default: []
  }
}
