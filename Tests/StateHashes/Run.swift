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
      sights: Set(Sight.allCases).subtracting([.orderByPlace, .orderAnew]))
  }

  /// Rows are put in order of place at tick 0, and again after 1.6 s: the standard model walks on to that, the others
  /// do four steps of 10 ms, which all walk in one part, for unoptimised builds are slow.
  private static func crowd(_ kind: LocomotionModel.Kind) -> Run {
    let isStandard = LocomotionModel(kind) == .standard
    return Run(
      model: kind.rawValue, scene: "crowd", plan: CrossingCrowd.plan(LocomotionModel(kind)),
      clocks: isStandard ? Clocks() : Clocks(crowdStepMilliseconds: 10, hapticStepMilliseconds: 10),
      stops: isStandard ? [4, 33] : [4],
      sights: isStandard ? [.orderByPlace, .orderAnew, .departures] : [.orderByPlace, .departures])
  }

  /// Rows of a table: `model,scene,tick,workers,hash`.
  func rows(workers: Workers) throws -> [String] {
    var world = World(plan: plan, seed: 7, clocks: clocks, workers: workers)
    var trace = Trace.none
    var rows: [String] = []
    var seen: Set<Sight> = []
    let begin = world.places
    var ids: [UInt32] = []  // at the stop before
    for stop in stops {
      while world.tick < stop {
        world.step(input: Everything.keys(at: world.tick), workers: workers, trace: &trace)
      }
      seen.formUnion(world.sights(since: begin))
      let before = ids
      ids = world.idsPresent
      // Those who leave change a few rows.
      if zip(before, ids).count(where: { $0 != $1 }) > ids.count / 2 { seen.insert(.orderAnew) }
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
