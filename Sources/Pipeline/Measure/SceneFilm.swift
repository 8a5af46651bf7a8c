import City
import Kernel
import Scenes

/// A scene's crowd as a recording: everybody's place at every tick.
public enum SceneFilm {
  /// The most rows kept; a crowd that gives more is filmed only so far.
  static let mostRows = 20_000_000

  /// Runs for `seconds` (the scene's own duration unless given). Ends early when `interrupted` says so.
  public static func record(
    _ scene: Scene, seconds: Double?, workers: Workers, interrupted: () -> Bool, progress: (Double) -> Void
  ) -> Recording {
    var world = World(plan: scene.city, seed: scene.seed, clocks: scene.clocks, workers: workers)
    var trace = Trace.none
    var crowd = Crowd()
    let milliseconds = Double(scene.clocks.crowdStepMilliseconds)
    let ticks = Int(((seconds ?? scene.duration) * 1000 / milliseconds).rounded(.up))
    let ground = scene.city.ground
    var film = Recording(
      name: scene.name, framesPerSecond: 1000 / milliseconds, frames: [], ids: [], positions: [],
      walkable: ground.walkable, obstacles: ground.obstacles.map(\.polygon))
    while true {
      world.write(into: &crowd)
      for row in crowd.ids.indices where crowd.positions[row].isFinite {
        film.frames.append(world.tick)
        film.ids.append(crowd.ids[row])
        film.positions.append(crowd.positions[row])
      }
      progress(Double(world.tick) / Double(max(1, ticks)))
      if world.tick >= ticks || film.frames.count > mostRows || interrupted() { return film }
      world.step(workers: workers, trace: &trace)
    }
  }
}
