import Kernel

/// The grains of one layer: a Poisson stream per zone, deterministic by seed, and what of the grains that have
/// fallen still reaches into the ticks to come.
struct Sand: Sendable {
  private let zones: [[Int]]  // actuators of each zone
  private let ahead: [Int]  // the next actuator of the row, counter-clockwise; itself where it is alone
  private let behind: [Int]
  private let slow: [Bool]  // motors that cannot follow a grain
  private let layer: UInt32
  private let depth: Int  // ticks that a grain can reach into
  private var pending: [Float]  // state: energy that is to come, (tick mod depth) · actuators + actuator
  private var cursor = 0  // state

  init(_ garment: Garment, _ rows: GarmentRows, layer: Int, grains: Grains, step: Float) {
    let actuators = garment.actuators
    zones = garment.zones.map { zone in actuators.indices.filter { actuators[$0].zone == zone } }
    ahead = actuators.indices.map { rows.neighbour(of: $0, 1) }
    behind = actuators.indices.map { rows.neighbour(of: $0, -1) }
    slow = actuators.map { !$0.kind.followsGrains }
    self.layer = UInt32(layer)
    depth = Int((grains.duration / step).rounded(.up)) + 2
    pending = [Float](repeating: 0, count: depth * actuators.count)
  }

  /// Adds the grains that fall in this tick, and writes what is heard of grains in it into `out` as amplitudes.
  mutating func fall(
    _ grains: Grains, levels: UnsafePointer<Float>, speeds: UnsafePointer<Float>, random: CounterRandom,
    tick: Int, step: Float, gain: Float, out: UnsafeMutablePointer<Float>
  ) {
    for (zone, members) in zones.enumerated() {
      var most: Float = 0
      var sum: Float = 0
      for actuator in members where !slow[actuator] {
        let pace = (min(speeds[actuator], 3) + grains.resting) / (1 + grains.resting)
        most = max(most, levels[actuator] * pace)
        sum += levels[actuator]
      }
      guard sum > 0 else { continue }
      let entity = layer << 24 | UInt32(zone & 0xFFFF) << 8
      let count = Sand.poisson(
        grains.mostGrains * most * step, random.uniform(.grains, entity: entity, tick: tick))
      for k in 0..<count {
        let dice = random.uniform4(.grains, entity: entity | UInt32(k + 1), tick: tick)
        drop(grains, dice, members, sum: sum, levels: levels, gain: gain, step: step)
      }
    }
    collect(grains, levels: levels, tick: tick, step: step, gain: gain, out: out)
  }

  /// One grain: where by the levels, how strong by a log-normal, when within the tick by chance.
  private mutating func drop(
    _ grains: Grains, _ dice: SIMD4<Float>, _ members: [Int], sum: Float, levels: UnsafePointer<Float>,
    gain: Float, step: Float
  ) {
    var left = dice.x * sum
    var place = members[0]
    for actuator in members where !slow[actuator] && levels[actuator] > 0 {
      place = actuator
      if left < levels[actuator] { break }
      left -= levels[actuator]
    }
    // A logistic quantile in place of the normal one: the same spread, and no tail that matters within the limits.
    let u = min(max(dice.y, 0.02), 0.98)
    let deviation = grains.spread * Math.log(u / (1 - u)) * 0.5513
    let share = 1 - grains.swell + grains.swell * levels[place]
    let amplitude = min(1, grains.strength * share * Math.exp(deviation)) * gain
    // Up to half-way to one of the neighbours, where there is sand too.
    let other = dice.z < 0.5 ? ahead[place] : behind[place]
    let away = dice.z < 0.5 ? dice.z : dice.z - 0.5
    if other != place, levels[other] > 0, !slow[other] {
      let parts = Phantom.amplitudes(at: away)
      spread(amplitude * parts.first, at: place, from: dice.w * step, grains.duration, step)
      spread(amplitude * parts.second, at: other, from: dice.w * step, grains.duration, step)
    } else {
      spread(amplitude, at: place, from: dice.w * step, grains.duration, step)
    }
  }

  /// A half-cosine that begins `onset` [s] into this tick, as its mean amplitude in each tick it touches.
  private mutating func spread(
    _ amplitude: Float, at actuator: Int, from onset: Float, _ duration: Float, _ step: Float
  ) {
    let actuators = slow.count
    for ahead in 0..<depth {
      let begin = max(0, (Float(ahead) * step - onset) / duration)
      let end = min(1, (Float(ahead + 1) * step - onset) / duration)
      guard end > begin else { continue }
      // ∫ sin(πx) dx over begin...end, spread over the tick.
      let area = (Math.cos(.pi * begin) - Math.cos(.pi * end)) / .pi
      let mean = amplitude * area * duration / step
      pending[(cursor + ahead) % depth * actuators + actuator] += mean * mean
    }
  }

  private mutating func collect(
    _ grains: Grains, levels: UnsafePointer<Float>, tick: Int, step: Float, gain: Float,
    out: UnsafeMutablePointer<Float>
  ) {
    let actuators = slow.count
    let base = cursor * actuators
    for actuator in 0..<actuators {
      out[actuator] =
        slow[actuator]
        ? gain * levels[actuator] * grains.flutter.share(actuator, seconds: Float(tick) * step)
        : min(1, pending[base + actuator].squareRoot())
      pending[base + actuator] = 0
    }
    cursor = (cursor + 1) % depth
  }

  /// The number of events of a Poisson law of `mean`, at the quantile `u` 0..<1: never fewer for a greater mean. At
  /// most 16 in a tick.
  static func poisson(_ mean: Float, _ u: Float) -> Int {
    guard mean > 0 else { return 0 }
    var term = Math.exp(-min(mean, 12))
    var sum = term
    var count = 0
    while u >= sum, count < 16 {
      count += 1
      term *= min(mean, 12) / Float(count)
      sum += term
    }
    return count
  }

  func hash(into hash: inout StableHash) {
    hash.combine(pending)
    hash.combine(UInt64(cursor))
  }
}

extension Flutter {
  /// Share of the level of an actuator at a time; each in a phase of its own.
  func share(_ actuator: Int, seconds: Float) -> Float {
    let phase = seconds * rateHertz + Float(actuator) * 0.618_034  // the golden ratio keeps neighbours apart
    let x = phase - phase.rounded(.down)
    return 1 - depth * 4 * x * (1 - x)
  }
}

extension ActuatorKind {
  /// [s] from rest to 90 % of the amplitude of a full drive.
  public var riseTime: Float {
    switch self {
    case .eccentricMass(let motor):
      // The speed's square has to come to 0.9.
      return -motor.timeConstant * Math.log(1 - Float(0.9).squareRoot())
    case .linearResonant(let motor):
      let tau = motor.quality / (.pi * motor.resonanceHertz)
      return tau * Math.log(motor.overdrive / max(motor.overdrive - 0.9, 0.01))
    case .voiceCoil(let coil): return 2.3026 * coil.quality / (.pi * coil.resonanceHertz)
    }
  }
  /// True for motors that show a grain as a grain: up within 40 ms.
  public var followsGrains: Bool { riseTime <= 0.040 }
}
