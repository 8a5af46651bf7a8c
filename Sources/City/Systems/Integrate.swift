import Kernel

/// Centres keep this share of their radius off walls at the least; the model's repulsion keeps people farther off.
private let standoff: Float = 0.5
/// [s] in which a chest turns to where its owner walks.
private let turningTime: Float = 0.4
/// [m/s] below which a walking direction says nothing about the chest.
private let slowestTurning: Float = 0.15

/// Moves everybody by the chosen velocity; walls stop what leads into them, and one-way zones what leads against them.
/// The velocity becomes what was really walked.
func integrate(
  chosen: [Vector2], walls: Walls, zones: Zones, links: Links, outline: Outline, radii: [Float], dt: Float,
  positions: inout [Vector2], velocities: inout [Vector2], workers: Workers
) {
  positions.withUnsafeMutableBufferPointer { positionRows in
    let positions = Rows(positionRows)
    velocities.withUnsafeMutableBufferPointer { velocityRows in
      let velocities = Rows(velocityRows)
      workers.forEachBlock(rows: chosen.count, size: pedestriansPerBlock) { _, range in
        for i in range {
          let p = positions[i]
          let wanted = zones.haveOneWays ? zones.allowed(chosen[i] * dt, from: p) : chosen[i] * dt
          if !links.isEmpty, links.isNear(p) {
            var (q, shift) = walls.slide(
              from: p, by: wanted, standoff: standoff * radii[i], links: links, outline: outline)
            if zones.haveOneWays, zones.forbid(p, q - shift) || zones.forbid(p + shift, q) {
              (q, shift) = (p, .zero)
            }
            let walked = (q - shift - p) / dt
            // The hair by which people are kept off the edge does not change the velocity.
            let isFree = shift != .zero && (walked - chosen[i]).length * dt < 2 * Links.hair
            velocities[i] = isFree || q == p + chosen[i] * dt ? chosen[i] : walked
            positions[i] = q
            continue
          }
          var q = walls.slide(from: p, by: wanted, standoff: standoff * radii[i])
          if zones.haveOneWays, zones.forbid(p, q) { q = p }
          velocities[i] = q == p + chosen[i] * dt ? chosen[i] : (q - p) / dt
          positions[i] = q
        }
      }
    }
  }
}

/// Turns chests towards where their owners walk, or would walk while they stand.
func turnHeadings(
  velocities: [Vector2], desired: [Vector2], keyboard: StepInput, plan: [WearerPlan], wearers: [UInt8],
  dt: Float, headings: inout [Vector2], workers: Workers
) {
  let share = 1 - Math.exp(-dt / turningTime)
  let wish = keyboard.safeHeading
  headings.withUnsafeMutableBufferPointer {
    let headings = Rows($0)
    workers.forEachBlock(rows: velocities.count, size: pedestriansPerBlock) { _, range in
      for i in range {
        if let wish, plan.walks(wearers[i], by: keyboard) {
          headings[i] = wish
          continue
        }
        let walked = velocities[i]
        let target = walked.length >= slowestTurning ? walked.normalized : desired[i]
        if target != .zero { headings[i] = turned(headings[i], towards: target, share: share) }
      }
    }
  }
}

/// The unit vector `share` of the way from `heading` to `target`; beyond a right angle by way of the nearer side,
/// the left one when the target lies straight behind.
func turned(_ heading: Vector2, towards target: Vector2, share: Float) -> Vector2 {
  let goal = heading.dot(target) >= 0 ? target : (heading.cross(target) >= 0 ? heading.left : -heading.left)
  let result = (heading + (goal - heading) * share).normalized
  return result == .zero ? target : result
}
