import City
import Fields
import Kernel
import Scenes

/// A crowd kept step by step, so that many walkers and mappings can be tried in the very same one.
public struct CrowdReel: Sendable {
  public var name: String
  public var seed: UInt64?  // nil of a recorded crowd
  public var group = 0  // which seed, or which slice of a recording
  public var variant = 0  // which of several densities
  public var clocks: Clocks
  public var ground: Ground
  public var hazards: [Hazard]
  public var field: FieldSettings
  public var frames: [Crowd]  // one a crowd step

  package init(clocks: Clocks = Clocks(), ground: Ground, frames: [Crowd]) {
    (name, self.clocks, self.ground, self.frames) = ("", clocks, ground, frames)
    (hazards, field) = ([], FieldSettings())
  }
  private init(
    name: String, seed: UInt64?, clocks: Clocks, ground: Ground, hazards: [Hazard], field: FieldSettings,
    frames: [Crowd]
  ) {
    (self.name, self.seed, self.clocks, self.ground) = (name, seed, clocks, ground)
    (self.hazards, self.field, self.frames) = (hazards, field, frames)
  }

  /// [s]
  public var seconds: Double { clocks.seconds(atCrowdTick: max(0, frames.count - 1)) }

  /// Runs a scene's crowd with `seed` on one thread: `warmUp` seconds that are not kept, then `seconds` that are.
  public static func simulate(
    _ scene: Scene, seed: UInt64, warmUp: Double, seconds: Double, interrupted: () -> Bool = { false }
  ) -> CrowdReel {
    var world = World(plan: scene.city, seed: seed, clocks: scene.clocks, workers: .one)
    var trace = Trace.none
    var reel = CrowdReel(
      name: scene.name, seed: seed, clocks: scene.clocks, ground: scene.city.ground, hazards: scene.hazards,
      field: scene.field, frames: [])
    let milliseconds = Double(scene.clocks.crowdStepMilliseconds)
    let first = Int((warmUp * 1000 / milliseconds).rounded())
    let last = first + Int((seconds * 1000 / milliseconds).rounded())
    reel.frames.reserveCapacity(last - first + 1)
    while !interrupted() {
      if world.tick >= first {
        var crowd = Crowd()
        world.write(into: &crowd)
        reel.frames.append(crowd)
      }
      if world.tick >= last { break }
      world.step(workers: .one, trace: &trace)
    }
    return reel
  }

  /// The first `seconds` of a recording.
  public static func play(_ film: RecordedCrowd, field: FieldSettings, seconds: Double) -> CrowdReel {
    let ticks = min(film.ticks, Int((seconds / Double(film.clocks.crowdStep)).rounded()) + 1)
    return CrowdReel(
      name: film.name, seed: nil, clocks: film.clocks, ground: film.ground, hazards: [], field: field,
      frames: (0..<ticks).map { film.crowd(atSeconds: film.clocks.seconds(atCrowdTick: $0)) })
  }

  /// Of all chance that is not the crowd's own.
  var chance: UInt64 { (seed ?? UInt64(group) | 0x7061_7274 << 32) &+ UInt64(variant) << 48 }

  /// An estimator for its ground; whoever tries many mappings in one reel makes it once.
  func estimator() -> FieldEstimator { FieldEstimator(exactly: field, ground: ground) }
}
