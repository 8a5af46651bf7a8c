import Kernel

/// Keeps interleaved stereo at or under a ceiling: turns both channels down together the moment a sample would
/// pass it, and comes back slowly. It never amplifies and adds no delay.
public struct PeakLimiter: Sendable {
  public static let standardCeiling: Float = 0.891  // −1.0 dB re full scale

  public let ceiling: Float  // linear amplitude
  public private(set) var gain: Float = 1
  let recovery: Float  // share of the missing gain that comes back per frame

  /// `release` [s] is the time constant of coming back.
  public init(ceiling: Float = PeakLimiter.standardCeiling, sampleRate: Int, release: Float = 0.08) {
    self.ceiling = max(0, ceiling)
    recovery = 1 - Math.exp(-1 / (max(release, 1e-3) * Float(max(sampleRate, 1))))
  }

  /// Limits in place. Samples that are not finite become zero.
  public mutating func limit(_ stereo: inout [Float]) {
    for i in stride(from: 0, to: stereo.count - 1, by: 2) {
      let left = stereo[i].isFinite ? stereo[i] : 0
      let right = stereo[i + 1].isFinite ? stereo[i + 1] : 0
      let peak = max(abs(left), abs(right))
      gain += (1 - gain) * recovery
      if peak * gain > ceiling { gain = ceiling / peak }
      stereo[i] = min(max(left * gain, -ceiling), ceiling)
      stereo[i + 1] = min(max(right * gain, -ceiling), ceiling)
    }
  }
  /// Forgets what was loud.
  public mutating func reset() { gain = 1 }
}
