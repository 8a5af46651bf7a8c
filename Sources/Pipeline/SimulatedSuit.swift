import Haptics
import Kernel

/// A suit that other programs drive: what they ask goes through motors and skin at the haptic rate, without feedback or
/// limits of comfort, since the other program has its own.
public struct SimulatedSuit: Sendable {
  private var suit: HapticSuit
  private let garment: Garment
  private let settings: SuitSettings
  private var request: HapticRequest
  private let dt: Float

  public init(_ garment: Garment, step: Float = 0.01) {
    var settings = SuitSettings()
    settings.feedback.enabled = false
    settings.comfort.enabled = false
    // What comes in is drive already.
    (settings.limiter.risePerSecond, settings.limiter.fallPerSecond) = (1000, 1000)
    self.settings = settings
    self.garment = garment
    dt = step
    var atOnce = garment
    (atOnce.transport.latency, atOnce.transport.jitter, atOnce.transport.interval) = (0, 0, step)
    suit = HapticSuit(atOnce, settings)
    request = HapticRequest(actuators: garment.actuators.count)
  }

  /// One tick of `drive` 0…1 per actuator.
  public mutating func play(_ drive: [Float]) -> HapticSample {
    request.level = drive
    suit.drive(request, settings, dt: dt, stopped: false)
    suit.feel(settings, dt: dt)
    return HapticSample(suit, garment, carrier: request.carrier)
  }
  public var percept: Percept { suit.percept }
  public var meters: SuitMeters { suit.meters(settings) }
}

extension HapticSample {
  /// What a suit holds after a tick for which `carrier` was asked.
  init(_ suit: HapticSuit, _ garment: Garment, carrier asked: [Float]) {
    var carrier = suit.drive.sent
    for (i, actuator) in garment.actuators.enumerated() {
      carrier[i] = actuator.kind.settledHertz(level: carrier[i], carrier: asked[i])
    }
    self.init(
      drive: suit.drive.sent, carrier: carrier, motion: suit.motors.acceleration,
      frequency: suit.motors.frequency, felt: suit.percept.intensity)
  }
}
