import Kernel

/// Eight directions of walking of 45° each, 0 about east and counter-clockwise from there.
enum Octant {
  /// −1 for somebody who stands, or whose velocity is no number.
  @inline(__always) static func of(_ velocity: Vector2) -> Int {
    let v = FieldEstimator.counted(velocity)
    guard v.lengthSquared > 1e-6 else { return -1 }
    let turn = Math.degrees(of: v) / 45
    return Int((turn + 8.5).rounded(.down)) % 8
  }
}
