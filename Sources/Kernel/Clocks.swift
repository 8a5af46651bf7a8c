/// The integer clocks. The haptic tick is the smallest; the crowd's step is a whole multiple of it.
/// Time is a count, turned into seconds only to be shown.
public struct Clocks: Equatable, Sendable {
  public var crowdStepMilliseconds: Int  // [ms]
  public var hapticStepMilliseconds: Int  // [ms]

  public init(crowdStepMilliseconds: Int = 50, hapticStepMilliseconds: Int = 10) {
    precondition(
      hapticStepMilliseconds > 0 && crowdStepMilliseconds % hapticStepMilliseconds == 0
        && crowdStepMilliseconds > 0, "the crowd's step is a whole multiple of the haptic step")
    self.crowdStepMilliseconds = crowdStepMilliseconds
    self.hapticStepMilliseconds = hapticStepMilliseconds
  }
  public var hapticTicksPerCrowdStep: Int { crowdStepMilliseconds / hapticStepMilliseconds }
  /// [s]
  public var crowdStep: Float { Float(crowdStepMilliseconds) / 1000 }
  /// [s]
  public var hapticStep: Float { Float(hapticStepMilliseconds) / 1000 }
  /// Simulated time at the start of crowd tick `tick` [s].
  public func seconds(atCrowdTick tick: Int) -> Double { Double(tick * crowdStepMilliseconds) / 1000 }
  public func seconds(atHapticTick tick: Int) -> Double { Double(tick * hapticStepMilliseconds) / 1000 }
}
