import Kernel

/// What moves inside an actuator.
public enum ActuatorKind: Equatable, Sendable {
  case eccentricMass(EccentricMass)
  case linearResonant(LinearResonant)
  case voiceCoil(VoiceCoil)

  /// [Hz] of the vibration at drive `level` 0…1 once it has settled, where `carrier` [Hz] is asked for; 0 asks for
  /// the motor's own. Only a voice coil can choose.
  public func settledHertz(level: Float, carrier: Float) -> Float {
    switch self {
    case .eccentricMass(let motor): motor.fullFrequencyHertz * min(max(level, 0), 1)
    case .linearResonant(let motor): motor.driveHertz
    case .voiceCoil(let motor):
      carrier > 0 ? min(max(carrier, motor.lowestHertz), motor.highestHertz) : motor.driveHertz
    }
  }
}

/// Eccentric rotating mass (ERM): speed follows the drive with a lag, acceleration goes with speed squared.
public struct EccentricMass: Equatable, Sendable {
  public var timeConstant: Float = 0.040  // [s] of the rotor's speed
  public var fullFrequencyHertz: Float = 200  // [Hz] at drive 1
  public var fullAcceleration: Float = 1.3  // [g] at drive 1
  public var startDrive: Float = 0.15  // a rotor at rest starts above this drive
  public var stopDrive: Float = 0.08  // a turning rotor stops below this drive
  public init() {}
}

/// Linear resonant actuator (LRA): a driven oscillator of little damping, fed with a carrier near its resonance.
public struct LinearResonant: Equatable, Sendable {
  public var resonanceHertz: Float = 175  // [Hz]
  public var quality: Float = 15  // Q
  public var driveHertz: Float = 175  // [Hz] of the carrier it is fed
  public var fullAcceleration: Float = 1.35  // [g] at drive 1 in resonance
  public var overdrive: Float = 2  // how far beyond 1 the driver may push while the envelope lags; 1 = never
  public init() {}
}

/// Voice coil: a well damped oscillator that follows any carrier within its band.
public struct VoiceCoil: Equatable, Sendable {
  public var resonanceHertz: Float = 65  // [Hz]
  public var quality: Float = 1.5  // Q
  public var lowestHertz: Float = 30  // [Hz] of the carriers that it can be fed
  public var highestHertz: Float = 300  // [Hz]
  public var driveHertz: Float = 120  // [Hz] of the carrier when nothing else is asked for
  public var fullAcceleration: Float = 1.5  // [g] at drive 1 and `driveHertz`
  public init() {}
}

/// Where on the body; picks thresholds and zones.
public enum BodySite: String, CaseIterable, Sendable {
  case chest, abdomen, back, waist, forearm, hand
  case upperArm = "upper_arm"
}

/// One vibrating thing at one place of the body.
public struct Actuator: Equatable, Sendable {
  public var name: String
  public var position: Vector3  // [m] x right, y up from the ground, z forward
  public var normal: Vector3  // unit vector out of the body
  public var site: BodySite
  public var zone: String  // group that tuning and files address: "front", "back", "left" …
  public var kind: ActuatorKind
  public init(
    name: String, position: Vector3, normal: Vector3, site: BodySite, zone: String, kind: ActuatorKind
  ) {
    self.name = name
    self.position = position
    self.normal = normal
    self.site = site
    self.zone = zone
    self.kind = kind
  }
  /// Unit vector of the side of the body it sits on, in the wearer's frame: x ahead, y to the left.
  public var direction: Vector2 { Vector2(normal.z, -normal.x).normalized }
}

/// The devices and programs whose numbering of actuators a garment can know.
public enum WireProtocol: String, CaseIterable, Sendable {
  case bhaptics  // parts are the Player's positions: VestFront, VestBack, ForearmL …
  case vrchat  // parts are the middle of the parameters' names: Vest_Front, Arm_Left …
  case feelspace  // one part: the belt
  case gamepad  // one part: low-frequency motor, high-frequency motor
}

/// How one protocol numbers a garment's actuators. Index i of a part drives actuator `actuators[i]`; −1 where the
/// garment has none for it.
public struct GarmentWire: Equatable, Sendable {
  public struct Part: Equatable, Sendable {
    public var name: String
    public var actuators: [Int]
    public init(name: String, actuators: [Int]) {
      self.name = name
      self.actuators = actuators
    }
  }
  public var format: WireProtocol
  public var parts: [Part]
  public init(format: WireProtocol, parts: [Part]) {
    self.format = format
    self.parts = parts
  }
}

/// How long a drive is under way from the program to the motor.
public struct Transport: Equatable, Sendable {
  public var latency: Float = 0.02  // [s] mean
  public var jitter: Float = 0.005  // [s] greatest deviation from the mean
  public var interval: Float = 0.01  // [s] between two updates that the device takes
  public init() {}
}

/// Clothing that can be felt.
public struct Garment: Equatable, Sendable {
  public var name: String
  public var title: String
  public var source: String  // where layout and physical values come from
  public var levels: Int  // distinct drive levels above zero that the device knows, e.g. 100 or 15
  public var actuators: [Actuator]  // at least one, at most 256
  public var transport: Transport
  public var wires: [GarmentWire]  // at most one a protocol
  public init(
    name: String, title: String, source: String = "", levels: Int = 100, actuators: [Actuator],
    transport: Transport = Transport(), wires: [GarmentWire] = []
  ) {
    self.name = name
    self.title = title
    self.source = source
    self.levels = levels
    self.actuators = actuators
    self.transport = transport
    self.wires = wires
  }
  /// Names of the zones in the order of their first actuators.
  public var zones: [String] {
    var names: [String] = []
    for actuator in actuators where !names.contains(actuator.zone) { names.append(actuator.zone) }
    return names
  }
  /// How `format` numbers the actuators; nil where the garment does not say.
  public func wire(_ format: WireProtocol) -> GarmentWire? { wires.first { $0.format == format } }
}
