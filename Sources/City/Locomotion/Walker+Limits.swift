import Kernel

extension Walker {
  /// [m/s] that nobody exceeds who does not want to, whatever pushes: a run.
  static let fastest: Float = 5

  /// `velocity` where it makes sense: no longer than somebody can run, and nothing where a sum of forces has left the
  /// range of numbers.
  @inline(__always)
  func bounded(_ velocity: Vector2) -> Vector2 {
    let most = max(Walker.fastest, desiredSpeed)
    let greatest = max(abs(velocity.x), abs(velocity.y))
    if greatest <= 0.7 * most { return velocity }
    guard velocity.isFinite else { return .zero }
    // Scaled before it is squared, which could overflow.
    let scaled = velocity / greatest
    let length = scaled.length
    return length * greatest <= most ? velocity : scaled * (most / length)
  }

  /// Unit vector along which the person walks; zero for whoever stands.
  @inline(__always)
  var course: Vector2 {
    let speed = velocity.length
    return speed > 1e-4 ? velocity / speed : .zero
  }

  /// [m/s] wanted in the step: nothing for those who have nowhere to go.
  @inline(__always)
  var wantedVelocity: Vector2 { desiredDirection * desiredSpeed }
}

extension Segment {
  /// Walls close around what they stand for: two meet at each end, and each counts half there.
  static let shareOfEnd: Float = 0.5
}
