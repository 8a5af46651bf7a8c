import Kernel

/// What moves inside an actuator.
public enum ActuatorKind: Equatable, Sendable {
  case eccentricMass(EccentricMass)
  case linearResonant(LinearResonant)
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

/// Linear resonant actuator (LRA) or voice coil: a driven, damped oscillator.
public struct LinearResonant: Equatable, Sendable {
  public var resonanceHertz: Float = 175  // [Hz]
  public var quality: Float = 15  // Q
  public var driveHertz: Float = 175  // [Hz] of the carrier it is fed
  public var fullAcceleration: Float = 1.35  // [g] at drive 1 in resonance
  public var overdrive: Float = 2  // how far beyond 1 the driver may push while the envelope lags; 1 = never
  public init() {}
}

/// Where on the body; picks thresholds and zones.
public enum BodySite: String, CaseIterable, Sendable {
  case chest, abdomen, back, waist, forearm
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

/// Clothing that can be felt.
public struct Garment: Equatable, Sendable {
  public var name: String
  public var title: String
  public var source: String  // where layout and physical values come from
  public var levels: Int  // distinct drive levels above zero that the device knows, e.g. 100 or 15
  public var actuators: [Actuator]  // at least one, at most 256
  public init(name: String, title: String, source: String = "", levels: Int = 100, actuators: [Actuator]) {
    self.name = name
    self.title = title
    self.source = source
    self.levels = levels
    self.actuators = actuators
  }
}
