import Kernel

/// Gives a spot to whoever has come to a waiting area, and says until when they stand there; and lets all go from an
/// area that has filled up.
func settleArrivals(
  _ setting: JourneySetting, now: Int32, pedestrians: inout Pedestrians, scratch: inout JourneyScratch,
  workers: Workers
) {
  if scratch.arrivals.isEmpty { return }
  countSitters(setting, pedestrians: pedestrians, scratch: &scratch, workers: workers)
  let stages = setting.stages
  for row in scratch.arrivals {
    let i = Int(row)
    let w = Int(stages.itinerary.indices[Int(pedestrians.places[i])])
    if pedestrians.spots[i] >= 0 {
      changeSpot(
        i, in: stages.waitings[w], walls: setting.walls, pedestrians: &pedestrians, taken: &scratch.taken[w],
        owners: &scratch.owners[w])
      continue
    }
    guard let end = setting.release(from: w, of: pedestrians.ids[i], now: now) else {
      pedestrians.advance(i, stages.itinerary)
      continue
    }
    takeSpot(
      i, in: stages.waitings[w], walls: setting.walls, pedestrians: &pedestrians, taken: &scratch.taken[w],
      owners: &scratch.owners[w])
    pedestrians.pauses[i] = end
  }
  for (w, waiting) in setting.plan.waitings.enumerated() where scratch.isFilling[w] {
    guard case .whenFull(let full) = waiting.release, scratch.taken[w].reduce(0, +) >= full else { continue }
    for row in scratch.sitters.rows + scratch.arrivals {
      let i = Int(row)
      let place = Int(pedestrians.places[i])
      guard place >= 0, pedestrians.spots[i] >= 0, stages.itinerary.kinds[place] == .waiting,
        stages.itinerary.indices[place] == Int32(w)
      else { continue }
      pedestrians.advance(i, stages.itinerary)
    }
  }
}

/// The nearest free spot is taken. Those who stand in between move up, each by one spot, so that whoever comes need not
/// squeeze past them.
private func takeSpot(
  _ i: Int, in lattice: WaitingLattice, walls: Walls, pedestrians: inout Pedestrians, taken: inout [Int32],
  owners: inout [Int32]
) {
  let p = pedestrians.positions[i]
  var free = lattice.nearestFree(to: p, taken: taken)
  taken[Int(free)] += 1
  while let next = lattice.neighbour(of: free, nearerTo: p, walls: walls), owners[Int(next)] >= 0 {
    pedestrians.spots[Int(owners[Int(next)])] = free
    owners[Int(free)] = owners[Int(next)]
    free = next
  }
  pedestrians.spots[i] = free
  owners[Int(free)] = Int32(truncatingIfNeeded: i)
}

/// Whoever cannot get to a spot changes it for one beside it, and whoever stands on that moves up: the change that brings
/// the two nearest to their spots, in squares, if any brings them nearer. So it comes to an end.
private func changeSpot(
  _ i: Int, in lattice: WaitingLattice, walls: Walls, pedestrians: inout Pedestrians, taken: inout [Int32],
  owners: inout [Int32]
) {
  let own = pedestrians.spots[i]
  let here = lattice.spots[Int(own)]
  let p = pedestrians.positions[i]
  let positions = pedestrians.positions
  var best: Int32?
  var most: Float = 0.01  // [m²]
  lattice.forEachNeighbour(of: own, walls: walls) { next in
    let there = lattice.spots[Int(next)]
    var gain = (p - here).lengthSquared - (p - there).lengthSquared
    let other = owners[Int(next)]
    if other >= 0 {
      let q = positions[Int(other)]
      gain += (q - there).lengthSquared - (q - here).lengthSquared
    }
    if gain > most { (best, most) = (next, gain) }
  }
  guard let best else { return }
  let other = owners[Int(best)]
  if other >= 0 {
    pedestrians.spots[Int(other)] = own
  } else {
    taken[Int(own)] -= 1
    taken[Int(best)] += 1
  }
  owners[Int(own)] = other
  pedestrians.spots[i] = best
  owners[Int(best)] = Int32(truncatingIfNeeded: i)
}

/// Counts people by spot in the areas to which somebody has come.
private func countSitters(
  _ setting: JourneySetting, pedestrians: Pedestrians, scratch: inout JourneyScratch, workers: Workers
) {
  let itinerary = setting.stages.itinerary
  let (kinds, indices) = (itinerary.kinds, itinerary.indices)
  scratch.isFilling.removeAll(keepingCapacity: true)
  scratch.isFilling.resize(to: setting.plan.waitings.count, with: false)
  for row in scratch.arrivals { scratch.isFilling[Int(indices[Int(pedestrians.places[Int(row)])])] = true }
  let isFilling = scratch.isFilling
  let (places, spots, ids) = (pedestrians.places, pedestrians.spots, pedestrians.ids)
  scratch.sitters.pick(from: pedestrians.count, workers: workers) { i in
    let place = Int(places[i])
    return place >= 0 && spots[i] >= 0 && kinds[place] == .waiting && isFilling[Int(indices[place])]
  }
  scratch.taken.resize(to: isFilling.count, with: [])
  scratch.owners.resize(to: isFilling.count, with: [])
  for w in isFilling.indices where isFilling[w] {
    scratch.taken[w].removeAll(keepingCapacity: true)
    scratch.taken[w].resize(to: setting.stages.waitings[w].spots.count, with: 0)
    scratch.owners[w].removeAll(keepingCapacity: true)
    scratch.owners[w].resize(to: setting.stages.waitings[w].spots.count, with: -1)
  }
  for row in scratch.sitters.rows {
    let w = Int(indices[Int(places[Int(row)])])
    let spot = Int(spots[Int(row)])
    scratch.taken[w][spot] += 1
    // Of several the one with the least id, whatever the order of rows.
    let owner = scratch.owners[w][spot]
    if owner < 0 || ids[Int(row)] < ids[Int(owner)] { scratch.owners[w][spot] = row }
  }
}

extension JourneySetting {
  /// The tick at which somebody who comes now walks on; nil for at once. The clock runs from the arrival, so that
  /// nobody stays for ever whom others keep from the spot.
  fileprivate func release(from w: Int, of id: UInt32, now: Int32) -> Int32? {
    switch plan.waitings[w].release {
    case .after(let time):
      let ticks = self.ticks(time.value(at: random.uniform(.waiting, entity: id, tick: Int(now))))
      return ticks > 0 ? now + ticks : nil
    case .atTime(let seconds):
      let due = firstTick(at: seconds)
      return due > now ? due : nil
    case .byEvent, .whenFull: return Pedestrians.untilLetGo
    }
  }
}
