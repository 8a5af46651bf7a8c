// swift-tools-version: 6.2
import PackageDescription

/// Benchmarks stand apart so that nobody who builds the program builds them.
let package = Package(
  name: "ThrongBenchmarks",
  dependencies: [
    .package(name: "Throng", path: ".."),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    // Without its traits it does not ask for jemalloc; allocations are then not counted.
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    .executableTarget(
      name: "ScenarioBench",
      dependencies: [
        .product(name: "Crowd", package: "Throng"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),
    // The plugin that runs them looks in a folder of this name.
    .executableTarget(
      name: "Kernels",
      dependencies: [
        .product(name: "Crowd", package: "Throng"),
        .product(name: "Benchmark", package: "benchmark"),
      ],
      path: "Benchmarks/Kernels",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
  ],
  swiftLanguageModes: [.v6]
)
