import CLanes
import ECS
import Kernel

/// Asks for everybody to leave whose state makes no sense: not a number, or outside the world.
func quarantinePedestrians(
  world: Rectangle, entities: [EntityID], positions: [Vector2], velocities: [Vector2], headings: [Vector2],
  system: Int, picks: inout JourneyPicks, commands: inout Commands<Newcomer, Farewell>, workers: Workers
) {
  positions.withUnsafeBufferPointer { positions in
    velocities.withUnsafeBufferPointer { velocities in
      headings.withUnsafeBufferPointer { headings in
        let (p, v, h) = (ReadRows(positions), ReadRows(velocities), ReadRows(headings))
        picks.pick(
          from: positions.count, workers: workers,
          unless: { makeSense($0, p.base, v.base, h.base, world) },
          where: { !(p[$0].isFinite && v[$0].isFinite && h[$0].isFinite && world.contains(p[$0])) })
      }
    }
  }
  for row in picks.rows {
    let i = Int(row)
    if !(positions[i].isFinite && velocities[i].isFinite && headings[i].isFinite) {
      commands.leave(entities[i], .quarantined(.notFinite), system: system)
    } else {
      commands.leave(entities[i], .quarantined(.outside), system: system)
    }
  }
}

/// True where nobody of these has to leave: what everybody pays for the check. False may be wrong.
private func makeSense(
  _ rows: Range<Int>, _ positions: UnsafePointer<Vector2>, _ velocities: UnsafePointer<Vector2>,
  _ headings: UnsafePointer<Vector2>, _ world: Rectangle
) -> Bool {
  if rows.count % (Lanes.width / 2) != 0 { return false }
  func floats(_ vectors: UnsafePointer<Vector2>) -> UnsafePointer<Float> {
    UnsafeRawPointer(vectors + rows.lowerBound).assumingMemoryBound(to: Float.self)
  }
  let (p, v, h) = (floats(positions), floats(velocities), floats(headings))
  func pairs(_ u: Vector2) -> Lanes {
    var lanes = Lanes.zero
    for k in 0..<Lanes.width { lanes[k] = u[k % 2] }
    return lanes
  }
  let low = pairs(world.minimum)
  let high = pairs(world.maximum)
  var outside: UInt32 = 0
  var nothing = Lanes.zero  // stays zero as long as all is finite
  var k = 0
  while k < 2 * rows.count {
    let place = Lanes(p + k)
    outside |= lanes_less(place, low) | lanes_less(high, place)
    nothing += (place + Lanes(v + k) + Lanes(h + k)) * 0
    k &+= Lanes.width
  }
  return outside == 0 && lanes_less(nothing, Lanes(repeating: 1)) == 0xFFFF
}
