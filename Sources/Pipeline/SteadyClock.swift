import Dispatch
import Kernel

/// The clock that paces people's runs and times the stages. Never part of a result.
public enum SteadyClock {
  /// [ns] since some fixed moment.
  public static func now() -> UInt64 { DispatchTime.now().uptimeNanoseconds }
  public static var trace: Trace { Trace(now: { now() }) }
}

/// Keeps simulated time in step with real time.
struct Pace {
  private let start = SteadyClock.now()
  private let speed: Double  // of simulated against real time

  init(speed: Double) { self.speed = speed }

  /// How long to wait until `seconds` of simulated time are due [s]; 0 when they are overdue.
  func delay(untilSimulated seconds: Double) -> Double {
    let elapsed = Double(SteadyClock.now() - start) / 1e9
    return max(0, seconds / speed - elapsed)
  }
}
