import Kernel

/// From what lies round the body to how hard each actuator is driven.
public struct Mapping: Equatable, Sendable {
  public var name: String
  public var title: String
  public var receptive: ReceptiveArea
  public var closingWeight: Float  // how much one m/s of closing speed adds, as a share of the density; 0...2
  public var curve: TransferCurve
  public var gain: Float  // 0...1, the wearer's own volume
  public var suit: SuitSettings
  public init(
    name: String, title: String = "", receptive: ReceptiveArea = ReceptiveArea(), closingWeight: Float = 0.25,
    curve: TransferCurve = TransferCurve(), gain: Float = 1, suit: SuitSettings = SuitSettings()
  ) {
    self.name = name
    self.title = title
    self.receptive = receptive
    self.closingWeight = closingWeight
    self.curve = curve
    self.gain = gain
    self.suit = suit
  }
}

/// The part of the view that one actuator listens to, centred on the side of the body it sits on.
public struct ReceptiveArea: Equatable, Sendable {
  /// [degrees] at which the weight has fallen to one half: a raised cosine, zero at twice that.
  public var halfAngle: Float = 40
  public var near: Float = 0.3  // [m] listens from here
  public var far: Float = 3.0  // [m] to here
  public var falloff: Float = 1.2  // [m] weight falls by e over this distance
  /// 0: all rows of a garment alike. 1: low rows listen near, high rows far.
  public var heightSpread: Float = 0.5
  public init() {}
}

/// Threshold, knee, exponent, ceiling: silence below the threshold, then a rise that bends at the knee.
///     x ≤ threshold: 0      otherwise floor + (ceiling − floor) · min(1, (x − threshold)/(knee − threshold))^exponent
public struct TransferCurve: Equatable, Sendable {
  public var threshold: Float = 0.15  // [1/m^2] below it nothing is driven
  public var knee: Float = 4.0  // [1/m^2] at which the ceiling is reached
  public var exponent: Float = 0.7
  public var floor: Float = 0.3  // drive just above the threshold: where a coin motor turns and is just felt
  public var ceiling: Float = 0.9  // drive at and above the knee
  public init() {}
}

/// What no drive may leave, whatever the mapping asks for.
public struct Limiter: Equatable, Sendable {
  public var maximum: Float = 1  // drive
  public var risePerSecond: Float = 12  // [1/s] fastest rise of the drive
  public var fallPerSecond: Float = 20  // [1/s] fastest fall; a stop ignores it
  public init() {}
}
