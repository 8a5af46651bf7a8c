import CLanes
import Kernel

/// What is sent to each actuator: the target, held to the limiter's slope and range and to the levels that the device
/// knows. A stop is silence within the tick and lasts until the stop is over; then drives rise from nothing. An
/// actuator that nobody asks for and that is still on after the overrun is cut off.
public struct Drive: Sendable, Equatable {
  public private(set) var level: [Float]  // state: 0…1 before the device's steps
  public private(set) var sent: [Float]  // 0…1 in the device's steps
  public private(set) var released = 0  // state: times that an actuator was cut off
  private(set) var lingering: [Float]  // state: [s] on without being asked for
  let steps: Float

  public init(actuators: Int, levels: Int) {
    level = [Float](repeating: 0, count: actuators)
    sent = level
    lingering = level
    steps = Float(max(1, levels))
  }

  /// One haptic tick of `dt` [s]; `overrun` [s].
  public mutating func tick(
    target: [Float], limiter: Limiter, dt: Float, stopped: Bool, overrun: Float = 1
  ) {
    precondition(target.count == level.count, "a target for every actuator")
    if stopped {
      for i in level.indices {
        level[i] = 0
        sent[i] = 0
        lingering[i] = 0
      }
      return
    }
    let top = min(max(0, limiter.maximum), 1)  // in this order no limit at all is a limit of 0
    let rise = max(0, limiter.risePerSecond) * dt
    let fall = max(0, limiter.fallPerSecond) * dt
    let count = level.count
    var cut: Lanes = Lanes(0)
    target.withUnsafeBufferPointer { target in
      level.inPlace { level in
        sent.inPlace { sent in
          lingering.inPlace { lingering in
            for i in stride(from: 0, to: count, by: 16) {
              let asked = Lanes(target.baseAddress!, i, of: count)
              // A target that is not a number asks for nothing.
              let finite = lanes_pick_less(asked, Lanes(.infinity), lanes_max(asked, Lanes(0)), Lanes(0))
              let wanted = lanes_min(finite, Lanes(top))
              let before = Lanes(level, i, of: count)
              let next = lanes_min(lanes_min(lanes_max(wanted, before - fall), before + rise), Lanes(top))
              let idle = lanes_pick_less(Lanes(0), wanted, Lanes(0), Lanes(lingering, i, of: count) + dt)
              // Cut off: on for longer than the overrun without being asked for.
              let kept = lanes_pick_less(Lanes(overrun), idle, Lanes(0), next)
              cut += lanes_pick_less(kept, next, Lanes(1), Lanes(0))
              kept.store(level, i, of: count)
              lanes_pick_less(Lanes(0), kept, idle, Lanes(0)).store(lingering, i, of: count)
              // Downwards, so that no step passes the limit.
              (lanes_floor(kept * steps + 1e-4) / steps).store(sent, i, of: count)
            }
          }
        }
      }
    }
    released += Int(lanes_sum(cut))
  }
}
