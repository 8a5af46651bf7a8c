import CLanes
import Kernel

/// What else shakes or moves the wearer.
public struct WearerSurroundings: Equatable, Sendable {
  public var ambience: Float  // 0…1 vibration all round: 0 a quiet square, 1 a tram's floor
  public var speed: Float  // [m/s] of walking
  public init(ambience: Float = 0, speed: Float = 0) {
    self.ambience = ambience
    self.speed = speed
  }
}

/// What the wearer feels of it: intensity per actuator after threshold, growth, masking, integration and adaptation,
/// and one direction.
public struct Percept: Sendable {
  public private(set) var intensity: [Float]  // multiples of the sensation at threshold; computed by tick
  /// In the wearer's frame: x ahead, y to the left. Length 0…1: how clear it is. Computed by tick.
  public private(set) var direction = Vector2.zero
  public private(set) var total = SensationTotal()  // computed by tick
  public let skin: SkinModel
  private var columns: ActuatorColumns
  private let sites: [BodySite]
  private let table: [Float]  // of all kinds of skin, one after the other
  private var rests = true  // nothing is felt and nothing is remembered
  private var rates = Rates()
  private var masking: Float = 0  // computed by tick: maskers that counted in the last one

  /// What share of the way to go in one tick.
  private struct Rates: Sendable {
    var step: Float = 0  // [s]
    var adaptation: Float = 0
    var recovery: Float = 0
    var integration: Float = 0
  }

  public init(_ garment: Garment, skin: SkinModel = SkinModel()) {
    self.skin = skin
    sites = garment.actuators.map(\.site)
    // The model knows arms and the rest.
    let arms = [false, true].filter { arm in garment.actuators.contains { $0.site.isArm == arm } }
    table = arms.flatMap { SkinTable.values(skin, $0 ? .forearm : .chest) }
    intensity = [Float](repeating: 0, count: sites.count)
    columns = ActuatorColumns(actuators: sites.count, columns: Column.count)
    for (i, actuator) in garment.actuators.enumerated() {
      columns[Column.ahead, i] = actuator.direction.x
      columns[Column.left, i] = actuator.direction.y
      columns[Column.table, i] = Float((arms.firstIndex(of: actuator.site.isArm) ?? 0) * SkinTable.count)
    }
  }

  /// Advances by `dt` [s] under the motors' motion.
  ///     threshold × (1 + ambience + walking) × (1 + share · others that mask)
  ///     G' = (deepest·ψ − G)/τ, τ shorter on the way up than on the way down        felt → ψ − G, at least (1 − deepest)·ψ
  public mutating func tick(
    _ motors: Motors, dt: Float, surroundings: WearerSurroundings = WearerSurroundings()
  ) {
    if dt != rates.step { setRates(dt) }
    let loud = skin.ambience.value * (surroundings.ambience > 0 ? min(surroundings.ambience, 1) : 0)
    let raised = 1 + loud + skin.walking.value * (surroundings.speed > 0 ? min(surroundings.speed, 10) : 0)
    if rests, motors.frequency.allSatisfy({ $0 == 0 }) {
      (total, direction, masking) = (SensationTotal(), .zero, 0)
      return
    }
    var sums = PerceptSums()
    let count = intensity.count
    let step = PerceptStep(
      skin, masking: masking, raised: raised, up: rates.adaptation, down: rates.recovery,
      integration: rates.integration)
    let stride = columns.stride
    columns.inPlace { columns in
      motors.acceleration.withUnsafeBufferPointer { acceleration in
        motors.frequency.withUnsafeBufferPointer { frequency in
          table.withUnsafeBufferPointer { table in
            for i in Swift.stride(from: 0, to: count, by: 16) {
              let f = Lanes(frequency.baseAddress!, i, of: count)
              Percept.lookUp(f, table.baseAddress!, columns + i, stride)
              step.advance(Lanes(acceleration.baseAddress!, i, of: count), columns + i, stride, &sums)
            }
          }
        }
      }
      intensity.inPlace { $0.update(from: columns + Column.felt * stride, count: count) }
    }
    masking = lanes_sum(sums.masking)
    rests = lanes_sum(sums.felt) == 0 && lanes_sum(sums.adapted) == 0
    var sum = SensationTotal()
    sum.fresh = lanes_sum(sums.fresh)
    sum.felt = lanes_sum(sums.felt)
    sum.exponent = sum.fresh > 0 ? lanes_sum(sums.exponent) / sum.fresh : 1
    sum.factor = sum.fresh > 0 ? lanes_sum(sums.factor) / sum.fresh : raised
    total = sum
    let energy = lanes_sum(sums.energy)
    direction =
      energy > 0 ? Vector2(lanes_sum(sums.ahead), lanes_sum(sums.left)) / energy : .zero
  }

  /// Thresholds and growth at the motors' frequencies; those of a motor at rest stay.
  @inline(__always) private static func lookUp(
    _ f: Lanes, _ table: UnsafePointer<Float>, _ at: UnsafeMutablePointer<Float>, _ stride: Int
  ) {
    let row = lanes_min(lanes_max(lanes_floor(f + 0.5), Lanes(0)), Lanes(Float(SkinTable.highest)))
    let place = lanes_load(at + Column.table * stride) + row * Float(SkinTable.columns)
    for (k, column) in [Column.pacinian, Column.other, Column.exponent].enumerated() {
      let found = lanes_gather(table, place + Float(k))
      let kept = lanes_load(at + column * stride)
      lanes_store(at + column * stride, lanes_pick_less(Lanes(0), f, found, kept))
    }
  }

