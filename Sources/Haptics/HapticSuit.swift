import Kernel

/// Everything about one garment on one body that the wearer or a designer can set.
public struct SuitSettings: Equatable, Sendable {
  public var limiter = Limiter()
  public init() {}
}

/// One garment on one body, from what is asked to what is felt: the state of its drive, its motors and its skin.
public struct HapticSuit: Sendable {
  public private(set) var drive: Drive
  public private(set) var motors: Motors
  public private(set) var percept: Percept
  private var target: [Float]  // scratch

  public init(_ garment: Garment) {
    drive = Drive(actuators: garment.actuators.count, levels: garment.levels)
    motors = Motors(garment)
    percept = Percept(garment)
    target = [Float](repeating: 0, count: garment.actuators.count)
  }

  /// Holds what is asked to what may be sent; `drive.sent` comes out of it.
  public mutating func drive(_ request: HapticRequest, _ settings: SuitSettings, dt: Float, stopped: Bool) {
    for i in target.indices { target[i] = max(request.level[i], request.hazard[i]) }
    drive.tick(target: target, limiter: settings.limiter, dt: dt, stopped: stopped)
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
