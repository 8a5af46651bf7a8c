// swift-tools-version: 6.2
import PackageDescription

/// Benchmarks stand apart so that nobody who builds the program builds them.
let package = Package(
  name: "ThrongBenchmarks",
  dependencies: [
    .package(name: "Throng", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    .executableTarget(
      name: "ScenarioBench",
      dependencies: [
        .product(name: "Crowd", package: "Throng"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