  private mutating func setRates(_ dt: Float) {
    func share(_ tau: Float) -> Float { 1 - Math.exp(-dt / max(tau, 1e-4)) }
    rates = Rates(
      step: dt, adaptation: share(skin.adaptation.value), recovery: share(skin.recovery.value),
      integration: share(skin.integration.value / 3))  // three time constants are 95 %
  }

  /// The sensation that the skin has got used to, in the units of `intensity`; at most `skin.deepest` of what was felt.
  public func adaptation(of actuator: Int) -> Float { columns[Column.adapted, actuator] }

  /// Just-noticeable steps by which an actuator is above nothing.
  public func jnds(of actuator: Int) -> Float {
    skin.jnds(from: 0, to: intensity[actuator], at: sites[actuator])
  }

  /// Where the wearer believes it to come from: `direction` drawn towards the midline; same length.
  public var feltDirection: Vector2 {
    guard direction != .zero else { return .zero }
    let angle = skin.feltAngle(Math.atan2(direction.y, direction.x))
    return Vector2(Math.cos(angle), Math.sin(angle)) * direction.length
  }

  /// [degrees] standard error of that belief; 90 is guessing.
  public var directionError: Float {
    skin.directionError(Math.atan2(direction.y, direction.x), clarity: direction.length)
  }

  public func hash(into hash: inout StableHash) {
    columns.hash(Column.felt..<Column.adapted + 1, into: &hash)
  }
}

/// Columns of `Percept`.
private enum Column {
  static let felt = 0  // state: multiples of the sensation at threshold
  static let adapted = 1  // state: sensation that the skin has got used to
  static let table = 2  // where an actuator's table begins
  static let pacinian = 3  // [1/g] one over the threshold
  static let other = 4  // [1/g]
  static let exponent = 5
  static let ahead = 6  // of the side that an actuator sits on
  static let left = 7
  static let count = 8
}

/// The skin's constants, and one tick of sixteen actuators.
private struct PerceptStep {
  private let masking: Float
  private let raised: Float
  private let share: Float
  private let maskers: Float
  private let strong: Float  // one over it
  private let weaker: Float
  private let steep: Float
  private let deepest: Float
  private let up: Float
  private let down: Float
  private let integration: Float

  init(_ skin: SkinModel, masking: Float, raised: Float, up: Float, down: Float, integration: Float) {
    (self.masking, self.raised) = (masking, raised)
    (share, maskers, strong) = (skin.masking.value, skin.maskers.value, 1 / max(skin.strong.value, 1e-3))
    (weaker, steep, deepest) = (skin.weaker.value, skin.steepExponent.value, skin.deepest.value)
    (self.up, self.down, self.integration) = (up, down, integration)
  }

  /// `amplitude` [g] is the motors'.
  @inline(__always) func advance(
    _ amplitude: Lanes, _ at: UnsafeMutablePointer<Float>, _ stride: Int, _ sums: inout PerceptSums
  ) {
    let (zero, one, two) = (Lanes(0), Lanes(1), Lanes(2))
    func read(_ column: Int) -> Lanes { lanes_load(at + column * stride) }
    let before = read(Column.felt)
    var used = read(Column.adapted)
    let others = lanes_min(
      lanes_max(Lanes(masking) - lanes_min(before * strong, one), zero), Lanes(maskers))
    let factor = (others * share + 1) * raised
    let n = read(Column.exponent)
    let ratio = amplitude / factor
    let r = ratio * read(Column.pacinian)
    let s = ratio * read(Column.other)
    let first = lanes_pick_less(r, two, r, two * lanes_power(lanes_max(r, two) * 0.5, n))
    let second =
      steep == 1
      ? s : lanes_pick_less(s, two, s, two * lanes_power(lanes_max(s, two) * 0.5, Lanes(steep)))
    let psi = lanes_max(first, second) + lanes_max(lanes_min(first, second) - 1, zero) * weaker
    let goal = psi * deepest
    used += (goal - used) * lanes_pick_less(used, goal, Lanes(up), Lanes(down))
    used = lanes_pick_less(used + goal, Lanes(1e-6), zero, used)
    let target = lanes_max(psi - used, psi * (1 - deepest))
    var now = before + (target - before) * integration
    now = lanes_pick_less(now + target, Lanes(1e-4), zero, now)
    lanes_store(at + Column.felt * stride, now)
    lanes_store(at + Column.adapted * stride, used)
    let energy = now * now
    sums.fresh += psi
    sums.felt += now
    sums.adapted += used
    sums.exponent += n * psi
    sums.factor += factor * psi
    sums.masking += lanes_min(now * strong, one)
    sums.energy += energy
    sums.ahead += energy * read(Column.ahead)
    sums.left += energy * read(Column.left)
  }
}

private struct PerceptSums {
  var fresh = Lanes(0)
  var felt = Lanes(0)
  var adapted = Lanes(0)
  var exponent = Lanes(0)
  var factor = Lanes(0)
  var masking = Lanes(0)
  var energy = Lanes(0)
  var ahead = Lanes(0)
  var left = Lanes(0)
}

/// Sums over a garment in one tick: what tells how much of a vibration is lost on its way to being felt.
public struct SensationTotal: Equatable, Sendable {
  public var fresh: Float = 0  // of skin that has got used to nothing, under the raised thresholds
  public var felt: Float = 0
  public var exponent: Float = 0  // mean, weighted by sensation
  public var factor: Float = 0  // mean by which thresholds were raised
}
