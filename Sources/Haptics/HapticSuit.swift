import Kernel

/// One garment on one body, from what is asked to what is felt: the state of its drive, its motors and its skin.
public struct HapticSuit: Sendable {
  public private(set) var drive: Drive
  public private(set) var motors: Motors
  public private(set) var percept: Percept

  public init(_ garment: Garment) {
    drive = Drive(actuators: garment.actuators.count, levels: garment.levels)
    motors = Motors(garment)
    percept = Percept(garment)
  }

  /// Holds the target to what may be sent; 0…1 per actuator in, `drive.sent` out.
  public mutating func drive(_ target: [Float], _ limiter: Limiter, dt: Float, stopped: Bool) {
    drive.tick(target: target, limiter: limiter, dt: dt, stopped: stopped)
  }
  /// Lets motors and skin follow for one haptic tick.
  public mutating func feel(dt: Float) {
    motors.tick(drive: drive.sent, dt: dt)
    percept.tick(motors, dt: dt)
  }
  public func hash(into hash: inout StableHash) {
    hash.combine(drive.level)
    motors.hash(into: &hash)
    percept.hash(into: &hash)
  }
}
