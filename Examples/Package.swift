// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "casebook-examples",
  dependencies: [.package(name: "casebook", path: "..")],
  targets: [
    .executableTarget(
      name: "tour", dependencies: [.product(name: "Casebook", package: "casebook")],
      swiftSettings: [
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .treatAllWarnings(as: .error),
      ])
  ]
)
