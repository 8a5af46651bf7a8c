// swift-tools-version: 6.2
import Foundation
import PackageDescription

/// The instructions of the machine that builds: the crowd's inner loops take sixteen people at a time where it can.
/// The bits of every result are the same whichever it is. THRONG_CPU=x86-64 builds for any machine.
let processor: String? =
  Context.environment["THRONG_CPU"]
  ?? {
    let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8))?.split(separator: "\n") ?? []
    guard let flags = lines.first(where: { $0.hasPrefix("flags") })?.split(separator: " ") else { return nil }
    func has(_ names: String...) -> Bool { names.allSatisfy { flags.contains(Substring($0)) } }
    if !has("avx2", "bmi1", "bmi2", "f16c", "fma", "movbe") { return nil }
    return has("avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl") ? "x86-64-v4" : "x86-64-v3"
  }()
let machine: [SwiftSetting] = processor.map { [.unsafeFlags(["-Xcc", "-march=\($0)"])] } ?? []

/// Warnings are errors where THRONG_STRICT is set (CI does); a newer compiler's new warning
/// must not keep a person from building.
let strict = Context.environment["THRONG_STRICT"] != nil
let settings: [SwiftSetting] = (strict ? [.treatAllWarnings(as: .error)] : []) + machine

func module(_ name: String, _ dependencies: [Target.Dependency], resources: [Resource]? = nil) -> Target {
  .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: settings)
}

func library(_ name: String, _ folder: String, apt packages: [String]) -> Target {
  .systemLibrary(name: name, path: "Sources/C/\(folder)", providers: [.apt(packages)])
}

let package = Package(
  name: "Throng",
  products: [
    .executable(name: "throng", targets: ["throng"]),
    // for the nested package of benchmarks
    .library(name: "Crowd", targets: ["Kernel", "Fields", "City", "Scenes"]),
  ],
  // The virtual Player's third version over TLS: swift build --traits TLS
  traits: [.trait(name: "TLS", description: "The virtual Player also listens over TLS")],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
  ],
  targets: [
    // C libraries: module maps, no logic
    .systemLibrary(name: "CLanes", path: "Sources/C/Lanes"),
    .systemLibrary(name: "CCounters", path: "Sources/C/Counters"),
    library("CSDL2", "SDL2", apt: ["libsdl2-dev", "libsdl2-ttf-dev", "libsdl2-image-dev"]),
    library("COpenAL", "OpenAL", apt: ["libopenal-dev"]),
    library("CSndfile", "sndfile", apt: ["libsndfile1-dev"]),
    library("CSQLite", "SQLite", apt: ["libsqlite3-dev"]),
    library("CGEOS", "GEOS", apt: ["libgeos-dev"]),
    library("CNetCDF", "NetCDF", apt: ["libnetcdf-dev"]),
    library("CWebP", "WebP", apt: ["libwebp-dev"]),
    library("CNLopt", "NLopt", apt: ["libnlopt-dev"]),
    // Dear ImGui is C++: a file of plain functions before it, so that C++ goes no further.
    .target(
      name: "CImGui", path: "Sources/C/ImGui",
      linkerSettings: ["imgui", "stb", "freetype", "m"].map { .linkedLibrary($0) }),
    // floor 0
    module("Kernel", []),
    // floor 1
    module("ECS", ["Kernel"]),
    module("Fields", ["Kernel", "CLanes"]),
    module("Haptics", ["Kernel", "CLanes"]),
    module("Learning", ["Kernel"]),
    // floor 2
    module("City", ["Kernel", "ECS", "Fields", "Haptics", "CLanes"]),
    // floor 3
    module(
      "Scenes",
      ["Kernel", "Fields", "Haptics", "City", "Yams", "CSQLite", "CSndfile", "CGEOS", "CNetCDF", "CWebP"]),
    module("Presentation", ["Kernel", "Fields", "Haptics", "City"]),
    // floor 4
    module("Desktop", ["Kernel", "Presentation", "CSDL2", "COpenAL", "CImGui"]),
    module(
      "Devices",
      [
        "Kernel", "Haptics", "Scenes", .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"), .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOWebSocket", package: "swift-nio"),
        .product(name: "NIOSSL", package: "swift-nio-ssl", condition: .when(traits: ["TLS"])),
      ]),
    module(
      "Pipeline",
      [
        "Kernel", "Learning", "Fields", "Haptics", "City", "Scenes", "Presentation", "Desktop", "Devices",
        "Tuning",
        "CLanes", "CCounters",
      ]),
    module("Tuning", ["Kernel", "Learning", "Fields", "Haptics", "City", "Scenes", "CNLopt"]),
    // floor 5
    .executableTarget(
      name: "throng",
      dependencies: [
        "Kernel", "Learning", "Fields", "Haptics", "City", "Scenes", "Presentation", "Tuning", "Pipeline",
        "Desktop",
        "Devices", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: settings),
    // programs that the tests run
    .executableTarget(
      name: "StateHashes", dependencies: ["Kernel", "City"], path: "Tests/StateHashes",
      swiftSettings: settings),
    .executableTarget(
      name: "FieldWriter", dependencies: ["Kernel", "Fields", "Scenes"], path: "Tests/FieldWriter",
      swiftSettings: settings),
    .target(name: "AllocationCounter", path: "Tests/AllocationCounter"),
    .executableTarget(
      name: "Endurance",
      dependencies: [
        "Kernel", "City", "Haptics", "Scenes", "AllocationCounter",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], path: "Tests/Endurance", swiftSettings: settings),
    tests("KernelTests", ["Kernel"]),
    tests("ECSTests", ["ECS", "Kernel"]),
    tests("FieldsTests", ["Fields", "Kernel"]),
    tests("HapticsTests", ["Haptics", "Kernel"]),
    tests("LearningTests", ["Learning", "Kernel"]),
    tests("TuningTests", ["Tuning", "Learning", "Scenes", "City", "Fields", "Haptics", "Kernel"]),
    tests("CityTests", ["City", "Fields", "Kernel"]),
    tests(
      "ScenesTests", ["Scenes", "City", "Fields", "Haptics", "Kernel", "CSQLite"],
      exclude: ["Broken", "KillSwitch"]),
    tests("DevicesTests", ["Devices", "Scenes", "Haptics", "Kernel"]),
    tests("PresentationTests", ["Presentation", "City", "Kernel", "Fields", "Haptics"]),
    tests("DesktopTests", ["Desktop", "Presentation", "Haptics", "Kernel"], exclude: ["Golden"]),
    tests(
      "PipelineTests",
      [
        "Pipeline", "Tuning", "Desktop", "Scenes", "City", "Fields", "Haptics", "Presentation", "Kernel",
        "CSQLite",
      ], exclude: ["Golden"]),
    tests("VerificationTests", ["Pipeline", "Scenes", "City", "Fields", "Kernel"]),
    tests("CommandsTests", []),
    tests("ArchitectureTests", []),
    tests("FuzzTests", ["Scenes", "Haptics", "Kernel"]),
  ],
  swiftLanguageModes: [.v6]
)
