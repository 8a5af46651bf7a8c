import CLanes
import Kernel

/// What a garment may do to its wearer in the long run. The limits turn the crowd down, smoothly; a warning passes.
public struct ComfortSettings: Equatable, Sendable {
  public var enabled = true
  public var dutyLevel: Float = 0.5  // drive that counts as strong; 0.1...1
  public var duty: Float = 0.25  // share of the time that an actuator may be strong; 0.01...1
  public var dutyWindow: Float = 60  // [s] 1...3600
  public var dose: Float = 2.5  // [m/s²] A(8) that nothing passes; 0.1...5
  public var warmth: Float = 12  // [K] above the resting actuator; 1...30
  public var overrun: Float = 1  // [s] that an actuator may stay on after the last request; 0.05...10
  public init() {}
}

/// What an actuator has been through, and how far the crowd may drive it for that.
///
/// Dose: A(8) = √(∫ a_w² dt / 8 h), a_w = W_h(f) a_rms, W_h = 1 up to 16 Hz and 16/f above [unverified], after EU
/// 2002/44/EC, whose action value for hand and arm is the limit here. Duty: a leaky mean over the window. Energy: an
/// ERM takes up to 3 V × 85 mA, in proportion to its drive; linear motors go with its square. Warmth: a first-order
/// body of 60 K/W and 120 s [estimate].
public struct Comfort: Sendable {
  public static let caveat =
    "A(8) was written for hands on tools, not for garments: a yardstick, not a judgement on health."

  public private(set) var joules: Float = 0  // state: since the beginning
  public private(set) var watts: Float = 0  // state: mean of the last minute
  public private(set) var seconds: Float = 0  // state: since the beginning
  private var columns: ActuatorColumns
  private let count: Int
  private let zones: [Int]
  private let zoneNames: [String]

  public init(_ garment: Garment) {
    count = garment.actuators.count
    columns = ActuatorColumns(actuators: count, columns: Column.count)
    for (i, actuator) in garment.actuators.enumerated() {
      columns[Column.top, i] = 1
      switch actuator.kind {
      case .eccentricMass: columns[Column.linearPower, i] = 0.255  // 3 V × 85 mA
      case .linearResonant: columns[Column.squarePower, i] = 0.2  // [estimate]
      case .voiceCoil: columns[Column.squarePower, i] = 0.5  // [estimate]
      }
    }
    zoneNames = garment.zones
    zones = garment.actuators.map { [zoneNames] in zoneNames.firstIndex(of: $0.zone)! }
  }

  /// Books one haptic tick of `dt` [s].
  public mutating func tick(sent: [Float], _ motors: Motors, _ settings: ComfortSettings, dt: Float) {
    let leak = min(dt / max(settings.dutyWindow, dt), 1)
    // What a whole tick at full may add has to fit in below the limit.
    let limits = ComfortLimits(
      leak: leak, cooling: min(dt / Comfort.coolingTime, 1), dt: dt, level: settings.dutyLevel,
      duty: 1 / max(settings.duty - 4 * leak, 1e-9),
      dose: 1 / max(settings.dose * settings.dose * Comfort.day, 1e-9),
      warmth: 1 / max(settings.warmth, 1e-9),
      enabled: settings.enabled)
    var spent = Lanes(0)
    let stride = columns.stride
    let count = count
    columns.inPlace { columns in
      sent.withUnsafeBufferPointer { sent in
        motors.acceleration.withUnsafeBufferPointer { acceleration in
          motors.frequency.withUnsafeBufferPointer { frequency in
            for i in Swift.stride(from: 0, to: count, by: 16) {
              spent += limits.advance(
                columns + i, stride, sent: Lanes(sent.baseAddress!, i, of: count),
                acceleration: Lanes(acceleration.baseAddress!, i, of: count),
                frequency: Lanes(frequency.baseAddress!, i, of: count))
            }
          }
        }
      }
    }
    let power = lanes_sum(spent)
    joules += power * dt
    watts += (power - watts) * min(dt / 60, 1)
    seconds += dt
  }

