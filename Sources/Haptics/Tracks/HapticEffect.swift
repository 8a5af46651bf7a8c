/// An effect that was made elsewhere, laid onto one garment: how hard each actuator is to be driven, over time.
/// Columns as in a `HapticTrack`.
public struct HapticEffect: Equatable, Sendable {
  public let name: String
  public let actuators: Int
  public let stepMilliseconds: Int  // [ms]
  public let level: [Float]  // 0…1
  public let carrier: [Float]  // [Hz]; 0 where the effect leaves it open

  public init(name: String, actuators: Int, stepMilliseconds: Int, level: [Float], carrier: [Float]) {
    precondition(actuators > 0 && stepMilliseconds > 0, "an effect has actuators and a step")
    precondition(level.count % actuators == 0 && level.count == carrier.count, "columns are of one length")
    self.name = name
    self.actuators = actuators
    self.stepMilliseconds = stepMilliseconds
    self.level = level
    self.carrier = carrier
  }
  public var steps: Int { level.count / actuators }
  public var seconds: Double { Double(steps * stepMilliseconds) / 1000 }

  /// The step that is played `milliseconds` after the effect began; nil before and after it.
  public func step(atMilliseconds milliseconds: Int) -> Int? {
    let step = milliseconds / stepMilliseconds
    return milliseconds >= 0 && step < steps ? step : nil
  }
}
