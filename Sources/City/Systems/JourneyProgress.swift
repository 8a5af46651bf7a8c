import ECS
import Kernel

/// Whoever has reached a place, as soon as the body touches it, goes on: from a waypoint with the next stage, out of
/// an exit as far as it lets people, into a queue or a waiting area, and out of them when it is time. Everybody is
/// asked in blocks; the few concerned are dealt with in order of their ids.
func progressJourneys(
  _ setting: JourneySetting, tick: Int, system: Int, largestRadius: Float, pedestrians: inout Pedestrians,
  stations: inout Stations,
  scratch: inout JourneyScratch, commands: inout Commands<Newcomer, Farewell>, workers: Workers
) {
  // What is done now holds from the next step on.
  let now = Int32(truncatingIfNeeded: tick + 1)
  scratch.prepare(setting, stations.queues, largestRadius: largestRadius)
  findConcerned(setting, now: now, pedestrians: pedestrians, scratch: &scratch, workers: workers)
  let itinerary = setting.stages.itinerary
  stations.exits.refill(setting)
  scratch.pressing.removeAll(keepingCapacity: true)
  scratch.queueing.removeAll(keepingCapacity: true)
  scratch.arrivals.removeAll(keepingCapacity: true)
  for row in scratch.picks.rows {
    let i = Int(row)
    let place = Int(pedestrians.places[i])
    switch itinerary.kinds[place] {
    case .waypoint: pedestrians.advance(i, itinerary)
    case .queue: scratch.queueing.append(row)
    case .waiting:
      if pedestrians.spots[i] >= 0, pedestrians.pauses[i] <= now {
        pedestrians.advance(i, itinerary)
      } else {
        scratch.arrivals.append(row)
      }
    case .exit:
      if stations.exits.letsAllOut(Int(itinerary.indices[place]), setting.plan) {
        stations.exits.left[Int(itinerary.indices[place])] += 1
        commands.leave(pedestrians.entities[i], .arrived, system: system)
      } else {
        scratch.pressing.append(row)
      }
    }
  }
  pressOut(
    setting, system: system, pedestrians: &pedestrians, exits: &stations.exits, pressing: &scratch.pressing,
    commands: &commands)
  settleArrivals(setting, now: now, pedestrians: &pedestrians, scratch: &scratch, workers: workers)
  moveUp(setting, now: now, pedestrians: &pedestrians, queues: &stations.queues, scratch: &scratch)
}

/// Picks those for whom something may change at a place, in order of their ids.
private func findConcerned(
  _ setting: JourneySetting, now: Int32, pedestrians: Pedestrians, scratch: inout JourneyScratch,
  workers: Workers
) {
  let (places, spots, pauses) = (pedestrians.places, pedestrians.spots, pedestrians.pauses)
  let (positions, velocities, radii) = (pedestrians.positions, pedestrians.velocities, pedestrians.radii)
  let itinerary = setting.stages.itinerary
  let (kinds, indices) = (itinerary.kinds, itinerary.indices)
  let concerns = scratch.concerns
  let (ids, boxes, waitings) = (pedestrians.ids, scratch.boxes, setting.stages.waitings)
  let (lines, tails, tailReaches) = (scratch.lines, scratch.tails, scratch.tailReaches)
  let routes = setting.routes
  @Sendable func isConcerned(_ i: Int) -> Bool {
    let place = Int(places[i])
    let p = positions[i]
    switch kinds[place] {
    case .queue:
      if spots[i] >= 0 { return true }
      let q = Int(indices[place])
      if pauses[i] > now || !lines[q].contains(p) { return false }
      return (p - tails[q]).lengthSquared <= tailReaches[q] * tailReaches[q]
        || velocities[i].lengthSquared <= QueueLayout.blocked * QueueLayout.blocked
    case .waiting where spots[i] >= 0:
      if pauses[i] <= now { return true }
      if (now &+ Int32(truncatingIfNeeded: ids[i])) & 7 != 0 || velocities[i].length > QueueLayout.blocked {
        return false
      }
      return waitings[Int(indices[place])].isAway(p, from: spots[i])
    case .exit, .waypoint, .waiting:
      var radius = radii[i]
      // Whoever is kept from an area by those who wait there waits there too.
      if kinds[place] == .waiting, velocities[i].length <= QueueLayout.blocked {
        radius += QueueLayout.joining
      }
      let box = boxes[place]
      guard
        p.x >= box.minimum.x - radius, p.x <= box.maximum.x + radius, p.y >= box.minimum.y - radius,
        p.y <= box.maximum.y + radius
      else { return false }
      return pauses[i] <= now && routes.maps[place].isReached(at: p, radius: radius, on: routes.grid)
    }
  }
  places.withUnsafeBufferPointer { goals in
    positions.withUnsafeBufferPointer { people in
      concerns.withUnsafeBufferPointer { concerns in
        let (goals, people, concerns) = (ReadRows(goals), ReadRows(people), ReadRows(concerns))
        scratch.picks.pick(
          from: pedestrians.count, workers: workers,
          unless: { rows in
            // Most people are far from where they go.
            for i in rows where goals[i] >= 0 && concerns[Int(goals[i])].contains(people[i]) { return false }
            return true
          },
          where: { goals[$0] >= 0 && concerns[Int(goals[$0])].contains(people[$0]) && isConcerned($0) })
      }
    }
  }
  scratch.picks.sort(by: pedestrians.ids)
}
