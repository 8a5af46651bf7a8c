/// What a mapping asks of every actuator at one haptic tick: three columns, one entry per actuator.
public struct HapticRequest: Equatable, Sendable {
  /// 0…1 of all layers but the hazards', mixed. The wearer's volume, the feedback and the comfort limits may lower it.
  public var level: [Float]
  /// 0…1 of the warning. It is felt whatever the crowd does: only the hard stop takes it away.
  public var hazard: [Float]
  /// [Hz] asked of motors that can choose; 0 leaves it to the motor.
  public var carrier: [Float]

  public init(actuators: Int) {
    level = [Float](repeating: 0, count: actuators)
    hazard = level
    carrier = level
  }
  public var count: Int { level.count }
}