  static let rms: Float = 9.806_65 * 0.707_106_8  // [m/s²] of 1 g amplitude
  static let day: Float = 8 * 3600  // [s]
  static let kelvinPerWatt: Float = 60
  static let coolingTime: Float = 120  // [s]

  /// 0…1 that the crowd may drive an actuator with.
  public func top(of actuator: Int) -> Float { columns[Column.top, actuator] }

  /// For all actuators, in whole sixteens.
  @inline(__always) func withTop(_ body: (UnsafePointer<Float>) -> Void) {
    columns.values.withUnsafeBufferPointer { body($0.baseAddress! + Column.top * columns.stride) }
  }

  /// [m/s²] A(8) of an actuator so far.
  public func dose(of actuator: Int) -> Float {
    (columns[Column.exposure, actuator] / Comfort.day).squareRoot()
  }
  public func duty(of actuator: Int) -> Float { columns[Column.strong, actuator] }
  public func warmth(of actuator: Int) -> Float { columns[Column.warm, actuator] }

  /// The greatest A(8) of each zone [m/s²], in the order of the garment's zones.
  public var zoneDoses: [(zone: String, dose: Float)] {
    zoneNames.enumerated().map { z, name in
      (name, zones.indices.filter { zones[$0] == z }.map { dose(of: $0) }.max() ?? 0)
    }
  }

  public func hash(into hash: inout StableHash) {
    columns.hash(Column.exposure..<Column.warm + 1, into: &hash)
    hash.combine([joules, watts, seconds])
  }
}

/// Columns of `Comfort`.
private enum Column {
  static let top = 0  // 0…1 that the crowd may drive with; computed by tick
  static let exposure = 1  // state: ∫ a_w² dt [m²/s³]
  static let strong = 2  // state: leaky mean of the time above the duty level, 0…1
  static let warm = 3  // state: [K]
  static let linearPower = 4  // [W] at full drive that go with the drive
  static let squarePower = 5  // [W] and with its square
  static let count = 6
}

/// What a step of one length needs of the settings, and one tick of sixteen actuators.
private struct ComfortLimits {
  var leak: Float
  var cooling: Float
  var dt: Float
  var level: Float
  var duty: Float  // one over the limit, as the next two
  var dose: Float
  var warmth: Float
  var enabled: Bool

  /// The power spent [W].
  @inline(__always) func advance(
    _ at: UnsafeMutablePointer<Float>, _ stride: Int, sent u: Lanes, acceleration: Lanes, frequency f: Lanes
  ) -> Lanes {
    let (zero, one) = (Lanes(0), Lanes(1))
    func read(_ column: Int) -> Lanes { lanes_load(at + column * stride) }
    func write(_ column: Int, _ value: Lanes) { lanes_store(at + column * stride, value) }
    let p = u * (read(Column.linearPower) + u * read(Column.squarePower))
    var duty = read(Column.strong)
    duty += (lanes_pick_less(Lanes(level), u, one, zero) - duty) * leak
    var heat = read(Column.warm)
    heat += (p * Comfort.kelvinPerWatt - heat) * cooling
    let weight = lanes_pick_less(Lanes(16), f, Lanes(16) / lanes_max(f, one), one)
    let weighted = acceleration * Comfort.rms * weight
    let dose = read(Column.exposure) + weighted * weighted * dt
    write(Column.strong, duty)
    write(Column.warm, heat)
    write(Column.exposure, dose)
    guard enabled else {
      write(Column.top, one)
      return p
    }
    let allowed = Lanes(level) + relief(duty * self.duty) * (1 - level)
    write(
      Column.top,
      lanes_min(allowed, lanes_min(relief(dose * self.dose), relief(heat * warmth))))
    return p
  }

  /// All of it up to four fifths of a limit, then less and less.
  @inline(__always) private func relief(_ share: Lanes) -> Lanes {
    lanes_min(lanes_max((Lanes(1) - share) * 5, Lanes(0)), Lanes(1))
  }
}
