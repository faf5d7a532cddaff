/// The redaction rules that ship with the library, two files of JSON each.
public let secretData: [[UInt8]] = [PackageResources.rules_json, PackageResources.vendors_json]
