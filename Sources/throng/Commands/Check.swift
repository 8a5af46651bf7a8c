import ArgumentParser
import Kernel
import Scenes

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Say everything that is wrong with scenes, at once, without running them.",
    discussion:
      "Exit status 0 when nothing is wrong (warnings allowed), 65 for a fault, 66 for a missing file.")

  @Argument(help: "Scene files, YAML or JSON.", completion: .file(extensions: ["yaml", "yml", "json"]))
  var scenes: [String]

  @Option(
    name: .customLong("set"),
    help: ArgumentHelp("Change a value: profiles.adult.desired_speed=1.5", valueName: "path=value"))
  var overrides: [String] = []

  @Flag(help: "Warnings count as faults.")
  var strict = false

  func run() throws {
    var faults: [Diagnostic] = []
    var exit = Diagnostics.Exit.data
    for path in scenes {
      do throws(Diagnostics) {
        try FileKind.expect(.scene, at: path)
        let (scene, warnings) = try Scene.load(path: path, overrides: overrides, library: .standard)
        for warning in warnings { Terminal.notice(warning.description) }
        if strict { faults += warnings.filter { $0.severity == .warning } }
        for wearer in scene.wearers {
          for remark in wearer.mapping.remarks(on: wearer.garment) { Terminal.notice("note: \(remark)") }
        }
        let city = scene.city
        Terminal.result(
          "\(path): ok · sources \(city.sources.count) · exits \(city.ground.exits.count) · "
            + "journeys \(city.journeys.count) · wearers \(scene.wearers.count) · obstacles \(city.ground.obstacles.count)"
        )
      } catch {
        Terminal.notice(error.description)
        faults += error.errors
        if error.exit == .noInput { exit = .noInput }
      }
    }
    guard faults.isEmpty else {
      Terminal.notice(
        "\(faults.count) \(faults.count == 1 ? "fault" : "faults"); `throng explain CODE` says more")
      throw ExitCode(exit.rawValue)
    }
  }
}
