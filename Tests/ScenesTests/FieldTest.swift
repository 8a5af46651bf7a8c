import Fields
import Foundation
import Kernel
import Scenes

/// What the tests of fields over time share.
enum FieldTest {
  static let ground = Ground(
    walkable: [Polygon([Vector2(-3, 1), Vector2(27, 1), Vector2(27, 21), Vector2(-3, 21)])],
    obstacles: [
      Obstacle(
        name: "pillar", polygon: Polygon([Vector2(8, 8), Vector2(12, 8), Vector2(12, 12), Vector2(8, 12)]))
    ])
  static let estimator = FieldEstimator(settings: FieldSettings(), ground: ground)

  static func header(_ variables: [FieldVariable] = FieldVariable.allCases) -> FieldFileHeader {
    FieldFileHeader(
      title: "A hall – with a pillar", scene: "hall", seed: UInt64.max, version: "1.2.3",
      estimator: estimator,
      ground: ground, variables: variables)
  }

  /// Forty people strewn by chance, and `step` more.
  static func crowd(step: Int) -> Crowd {
    var crowd = Crowd()
    let chance = CounterRandom(seed: 7)
    for id in 0..<UInt32(40 + step) {
      let u = chance.uniform4(.test, entity: id, tick: step)
      crowd.append(
        id: id, position: Vector2(-3 + 30 * u.x, 1 + 20 * u.y), velocity: Vector2(u.z - 0.5, u.w - 0.5) * 2,
        heading: Vector2(1, 0), radius: 0.2)
    }
    return crowd
  }
  static func field(step: Int, _ quantities: FieldQuantities, workers: Workers = .one) -> CrowdField {
    var field = estimator.emptyField(quantities)
    estimator.measure(crowd(step: step), into: &field, workers: workers)
    return field
  }

  /// Writes `steps` fields, a quarter of a second apart.
  static func write(
    _ path: String, steps: Int, workers: Workers = .one, variables: [FieldVariable] = FieldVariable.allCases
  ) throws {
    let file = try FieldFile(path: path, header(variables))
    for step in 0..<steps {
      try file.append(
        seconds: Double(step) / 4, people: 40 + step,
        field(step: step, file.header.quantities, workers: workers))
    }
    try file.finish()
  }

  /// A python3 that has the module; the tests' own first.
  static func python(with modules: String...) -> String? {
    let own = RecordTest.repository.appending(path: ".build-peers/bin/python3").path
    let code = modules.map { "import \($0)" }.joined(separator: "; ")
    return [own, "python3"].first { RecordTest.run([$0, "-c", code])?.code == 0 }
  }

  /// A program that was built beside this test.
  static func program(_ name: String) -> String? {
    var folder = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
    for _ in 0..<4 {
      let candidate = folder.appending(path: name).path
      if FileManager.default.isExecutableFile(atPath: candidate) { return candidate }
      folder = folder.deletingLastPathComponent()
    }
    let built = RecordTest.repository.appending(path: ".build/release/\(name)").path
    return FileManager.default.isExecutableFile(atPath: built) ? built : nil
  }
}
