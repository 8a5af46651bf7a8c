import ECS
import Kernel

/// What a step does, in order. The places are part of every result: commands are carried out by them.
public enum Schedule {
  public static let names = [
    "orderRows", "followCongestion", "runEvents", "makeChoices", "binNeighbours", "desiredDirections",
    "walkTogether", "holdSpots", "chooseVelocities", "applyKeyboard", "integrate", "turnHeadings",
    "progressJourneys", "quarantinePedestrians", "letArrive", "applyCommands",
  ]
}

extension World {
  /// One crowd tick. Everybody looks at where all were when it began; who comes or goes does so at its end. A model
  /// that a whole step would make unstable walks it in equal parts.
  public mutating func step(input: StepInput = StepInput(), workers: Workers, trace: inout Trace) {
    let dt = clocks.crowdStep
    trace.scope("orderRows") { _ in
      orderRows(
        tick: tick, dt: dt, bins: &bins, pedestrians: &pedestrians, rows: &entityRows, workers: workers)
    }
    trace.scope("followCongestion") { _ in followCongestion(workers: workers) }
    trace.scope("runEvents") { _ in runEvents(workers: workers) }
    trace.scope("makeChoices") { _ in
      makeChoices(
        journeySetting, tick: tick, pedestrians: &pedestrians, stations: &stations, scratch: &journeyScratch,
        workers: workers)
    }
    for _ in 0..<stepParts { walk(dt / Float(stepParts), input, workers, &trace) }
    trace.scope("turnHeadings") { _ in
      turnHeadings(
        velocities: pedestrians.velocities, desired: desired, keyboard: input, plan: plan.wearers,
        wearers: pedestrians.wearers, dt: dt, headings: &pedestrians.headings, workers: workers)
    }
    trace.scope("progressJourneys") { _ in
      progressJourneys(
        journeySetting, tick: tick, system: 12, largestRadius: bins.largestRadius, pedestrians: &pedestrians,
        stations: &stations,
        scratch: &journeyScratch, commands: &commands, workers: workers)
    }
    trace.scope("quarantinePedestrians") { _ in
      quarantinePedestrians(
        world: plan.ground.bounds, entities: pedestrians.entities, positions: pedestrians.positions,
        velocities: pedestrians.velocities, headings: pedestrians.headings, system: 13,
        picks: &journeyScratch.picks, commands: &commands, workers: workers)
    }
    trace.scope("letArrive") { _ in
      letArrive(
        arrivalSetting, tick: tick, seconds: seconds...clocks.seconds(atCrowdTick: tick + 1),
        bystanders: bystanders, system: 14, gates: &gates, room: &room, allocator: &allocator,
        ledger: &ledger, commands: &commands)
    }
    trace.scope("applyCommands") { _ in
      applyCommands(
        tick: tick, commands: &commands, pedestrians: &pedestrians, allocator: &allocator, ledger: &ledger,
        quarantine: &quarantine, rows: &entityRows)
    }
    ledger.tick += 1
  }
}

extension World {
  /// From where everybody is to where everybody is `dt` [s] later.
  private mutating func walk(_ dt: Float, _ input: StepInput, _ workers: Workers, _ trace: inout Trace) {
    desired.resize(to: pedestrians.count, with: .zero)
    paces.resize(to: pedestrians.count, with: 0)
    chosen.resize(to: pedestrians.count, with: .zero)

    trace.scope("binNeighbours") { _ in
      bins.fill(pedestrians, workers: workers)
    }
    trace.scope("desiredDirections") { _ in
      desiredDirections(
        routes: routes, walls: walls, zones: zones, tick: tick, pedestrians: pedestrians, into: &desired,
        speeds: &paces, workers: workers)
    }
    trace.scope("walkTogether") { _ in
      if !plan.hasGroups { return }
      walkTogether(
        plan.groups, companions: &companions, pedestrians: pedestrians, directions: &desired, speeds: &paces,
        workers: workers)
    }
    trace.scope("holdSpots") { _ in
      holdSpots(
        journeySetting, tick: tick, pedestrians: pedestrians, tails: stations.queues.tails,
        directions: &desired, speeds: &paces, workers: workers)
    }
    trace.scope("chooseVelocities") { _ in
      let wishes = Wishes(directions: desired, speeds: paces)
      for (k, model) in models.enumerated() {
        model.use { model in
          chooseVelocities(
            model: model, bins: bins, walls: walls, links: links, pedestrians: pedestrians, wishes: wishes,
            dt: dt,
            own: models.count == 1 ? nil : UInt8(k), scratch: &scratch, into: &chosen, workers: workers)
        }
      }
    }
    trace.scope("applyKeyboard") { _ in
      applyKeyboard(
        input, plan: plan.wearers, wearers: pedestrians.wearers, positions: pedestrians.positions,
        radii: pedestrians.radii, bins: bins, into: &chosen)
    }
    trace.scope("integrate") { _ in
      integrate(
        chosen: chosen, walls: walls, zones: zones, links: links, outline: entrance.outline,
        radii: pedestrians.radii, dt: dt,
        positions: &pedestrians.positions, velocities: &pedestrians.velocities, workers: workers)
    }
  }
}
