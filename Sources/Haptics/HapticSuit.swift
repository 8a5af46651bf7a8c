import CLanes
import Kernel

/// Everything about one garment on one body that the wearer or a designer can set.
public struct SuitSettings: Equatable, Sendable {
  public var limiter = Limiter()
  public var feedback = FeedbackSettings()
  public var comfort = ComfortSettings()
  /// 0…0.2: how far resonances stray from their nominal ones, as a share.
  public var drift: Float = 0
  public init() {}
}

/// One garment on one body, from what is asked to what is felt:
///
///     request ─► gain ─► comfort ─► limiter, levels ─► sent ─► transport ─► motors ─► skin ─► felt
///                  ▲        ▲                             │                    │        │
///                  │        └───────── duty, warmth, dose ┴────────────────────┘        │
///                  └───────────────────────── feedback ◄────────────────────────────────┘
///
/// A warning goes past gain and comfort, and while there is one the crowd stays below it.
public struct HapticSuit: Sendable {
  public private(set) var drive: Drive
  public private(set) var line: TransportLine
  public private(set) var motors: Motors
  public private(set) var percept: Percept
  public private(set) var feedback: Feedback
  public private(set) var comfort: Comfort
  private var faults = 0  // state
  private var carrier: [Float]  // of the request
  private var stopped = false
  private var target: [Float]  // scratch
  /// 0…1 of the crowd that the limits have left in this tick; computed by drive.
  public private(set) var share: Float = 1
  private var feltOfLate: Float = 0  // sum over actuators, over some ten seconds; for the meters alone
  private let garment: Garment

  /// `seed` is for what differs by chance: jitter on the way, and the motors' drift.
  public init(
    _ garment: Garment, _ settings: SuitSettings = SuitSettings(), skin: SkinModel = SkinModel(),
    seed: UInt64 = 0
  ) {
    self.garment = garment
    drive = Drive(actuators: garment.actuators.count, levels: garment.levels)
    line = TransportLine(garment, seed: seed)
    motors = Motors(garment, drift: settings.drift, seed: seed)
    percept = Percept(garment, skin: skin)
    feedback = Feedback(garment, skin: skin)
    comfort = Comfort(garment)
    target = [Float](repeating: 0, count: garment.actuators.count)
    carrier = target
  }

  /// The same, unworn, with other chance. Tables are shared between all that come of one.
  public func reseeded(_ seed: UInt64, _ settings: SuitSettings) -> HapticSuit {
    var other = self
    other.line = TransportLine(garment, seed: seed)
    if settings.drift > 0 { other.motors = Motors(garment, drift: settings.drift, seed: seed) }
    return other
  }

  /// Holds what is asked to what may be sent; `drive.sent` comes out of it. Where a limit is met, the whole of the crowd
  /// is turned down, so that what is strong stays stronger than what is weak, by the same ratio.
  public mutating func drive(_ request: HapticRequest, _ settings: SuitSettings, dt: Float, stopped: Bool) {
    precondition(request.count == target.count, "a request for every actuator")
    let count = target.count
    let gain = feedback.gain
    var again = 0  // faults counted already
    request.level.withUnsafeBufferPointer { level in
      request.hazard.withUnsafeBufferPointer { hazard in
        target.inPlace { target in
          var warning: Float = 0
          for i in stride(from: 0, to: count, by: 16) {
            let asked = HapticSuit.number(Lanes(hazard.baseAddress!, i, of: count), &faults)
            warning = max(warning, -lanes_least(-asked))
          }
          // While there is a warning the crowd stays below it.
          let most = warning > 0 ? min(warning, 1) * Mapper.besideHazard : 1
          comfort.withTop { top in
            var left = Lanes(1)  // share of the crowd that fits below what is allowed
            for i in stride(from: 0, to: count, by: 16) {
              let crowd = HapticSuit.number(Lanes(level.baseAddress!, i, of: count), &faults) * gain
              let allowed = lanes_min(lanes_load(top + i), Lanes(most))
              let fits = allowed / lanes_max(crowd, Lanes(1e-6))
              left = lanes_min(left, lanes_pick_less(allowed, crowd, fits, Lanes(1)))
            }
            share = lanes_least(left)
            for i in stride(from: 0, to: count, by: 16) {
              let crowd = HapticSuit.number(Lanes(level.baseAddress!, i, of: count), &again) * (gain * share)
              let allowed = lanes_min(lanes_load(top + i), Lanes(most))
              let hazard = HapticSuit.number(Lanes(hazard.baseAddress!, i, of: count), &again)
              lanes_max(lanes_min(crowd, allowed), hazard).store(target, i, of: count)
            }
          }
        }
      }
    }
    carrier.inPlace { carrier in
      request.carrier.withUnsafeBufferPointer { carrier.update(from: $0.baseAddress!, count: count) }
    }
    self.stopped = stopped
    drive.tick(
      target: target, limiter: settings.limiter, dt: dt, stopped: stopped, overrun: settings.comfort.overrun)
  }

