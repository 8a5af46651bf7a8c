import Kernel

/// Everybody near a place at one moment, with velocities from where each was a little before and a little after: the
/// way in which speeds are taken from films of experiments.
struct MotionSample {
  var ids: [UInt32] = []
  var positions: [Vector2] = []  // [m] at the middle
  var velocities: [Vector2] = []  // [m/s]
}

/// Gathers samples at even distances in time. Speeds reach `reach` before and after each.
struct CentredMotion {
  static let reach = 0.4  // [s] Zhang et al. 2011: 10 frames of 16 a second from end to end, 0.6 s
  private static let leap: Float = 4  // [m/s] beyond which somebody has gone to another floor

  private let first: Int  // [ticks] first middle
  private let last: Int
  private let period: Int  // [ticks]
  private let half: Int  // [ticks]
  private let step: Double  // [s] of a tick
  private var early: [(middle: Int, places: [UInt32: Vector2])] = []
  private var middles: [(tick: Int, sample: MotionSample)] = []

  init(window: [Double], period: Double, clocks: Clocks) {
    step = Double(clocks.crowdStepMilliseconds) / 1000
    first = Int((window[0] / step - 1e-6).rounded(.up))
    last = Int((window[1] / step + 1e-6).rounded(.down))
    self.period = max(1, Int((period / step).rounded()))
    half = max(1, Int((CentredMotion.reach / step).rounded()))
  }

  private func isMiddle(_ tick: Int) -> Bool {
    tick >= first && tick <= last && (tick - first) % period == 0
  }

  /// The sample that this tick completes. `isNear` says whom it is about.
  mutating func look(_ glance: Glance, isNear: (Vector2) -> Bool) -> MotionSample? {
    let tick = glance.tick
    let opens = isMiddle(tick + half)
    let isMiddle = isMiddle(tick)
    let closes = !middles.isEmpty && middles[0].tick + half == tick
    guard opens || isMiddle || closes else { return nil }
    let crowd = glance.crowd
    let near = crowd.positions.indices.filter { isNear(crowd.positions[$0]) }
    if isMiddle {
      middles.append(
        (
          tick,
          MotionSample(
            ids: near.map { crowd.ids[$0] }, positions: near.map { crowd.positions[$0] },
            velocities: near.map { crowd.velocities[$0] })
        ))
    }
    guard opens || closes else { return nil }
    var places: [UInt32: Vector2] = [:]
    for row in near { places[crowd.ids[row]] = crowd.positions[row] }
    if opens { early.append((tick + half, places)) }
    return closes ? complete(with: places) : nil
  }

  /// Whoever has no place before or after is measured over half the time; who has neither keeps the velocity of the
  /// moment.
  private mutating func complete(with after: [UInt32: Vector2]) -> MotionSample {
    let (tick, taken) = middles.removeFirst()
    var sample = taken
    while let oldest = early.first, oldest.middle < tick { early.removeFirst() }
    let before = early.first?.middle == tick ? early.removeFirst().places : [:]
    for (k, id) in sample.ids.enumerated() {
      let start = before[id]
      let end = after[id]
      let parts = (start == nil ? 0 : 1) + (end == nil ? 0 : 1)
      guard parts > 0 else { continue }
      let way = (end ?? sample.positions[k]) - (start ?? sample.positions[k])
      let velocity = way / Float(Double(parts * half) * step)
      if velocity.length < CentredMotion.leap { sample.velocities[k] = velocity }
    }
    return sample
  }
}
