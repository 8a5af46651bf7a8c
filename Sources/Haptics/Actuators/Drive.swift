import Kernel

/// What is sent to each actuator: the target, held to the limiter's slope and range and to the levels that the device
/// knows. A stop is silence within the tick and lasts until the stop is over; then drives rise from nothing.
public struct Drive: Sendable, Equatable {
  public private(set) var level: [Float]  // state: 0…1 before the device's steps
  public private(set) var sent: [Float]  // 0…1 in the device's steps
  let steps: Float

  public init(actuators: Int, levels: Int) {
    level = [Float](repeating: 0, count: actuators)
    sent = level
    steps = Float(max(1, levels))
  }

  /// One haptic tick of `dt` [s].
  public mutating func tick(target: [Float], limiter: Limiter, dt: Float, stopped: Bool) {
    precondition(target.count == level.count, "a target for every actuator")
    if stopped {
      for i in level.indices {
        level[i] = 0
        sent[i] = 0
      }
      return
    }
    let top = min(max(0, limiter.maximum), 1)  // in this order no limit at all is a limit of 0
    let rise = max(0, limiter.risePerSecond) * dt
    let fall = max(0, limiter.fallPerSecond) * dt
    for i in level.indices {
      // A target that is not a number asks for nothing.
      let wanted = target[i].isFinite ? min(max(target[i], 0), top) : 0
      let next = min(max(wanted, level[i] - fall), level[i] + rise)
      level[i] = min(next, top)
      // Downwards, so that no step passes the limit.
      sent[i] = (level[i] * steps + 1e-4).rounded(.down) / steps
    }
  }
}