  /// What is above zero and finite; all else asks for nothing and, where it is no number, counts as a fault.
  @inline(__always) private static func number(_ asked: Lanes, _ faults: inout Int) -> Lanes {
    let size = lanes_max(asked, -asked)
    // Of what is not a number every comparison is false.
    let finite = lanes_pick_less(size, Lanes(.infinity), Lanes(0), Lanes(1))
    let odd = lanes_sum(finite)
    if odd > 0 { faults += Int(odd) }
    return lanes_pick_less(size, Lanes(.infinity), lanes_max(asked, Lanes(0)), Lanes(0))
  }

  /// Lets the device, the motors and the skin follow for one haptic tick.
  public mutating func feel(
    _ settings: SuitSettings = SuitSettings(), dt: Float,
    surroundings: WearerSurroundings = WearerSurroundings()
  ) {
    line.tick(drive.sent, carrier: carrier, dt: dt, urgent: stopped)
    motors.tick(drive: line.drive, carrier: line.carrier, dt: dt)
    percept.tick(motors, dt: dt, surroundings: surroundings)
    feltOfLate += (percept.total.felt - feltOfLate) * min(dt / 10, 1)
    feedback.tick(percept, drive: line.drive, settings.feedback, dt: dt, share: share)
    comfort.tick(sent: line.drive, motors, settings.comfort, dt: dt)
  }

  /// Another skin begins fresh.
  public mutating func change(skin: SkinModel) {
    guard skin != percept.skin else { return }
    percept = Percept(garment, skin: skin)
    feedback = Feedback(garment, skin: skin)
  }

  public func meters(_ settings: SuitSettings) -> SuitMeters {
    var meters = SuitMeters()
    meters.gain = feedback.gain
    let deepest = max(percept.skin.deepest.value, 1e-3)
    var used: Float = 0
    for i in target.indices {
      used += percept.adaptation(of: i)
      meters.dose = max(meters.dose, comfort.dose(of: i))
      meters.duty = max(meters.duty, comfort.duty(of: i))
      meters.warmth = max(meters.warmth, comfort.warmth(of: i))
      if comfort.top(of: i) < 1 { meters.limited += 1 }
    }
    // felt = ψ − G: where G is all that it can be, felt is (1 − deepest) ψ. Of late, since grains leave gaps.
    let possible = deepest / (1 - deepest) * feltOfLate
    meters.adaptation = used > 0 ? min(used / max(possible, used), 1) : 0
    meters.zones = comfort.zoneDoses.map { SuitMeters.ZoneDose(zone: $0.zone, dose: $0.dose) }
    (meters.doseLimit, meters.dutyLimit) = (settings.comfort.dose, settings.comfort.duty)
    meters.warmthLimit = settings.comfort.warmth
    (meters.joules, meters.wattsOfMinute) = (comfort.joules, comfort.watts)
    (meters.faults, meters.released) = (faults, drive.released)
    return meters
  }

  public func hash(into hash: inout StableHash) {
    hash.combine(drive.level)
    hash.combine(drive.lingering)
    line.hash(into: &hash)
    motors.hash(into: &hash)
    percept.hash(into: &hash)
    feedback.hash(into: &hash)
    comfort.hash(into: &hash)
  }
}
