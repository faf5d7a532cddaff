/// The identifier rules that ship with the library, one file of JSON each.
public let identifierData: [[UInt8]] = [
  PackageResources.compilers_json, PackageResources.kubernetes_json, PackageResources.network_json,
  PackageResources.system_json, PackageResources.vendors_json,
]
