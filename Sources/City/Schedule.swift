import ECS
import Kernel

/// What a step does, in order. The places are part of every result: commands are carried out by them.
public enum Schedule {
  public static let names = [
    "binNeighbours", "desiredDirections", "chooseVelocities", "applyKeyboard", "integrate", "turnHeadings",
    "progressJourneys", "quarantinePedestrians", "letArrive", "applyCommands",
  ]
}

extension World {
  /// One crowd tick. Everybody looks at where all were when it began; who comes or goes does so at its end.
  public mutating func step(input: StepInput = StepInput(), workers: Workers, trace: inout Trace) {
    let dt = clocks.crowdStep
    desired.resize(to: pedestrians.count)
    chosen.resize(to: pedestrians.count)

    trace.scope("binNeighbours") { _ in
      bins.fill(
        positions: pedestrians.positions, velocities: pedestrians.velocities, radii: pedestrians.radii)
    }
    trace.scope("desiredDirections") { _ in
      desiredDirections(
        routes: routes, walls: walls, positions: pedestrians.positions, journeys: pedestrians.journeys,
        stages: pedestrians.stages, into: &desired, workers: workers)
    }
    trace.scope("chooseVelocities") { _ in
      let wishes = Wishes(
        directions: desired, speeds: pedestrians.desiredSpeeds, timeGaps: pedestrians.timeGaps)
      plan.locomotion.use { model in
        chooseVelocities(
          model: model, bins: bins, walls: walls, positions: pedestrians.positions,
          velocities: pedestrians.velocities, radii: pedestrians.radii, wishes: wishes, ids: pedestrians.ids,
          dt: dt, into: &chosen, workers: workers)
      }
    }
    trace.scope("applyKeyboard") { _ in
      applyKeyboard(
        input, plan: plan.wearers, wearers: pedestrians.wearers, positions: pedestrians.positions,
        radii: pedestrians.radii, bins: bins, into: &chosen)
    }
    trace.scope("integrate") { _ in
      integrate(
        chosen: chosen, walls: walls, radii: pedestrians.radii, dt: dt, positions: &pedestrians.positions,
        velocities: &pedestrians.velocities, workers: workers)
    }
    trace.scope("turnHeadings") { _ in
      turnHeadings(
        velocities: pedestrians.velocities, desired: desired, keyboard: input, plan: plan.wearers,
        wearers: pedestrians.wearers, dt: dt, headings: &pedestrians.headings, workers: workers)
    }
    trace.scope("progressJourneys") { _ in
      progressJourneys(
        routes: routes, entities: pedestrians.entities, positions: pedestrians.positions,
        radii: pedestrians.radii, journeys: pedestrians.journeys, system: 6, stages: &pedestrians.stages,
        commands: &commands)
    }
    trace.scope("quarantinePedestrians") { _ in
      quarantinePedestrians(
        world: plan.ground.bounds, entities: pedestrians.entities, positions: pedestrians.positions,
        velocities: pedestrians.velocities, headings: pedestrians.headings, system: 7, commands: &commands)
    }
    trace.scope("letArrive") { _ in
      letArrive(
        arrivalSetting, tick: tick, seconds: seconds...clocks.seconds(atCrowdTick: tick + 1),
        positions: pedestrians.positions, radii: pedestrians.radii, system: 8, gates: &gates, room: &room,
        allocator: &allocator, ledger: &ledger, commands: &commands)
    }
    trace.scope("applyCommands") { _ in
      applyCommands(
        tick: tick, commands: &commands, pedestrians: &pedestrians, allocator: &allocator, ledger: &ledger,
        quarantine: &quarantine)
    }
    ledger.tick += 1
  }
}

extension [Vector2] {
  fileprivate mutating func resize(to count: Int) {
    if self.count > count { removeLast(self.count - count) }
    if self.count < count { append(contentsOf: repeatElement(.zero, count: count - self.count)) }
  }
}
