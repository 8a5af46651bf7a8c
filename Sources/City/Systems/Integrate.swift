import Kernel

/// Centres keep this share of their radius off walls at the least; the model's repulsion keeps people farther off.
private let standoff: Float = 0.5

/// Moves everybody by the chosen velocity; walls stop what leads into them, and one-way zones what leads against them.
/// The velocity becomes what was really walked.
func integrate(
  chosen: [Vector2], walls: Walls, zones: Zones, links: Links, outline: Outline, radii: [Float], dt: Float,
  positions: inout [Vector2], velocities: inout [Vector2], workers: Workers
) {
  let lists = walls.lists
  let isPlain = !zones.haveOneWays && links.isEmpty
  positions.withUnsafeMutableBufferPointer { positionRows in
    let positions = Rows(positionRows)
    velocities.withUnsafeMutableBufferPointer { velocityRows in
      let velocities = Rows(velocityRows)
      workers.forEachBlock(rows: chosen.count, size: pedestriansPerBlock) { _, range in
        for i in range {
          let p = positions[i]
          let way = chosen[i] * dt
          // Far from walls there is nothing to slide along.
          if isPlain, way.lengthSquared <= Walls.stride * Walls.stride, lists.isOpen(p) {
            velocities[i] = chosen[i]
            positions[i] = p + way
            continue
          }
          let wanted = zones.haveOneWays ? zones.allowed(way, from: p) : way
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
