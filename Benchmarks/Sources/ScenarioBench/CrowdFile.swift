import City
import Foundation
import Kernel

/// A scenario's ground and everybody's place at the start, for other programs that shall step the same crowd.
struct CrowdFile: Encodable {
  struct Person: Encodable {
    var x: Float  // [m]
    var y: Float  // [m]
    var exit: Int  // index into exits
    var radius: Float  // [m]
  }
  var question: Question
  var walkable: [[Float]]  // [m] corners
  var obstacles: [[[Float]]]  // [m] corners of each
  var exits: [[[Float]]]
  var desiredSpeed: Float  // [m/s]
  var timeGap: Float  // [s]
  var people: [Person]

  /// Throws where other programs have no like of the plan: several walkable polygons, or people who differ.
  init(_ bench: Bench) throws {
    let plan = bench.plan
    guard plan.ground.walkable.count == 1, plan.profiles.count == 1,
      case .constant(let speed) = plan.profiles[0].desiredSpeed,
      case .constant(let gap) = plan.profiles[0].timeGap
    else {
      throw BenchError(
        "\(bench.question.scenario): only crowds of equal people on one polygon can be handed on")
    }
    func corners(_ polygon: Polygon) -> [[Float]] { polygon.vertices.map { [$0.x, $0.y] } }
    question = bench.question
    walkable = corners(plan.ground.walkable[0])
    obstacles = plan.ground.obstacles.map { corners($0.polygon) }
    exits = plan.ground.exits.map { corners($0.polygon) }
    desiredSpeed = speed
    timeGap = gap
    let world = bench.world(workers: .one)
    var crowd = Crowd()
    world.write(into: &crowd)
    let journeys = world.journeysUnderWay
    people = crowd.positions.indices.map { i in
      Person(
        x: crowd.positions[i].x, y: crowd.positions[i].y, exit: journeys[i], radius: crowd.radii[i])
    }
  }

  func write(to path: String) throws { try Files.write(try JSONEncoder().encode(self), to: path) }
}

enum Files {
  /// Makes the folder first where it is missing.
  static func write(_ data: Data, to path: String) throws {
    let url = URL(fileURLWithPath: path)
    do {
      try FileManager.default.createDirectory(
        at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try data.write(to: url, options: .atomic)
    } catch { throw BenchError("\(path) cannot be written: \(error.localizedDescription)") }
  }
  static func write(_ text: String, to path: String) throws { try write(Data(text.utf8), to: path) }
}
