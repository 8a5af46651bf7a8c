import Fields
import Kernel
import Scenes

#if canImport(Glibc)
  import Glibc
#else
  import Musl
#endif

// Writes fields of a known crowd as fast as it can and says after each step how many there are, until somebody ends it.
// usage: FieldWriter FILE.nc [STEPS]

guard CommandLine.arguments.count > 1 else { exit(64) }
let ground = Ground(
  walkable: [
    Polygon([Vector2(0, 0), Vector2(30, 0), Vector2(30, 20), Vector2(0, 20)])
  ],
  obstacles: [
    Obstacle(
      name: "pillar", polygon: Polygon([Vector2(8, 8), Vector2(12, 8), Vector2(12, 12), Vector2(8, 12)]))
  ])
let estimator = FieldEstimator(settings: FieldSettings(), ground: ground)
let variables: [FieldVariable] = [.density, .velocityX, .pressure, .service]
let header = FieldFileHeader(
  title: "march", scene: "march", seed: 1, version: "0", estimator: estimator, ground: ground,
  variables: variables)
let most = CommandLine.arguments.count > 2 ? Int(CommandLine.arguments[2]) ?? 0 : Int.max

do throws(Diagnostics) {
  let file = try FieldFile(path: CommandLine.arguments[1], header)
  var field = estimator.emptyField(header.quantities)
  var step = 0
  while step < most {
    var crowd = Crowd()
    // One person a metre; step k has 1 + k mod 20 of them, each walking east as fast as its number says.
    for id in 0...step % 20 {
      crowd.append(
        id: UInt32(id), position: Vector2(Float(id) + 5, 4), velocity: Vector2(0.1 * Float(id), 0),
        heading: Vector2(1, 0), radius: 0.2)
    }
    estimator.measure(crowd, into: &field, workers: .one)
    try file.append(seconds: Double(step) / 10, people: crowd.count, field)
    step += 1
    let line = Array("\(step)\n".utf8)
    _ = line.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
  }
  try file.finish()
} catch {
  let text = Array((error.description + "\n").utf8)
  _ = text.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
  exit(error.exit.rawValue)
}
