/// The redaction rules that ship with the library, one file of JSON each.
public let secretData: [[UInt8]] = [PackageResources.rules_json]
