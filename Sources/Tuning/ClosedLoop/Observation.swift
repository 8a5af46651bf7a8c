import Haptics
import Kernel

/// What a walker knows of what is round the body: channels over 16 directions, the first straight ahead of the chest, then
/// counter-clockwise.
package struct Observation {
  package static let sectors = 16
  package var channels: [Float]  // channel-major

  /// Features of a model: how things lie about a way to go, `angle` [radians] to the left of the chest. Left and right of
  /// the way are taken together, so that the model cannot prefer a side.
  ///
  ///     1, f₀ … f₈ of every channel
  package init(channels: [Float]) { self.channels = channels }

  static func features(channels: Int) -> Int { 1 + channels * (sectors / 2 + 1) }

  package func write(angle: Float, into x: inout [Float]) {
    let count = Observation.sectors
    let half = count / 2
    x.append(1)
    let turn = angle / (2 * .pi) * Float(count)
    let whole = turn.rounded(.down)
    let part = turn - whole
    let first = Int(whole)
    for channel in 0..<channels.count / count {
      let base = channel * count
      func value(_ k: Int) -> Float {
        let a = ((first + k) % count + count) % count
        let b = (a + 1) % count
        return channels[base + a] * (1 - part) + channels[base + b] * part
      }
      for k in 0...half { x.append(k == 0 || k == half ? value(k) : (value(k) + value(-k)) / 2) }
    }
  }
}

/// Eyes: 120° ahead, 8 m far; who stands behind somebody is not seen.
///
/// Channels: nearness exp(−(d − 0.4 m)/1.5 m), and how fast people come towards the walker's place, v/d [1/s].
package struct Sight {
  static let reach: Float = 8  // [m]
  static let halfAngle: Float = .pi / 3
  package static let channels = 2
  private static let bins = 120  // of one degree

  package static func look(_ crowd: Crowd, from place: Vector2, heading: Vector2) -> [Float] {
    var seen: [(row: Int, distance: Float, angle: Float, half: Float)] = []
    for row in 0..<crowd.count {
      let apart = crowd.positions[row] - place
      let squared = apart.lengthSquared
      guard squared < reach * reach, squared > 1e-8 else { continue }
      let own = apart.seen(from: heading)
      let angle = Math.atan2(own.y, own.x)
      let distance = squared.squareRoot()
      let half = Math.atan2(crowd.radii[row], distance)
      if abs(angle) < halfAngle + half { seen.append((row, distance, angle, half)) }
    }
    seen.sort { ($0.distance, $0.row) < ($1.distance, $1.row) }
    var hidden = [Bool](repeating: false, count: bins)
    var channels = [Float](repeating: 0, count: Sight.channels * Observation.sectors)
    for one in seen {
      let low = Int((one.angle - one.half + halfAngle) * 180 / .pi)
      let high = Int((one.angle + one.half + halfAngle) * 180 / .pi)
      let span = max(0, low)...max(max(0, low), min(bins - 1, high))
      guard span.lowerBound < bins else { continue }
      let free = span.count { !hidden[$0] }
      for bin in span { hidden[bin] = true }
      // A third of a body is enough to know of it.
      guard free * 3 >= span.count else { continue }
      let k = Observation.sector(one.angle)
      let towards = (place - crowd.positions[one.row]) / one.distance
      let speed = max(crowd.velocities[one.row].dot(towards), 0)
      let near = Math.exp(-max(one.distance - 0.4, 0) / 1.5)
      channels[k] = max(channels[k], near)
      let coming = Observation.sectors + k
      channels[coming] = max(channels[coming], min(speed / max(one.distance - 0.4, 0.2), 4) / 4)
    }
    return channels
  }
}

extension Observation {
  static func sector(_ angle: Float) -> Int {
    let k = Int((angle / (2 * .pi) * Float(sectors)).rounded()) % sectors
    return k < 0 ? k + sectors : k
  }
}

/// Skin: what each actuator is felt as, in just-noticeable steps with the noise of judging, spread over the directions.
///
/// Channels: the level, and by how much it has changed in half a second.
struct Touch {
  static let channels = 2
  /// What a control does to the signal between the garment and the skin.
  enum Fault: Sendable { case none, shuffled, mirrored }

  private let weights: [Float]  // direction × actuator
  private let mirror: [Int]
  private let sites: [BodySite]
  private let skin: SkinModel
  private let random: CounterRandom
  private let walker: UInt32
  private var before: [[Float]] = []  // levels of the last decisions
  private var sum: [Float]
  private var ticks: Float = 0

  init(_ outfit: Outfit, seed: UInt64, walker: UInt32) {
    let actuators = outfit.garment.actuators
    skin = outfit.mapping.skin
    sites = actuators.map(\.site)
    random = CounterRandom(seed: seed)
    self.walker = walker
    sum = [Float](repeating: 0, count: actuators.count)
    var weights: [Float] = []
    for k in 0..<Observation.sectors {
      let way = Math.unit(degrees: 360 * Float(k) / Float(Observation.sectors))
      let row = actuators.map { actuator in
        let angle = Math.atan2(way.cross(actuator.direction), way.dot(actuator.direction)) * 180 / .pi
        return Math.exp(-angle * angle / (2 * 22.5 * 22.5)) + 1e-6
      }
      let total = row.reduce(0, +)
      weights += row.map { $0 / total }
    }
    self.weights = weights
    // Whoever sits nearest to one's place on the other side, front and back and left and right.
    mirror = actuators.map { a in
      let want = Vector3(-a.position.x, a.position.y, -a.position.z)
      return actuators.indices.min { b, c in
        (actuators[b].position - want).length < (actuators[c].position - want).length
      } ?? 0
    }
  }

  /// After every haptic tick.
  mutating func add(_ percept: Percept) {
    for i in sum.indices { sum[i] += percept.intensity[i] }
    ticks += 1
  }

  /// What has been felt since the last decision.
  mutating func decide(_ step: Int, _ fault: Fault) -> [Float] {
    let count = sum.count
    var levels = [Float](repeating: 0, count: count)
    for i in 0..<count {
      let felt = sum[i] / max(ticks, 1)
      guard felt >= 0.5 else { continue }
      let noise = random.normals(.judgement, entity: walker &* 64 &+ UInt32(i), tick: step).0
      levels[i] = max(skin.jnds(from: 0, to: felt, at: sites[i]) + noise / 0.954, 0) / 10
    }
    sum = [Float](repeating: 0, count: count)
    ticks = 0
    switch fault {
    case .none: break
    case .mirrored: levels = mirror.map { levels[$0] }
    case .shuffled:
      // Another order at every decision, or the wearer would learn it.
      for i in stride(from: count - 1, to: 0, by: -1) {
        let u = random.uniform(.shuffle, entity: walker &* 64 &+ UInt32(i), tick: step)
        levels.swapAt(i, min(Int(u * Float(i + 1)), i))
      }
    }
    var now = [Float](repeating: 0, count: Observation.sectors)
    for k in 0..<Observation.sectors {
      for i in 0..<count { now[k] += weights[k * count + i] * levels[i] }
    }
    let then = before.first ?? now
    before.append(now)
    if before.count > 2 { before.removeFirst() }
    return now + zip(now, then).map { $0 - $1 }
  }
}
