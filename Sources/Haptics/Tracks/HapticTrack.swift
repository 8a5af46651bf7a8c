/// What one garment did over a stretch of time. Columns are tick-major: the value of actuator a at tick t stands at
/// t · actuators + a. Tick t covers the time from t · step to (t + 1) · step.
public struct HapticTrack: Equatable, Sendable {
  public let garment: Garment
  public let stepMilliseconds: Int  // [ms] of one haptic tick
  public private(set) var ticks = 0
  public private(set) var drive: [Float] = []  // 0…1 as sent
  public private(set) var carrier: [Float] = []  // [Hz] of what was sent, as the motor would settle at it
  public private(set) var motion: [Float] = []  // [g] amplitude of the acceleration
  public private(set) var frequency: [Float] = []  // [Hz] of the motion; 0 at rest
  public private(set) var felt: [Float] = []  // multiples of the sensation at threshold

  public init(_ garment: Garment, stepMilliseconds: Int) {
    precondition(stepMilliseconds > 0, "a track has a step")
    self.garment = garment
    self.stepMilliseconds = stepMilliseconds
  }
  public var actuators: Int { garment.actuators.count }
  public var seconds: Double { Double(ticks * stepMilliseconds) / 1000 }

  /// Books one tick; each column with a value per actuator.
  public mutating func append(
    drive: [Float], carrier: [Float], motion: [Float], frequency: [Float], felt: [Float]
  ) {
    let count = actuators
    precondition(
      drive.count == count && carrier.count == count && motion.count == count && frequency.count == count
        && felt.count == count, "a tick has a value for every actuator")
    self.drive += drive
    self.carrier += carrier
    self.motion += motion
    self.frequency += frequency
    self.felt += felt
    ticks += 1
  }
  public func index(tick: Int, actuator: Int) -> Int { tick * actuators + actuator }
}
