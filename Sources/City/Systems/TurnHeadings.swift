import CLanes
import Kernel

/// [s] in which a chest turns to where its owner walks.
private let turningTime: Float = 0.4
/// [m/s] below which a walking direction says nothing about the chest.
private let slowestTurning: Float = 0.15

/// Turns chests towards where their owners walk, or would walk while they stand.
func turnHeadings(
  velocities: [Vector2], desired: [Vector2], keyboard: StepInput, plan: [WearerPlan], wearers: [UInt8],
  dt: Float, headings: inout [Vector2], workers: Workers
) {
  let share = 1 - Math.exp(-dt / turningTime)
  let wish = keyboard.safeHeading
  velocities.withUnsafeBufferPointer { velocities in
    desired.withUnsafeBufferPointer { desired in
      headings.withUnsafeMutableBufferPointer { headings in
        let (velocities, desired, headings) = (ReadRows(velocities), ReadRows(desired), Rows(headings))
        workers.forEachBlock(rows: headings.count, size: pedestriansPerBlock) { _, range in
          var i = range.lowerBound
          while i &+ Lanes.width <= range.upperBound, wish == nil {
            turn(sixteen: headings.base + i, velocities.base + i, desired.base + i, share: share)
            i &+= Lanes.width
          }
          while i < range.upperBound {
            if let wish, plan.walks(wearers[i], by: keyboard) {
              headings[i] = wish
            } else {
              headings[i] = turned(headings[i], velocity: velocities[i], desired: desired[i], share: share)
            }
            i &+= 1
          }
        }
      }
    }
  }
}

/// The heading of somebody who walks with `velocity` and wants to go along `desired`. A heading turns `share` of the way
/// to where it shall point; beyond a right angle by way of the nearer side, the left one when that lies straight behind.
private func turned(_ heading: Vector2, velocity: Vector2, desired: Vector2, share: Float) -> Vector2 {
  let speed = velocity.length
  let target = speed >= slowestTurning ? velocity / speed : desired
  if target == .zero { return heading }
  let goal = heading.dot(target) >= 0 ? target : (heading.cross(target) >= 0 ? heading.left : -heading.left)
  let result = (heading + (goal - heading) * share).normalized
  return result == .zero ? target : result
}

/// As `turned`, bit for bit, for sixteen people at once.
private func turn(
  sixteen headings: UnsafeMutablePointer<Vector2>, _ velocities: UnsafePointer<Vector2>,
  _ desired: UnsafePointer<Vector2>, share: Float
) {
  func columns(_ vectors: UnsafePointer<Vector2>) -> (x: Lanes, y: Lanes) {
    vectors.withMemoryRebound(to: Float.self, capacity: 2 * Lanes.width) {
      (lanes_load_first($0), lanes_load_second($0))
    }
  }
  let v = columns(velocities)
  let d = columns(desired)
  let h = columns(headings)
  let speed = lanes_root(v.x * v.x + v.y * v.y)
  let slowest = Lanes(repeating: slowestTurning)
  let targetX = lanes_pick_less(speed, slowest, d.x, v.x / speed)
  let targetY = lanes_pick_less(speed, slowest, d.y, v.y / speed)
  let dot = h.x * targetX + h.y * targetY
  let cross = h.x * targetY - h.y * targetX
  // The side on which the target lies.
  let sideX = lanes_pick_less(cross, .zero, h.y, -h.y)
  let sideY = lanes_pick_less(cross, .zero, -h.x, h.x)
  let goalX = lanes_pick_less(dot, .zero, sideX, targetX)
  let goalY = lanes_pick_less(dot, .zero, sideY, targetY)
  let x = h.x + (goalX - h.x) * share
  let y = h.y + (goalY - h.y) * share
  let length = lanes_root(x * x + y * y)
  let isNowhere = lanes_pick_less(.zero, length, .zero, Lanes(repeating: 1))
  let turnedX = lanes_pick_less(.zero, isNowhere, targetX, x / length)
  let turnedY = lanes_pick_less(.zero, isNowhere, targetY, y / length)
  // Whoever has nowhere to turn to keeps the heading.
  let isAimless = lanes_pick_less(.zero, targetX * targetX + targetY * targetY, .zero, Lanes(repeating: 1))
  let resultX = lanes_pick_less(.zero, isAimless, h.x, turnedX)
  let resultY = lanes_pick_less(.zero, isAimless, h.y, turnedY)
  headings.withMemoryRebound(to: Float.self, capacity: 2 * Lanes.width) {
    lanes_store_pairs($0, resultX, resultY)
  }
}
