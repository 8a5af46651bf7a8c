import City
import Kernel

/// One scene with one model of walking, or with all of them in one crowd.
struct Run {
  let model: String
  let scene: String
  let plan: CityPlan
  let clocks: Clocks
  let stops: [Int]  // ticks after which the hash is taken
  let sights: Set<Sight>  // what must be seen in it

  static var all: [Run] {
    let kinds = LocomotionModel.Kind.allCases
    var runs = kinds.flatMap { [everything([$0]), crowd($0)] }
    runs.append(everything(kinds))
    return runs
  }

  private static func everything(_ kinds: [LocomotionModel.Kind]) -> Run {
    Run(
      model: kinds.count > 1 ? "all together" : kinds[0].rawValue, scene: "everything",
      plan: Everything.plan(kinds.map { LocomotionModel($0) }), clocks: Clocks(), stops: [20, 50, 80],
      sights: Set(Sight.allCases).subtracting([.orderByPlace]))
  }

  /// Rows change places at tick 0 and 32. Steps of 10 ms are walked in one part by every model; the standard model alone
  /// walks on to the second change, for unoptimised builds are slow.
  private static func crowd(_ kind: LocomotionModel.Kind) -> Run {
    Run(
      model: kind.rawValue, scene: "crowd", plan: CrossingCrowd.plan(LocomotionModel(kind)),
      clocks: Clocks(crowdStepMilliseconds: 10, hapticStepMilliseconds: 10),
      stops: LocomotionModel(kind) == .standard ? [4, 33] : [4], sights: [.orderByPlace, .departures])
  }

  /// Rows of a table: `model,scene,tick,workers,hash`.
  func rows(workers: Workers) throws -> [String] {
    var world = World(plan: plan, seed: 7, clocks: clocks, workers: workers)
    var trace = Trace.none
    var rows: [String] = []
    var seen: Set<Sight> = []
    let begin = world.places
    for stop in stops {
      while world.tick < stop {
        world.step(input: Everything.keys(at: world.tick), workers: workers, trace: &trace)
      }
      seen.formUnion(world.sights(since: begin))
      rows.append("\(model),\(scene),\(stop),\(workers.count),\(String(world.hash(), radix: 16))")
    }
    let unseen = sights.subtracting(seen)
    if !unseen.isEmpty { throw Unseen(run: self, sights: unseen) }
    return rows
  }
}

/// A scene no longer does what it is there for.
struct Unseen: Error, CustomStringConvertible {
  let run: Run
  let sights: Set<Sight>
  var description: String {
    let words = sights.map(\.rawValue).sorted().joined(separator: ", ")
    return "\(run.model), \(run.scene): no longer seen: \(words)"
  }
}
